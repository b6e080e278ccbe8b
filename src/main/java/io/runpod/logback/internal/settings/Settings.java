package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The frozen settings of an encoder, the same for every line. Made once, when the encoder starts.
 *
 * @param layout the layout of a line
 * @param limits how much of an event is written
 * @param traces where stack traces are written
 * @param context which fields come from the MDC and the worker
 * @param redaction what counts as a secret; null = redaction is off
 * @param extensions what the user added
 */
public record Settings(
        LayoutSettings layout,
        Limits limits,
        TraceSettings traces,
        ContextFields context,
        @Nullable Redaction redaction,
        Extensions extensions) {

    /** Returns the redactor, which finds secrets in text; null if redaction is off. */
    public @Nullable Redactor redactor() {
        return redaction == null ? null : redaction.redactor();
    }

    /** Returns the names whose values are secrets; null if redaction is off. */
    public @Nullable SensitiveNames sensitiveNames() {
        return redaction == null ? null : redaction.names();
    }
}
