package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an encoder does the same way for every line; made once, when the encoder starts.
 *
 * @param format JSON or text
 * @param ascii whether the JSON line is ASCII only
 * @param include the opt-in keys
 * @param extra where the fields stand in the JSON line
 * @param extraInMessage whether the call's own fields are also appended to the message (JSON)
 * @param traceInMessage whether the stack trace stands in the message
 * @param traceInExtra whether it stands in {@code extra.stack_trace}
 * @param throwableConverter makes the text of a stack trace; null = this library's own
 * @param maxMessageChars code points of a message; 0 = no limit
 * @param maxValueChars code points of a string in {@code extra}; 0 = no limit
 * @param maxElements elements of a collection; 0 = no limit
 * @param maxLineBytes bytes of a line, its line end included; 0 = no limit
 * @param requestIdKeys MDC keys of the request id; the first that is set wins
 * @param mdcIncluded MDC keys that become fields; empty = all
 * @param mdcExcluded MDC keys that do not
 * @param mdcNumbers MDC keys whose values are written as numbers where they are JSON numbers
 * @param workerFields fields of the worker, name and value
 * @param redaction what is taken for a secret; null = redaction is off
 * @param color whether the text line is coloured
 * @param providers LLE providers, started
 * @param generatorDecorator decorates the generator; null = none
 * @param mapper writes what this library does not write itself
 * @param mapperDecides whether the user changed the mapper
 */
public record Settings(
        Format format,
        boolean ascii,
        Set<Include> include,
        ExtraStyle extra,
        boolean extraInMessage,
        boolean traceInMessage,
        boolean traceInExtra,
        @Nullable ThrowableHandlingConverter throwableConverter,
        int maxMessageChars,
        int maxValueChars,
        int maxElements,
        int maxLineBytes,
        List<String> requestIdKeys,
        NamePatterns mdcIncluded,
        NamePatterns mdcExcluded,
        NamePatterns mdcNumbers,
        Map<String, String> workerFields,
        @Nullable Redaction redaction,
        boolean color,
        List<JsonProvider<ILoggingEvent>> providers,
        @Nullable JsonGeneratorDecorator generatorDecorator,
        LazyMapper mapper,
        boolean mapperDecides) {

    public static final int DEFAULT_MAX_MESSAGE_CHARS = 4096;
    public static final int DEFAULT_MAX_VALUE_CHARS = 4096;
    public static final int DEFAULT_MAX_ELEMENTS = 1000;
    public static final int DEFAULT_MAX_LINE_BYTES = 16_000;

    /** The MDC key of the request id, unless set otherwise. */
    public static final String REQUEST_ID = "requestId";

    /** The MDC key of the batch id. */
    public static final String BATCH_ID = "batchId";

    /** How much of a message has to be kept to print it: its own limit, or else what a line can hold at all. */
    public int messageRoom() {
        return maxMessageChars != 0 ? maxMessageChars : maxLineBytes;
    }

    /** Finds secrets in text; null where redaction is off. */
    public @Nullable Redactor redactor() {
        return redaction == null ? null : redaction.redactor();
    }

    /** Finds names that announce secrets; null where redaction is off. */
    public @Nullable SensitiveNames sensitiveNames() {
        return redaction == null ? null : redaction.names();
    }

    /** Whether an MDC key becomes a field of {@code extra}. */
    public boolean isMdcField(String key) {
        return !requestIdKeys.contains(key)
                && !key.equals(BATCH_ID)
                && (mdcIncluded.isEmpty() || mdcIncluded.matches(key))
                && !mdcExcluded.matches(key);
    }
}
