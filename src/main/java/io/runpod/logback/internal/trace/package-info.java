/** A throwable enters; its stack trace leaves, no longer than the characters and bytes that the line has left. */
@NullMarked
package io.runpod.logback.internal.trace;

import org.jspecify.annotations.NullMarked;
