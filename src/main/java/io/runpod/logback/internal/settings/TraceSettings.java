package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import org.jspecify.annotations.Nullable;

/**
 * The settings of stack traces.
 *
 * @param inMessage whether a stack trace is written into the message
 * @param inExtra whether it is written to {@code extra.stack_trace}
 * @param excluded classes whose frames are only counted
 * @param converter writes the text of a stack trace; null = this library does
 */
public record TraceSettings(
        boolean inMessage,
        boolean inExtra,
        NamePatterns excluded,
        @Nullable ThrowableHandlingConverter converter) {}
