package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.text.Redactor;
import io.runpod.logback.internal.text.SensitiveNames;
import org.jspecify.annotations.Nullable;

/**
 * What is done about secrets.
 *
 * @param redactor finds secrets in text; null = redaction is off
 * @param names finds names that announce secrets; null = redaction is off
 */
public record Redaction(
        @Nullable Redactor redactor, @Nullable SensitiveNames names) {

    public static final Redaction OFF = new Redaction(null, null);
}
