/** A throwable enters; its stack trace leaves, not longer than the room in the line. */
@NullMarked
package io.runpod.logback.internal.trace;

import org.jspecify.annotations.NullMarked;
