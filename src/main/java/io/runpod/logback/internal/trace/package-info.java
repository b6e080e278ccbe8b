/** A throwable enters; its stack trace leaves, fitted to the room there is. */
@NullMarked
package io.runpod.logback.internal.trace;

import org.jspecify.annotations.NullMarked;
