package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an encoder does the same way for every line; made once, when the encoder starts.
 *
 * @param layout what a line looks like
 * @param limits how much of an event is written
 * @param tracing where stack traces go
 * @param context what is taken from the MDC and the worker
 * @param redaction what is taken for a secret; null = redaction is off
 * @param extensions what the user plugged in
 */
public record Settings(
        LayoutSettings layout,
        Limits limits,
        Tracing tracing,
        ContextFields context,
        @Nullable Redaction redaction,
        Extensions extensions) {

    /** Finds secrets in text; null where redaction is off. */
    public @Nullable Redactor redactor() {
        return redaction == null ? null : redaction.redactor();
    }

    /** Finds names that announce secrets; null where redaction is off. */
    public @Nullable SensitiveNames sensitiveNames() {
        return redaction == null ? null : redaction.names();
    }
}
