/** A throwable enters; its stack trace leaves, no longer than the room in the line. */
@NullMarked
package io.runpod.logback.internal.trace;

import org.jspecify.annotations.NullMarked;
