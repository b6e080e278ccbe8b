package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.text.Limits;

/**
 * Everything that an encoder does the same way for every line; made once, when the encoder starts.
 *
 * @param layout what a line looks like
 * @param limits how much of an event is written
 * @param tracing where stack traces go
 * @param context what is taken from the MDC and the worker
 * @param redaction what is done about secrets
 * @param extensions what the user plugged in
 */
public record Settings(
        LineLayout layout,
        Limits limits,
        Tracing tracing,
        ContextFields context,
        Redaction redaction,
        Extensions extensions) {}
