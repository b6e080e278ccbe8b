package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import org.jspecify.annotations.Nullable;

/**
 * Where stack traces go, and who writes them.
 *
 * @param inMessage whether the stack trace stands in the message
 * @param inExtra whether it stands in {@code extra.stack_trace}
 * @param excluded classes whose frames are only counted
 * @param converter makes the text of a stack trace; null = this library's own
 */
public record Tracing(
        boolean inMessage,
        boolean inExtra,
        NamePatterns excluded,
        @Nullable ThrowableHandlingConverter converter) {}
