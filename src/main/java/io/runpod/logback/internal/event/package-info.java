/** A Logback event enters; what is to be said of it leaves: its message, its stack trace, its fields in order. */
@NullMarked
package io.runpod.logback.internal.event;

import org.jspecify.annotations.NullMarked;
