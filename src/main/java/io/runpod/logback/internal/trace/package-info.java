/** A throwable enters; its stack trace leaves, within the characters and bytes that are left. */
@NullMarked
package io.runpod.logback.internal.trace;

import org.jspecify.annotations.NullMarked;
