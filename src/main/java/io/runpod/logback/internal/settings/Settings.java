package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.Limits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
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
        Layout layout,
        Limits limits,
        Traces traces,
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

    /**
     * The settings of a line's layout.
     *
     * @param format JSON or text
     * @param ascii whether the JSON line is ASCII only
     * @param include the keys that are written in addition to those of the SDK
     * @param extra where fields are written in the JSON line
     * @param inMessage what the message of a JSON line shows beside its text
     * @param color whether the text line is coloured
     */
    public record Layout(
            Format format, boolean ascii, Set<Include> include, ExtraStyle extra, InMessage inMessage, boolean color) {}

    /** The format of a line. */
    public enum Format {
        /** One JSON object, as RunPod's Python SDK prints on a deployed worker. */
        JSON,
        /** A line for people, as the SDK prints off the platform. */
        TEXT
    }

    /** The keys that are written if they are asked for. RunPod itself adds a timestamp to each line. */
    public enum Include {
        TIMESTAMP,
        LOGGER,
        THREAD,
        CALLER;

        private final String key = name().toLowerCase(Locale.ROOT);

        /** Returns the key as the line shows it. */
        public String key() {
            return key;
        }
    }

    /** Where fields are written in the JSON line. */
    public enum ExtraStyle {
        NESTED,
        FLAT,
        NONE
    }

    /**
     * What the message of a JSON line shows beside its text, because RunPod's endpoint log view shows only messages.
     *
     * @param timestamp before the message, ISO-8601 in UTC with milliseconds
     * @param requestId before the message, in brackets
     * @param callFields after the message, the fields of the call
     */
    public record InMessage(boolean timestamp, boolean requestId, boolean callFields) {}

    /**
     * The settings of stack traces.
     *
     * @param inMessage whether a stack trace is written into the message
     * @param inExtra whether it is written to {@code extra.stack_trace}
     * @param excluded classes whose frames are only counted
     * @param converter writes the text of a stack trace; null = this library does
     */
    public record Traces(
            boolean inMessage,
            boolean inExtra,
            NamePatterns excluded,
            @Nullable ThrowableHandlingConverter converter) {}

    /**
     * The settings of fields that come from the context of a call: the MDC and the worker.
     *
     * @param requestIdKeys MDC keys of the request id; the first that is set wins
     * @param mdcIncluded MDC keys that become fields; empty = all
     * @param mdcExcluded MDC keys that do not become fields
     * @param mdcNumbers MDC keys whose values are written as numbers if they are JSON numbers
     * @param fixedFields fields that are the same in every line: of the worker, then of the configuration
     */
    public record ContextFields(
            List<String> requestIdKeys,
            NamePatterns mdcIncluded,
            NamePatterns mdcExcluded,
            NamePatterns mdcNumbers,
            Map<String, Object> fixedFields) {

        /** The default MDC key of the request id. */
        public static final String REQUEST_ID = "requestId";

        /** The MDC key of the batch id. */
        public static final String BATCH_ID = "batchId";

        /** Returns the MDC keys of the ids, which never become fields. */
        public List<String> idKeys() {
            return Stream.concat(requestIdKeys.stream(), Stream.of(BATCH_ID))
                    .distinct()
                    .toList();
        }

        /** Returns whether an MDC key becomes a field of {@code extra}. */
        public boolean isMdcField(String key) {
            return !idKeys().contains(key)
                    && (mdcIncluded.isEmpty() || mdcIncluded.matches(key))
                    && !mdcExcluded.matches(key);
        }
    }

    /**
     * The extensions that users add to an encoder.
     *
     * @param providers LLE providers, started
     * @param generatorDecorator decorates the generator; null = none
     * @param mapper writes values that this library does not write itself
     * @param userMapper whether the user changed the mapper: then it writes dates, enums and the like, too
     */
    public record Extensions(
            List<JsonProvider<ILoggingEvent>> providers,
            @Nullable JsonGeneratorDecorator generatorDecorator,
            LazyMapper mapper,
            boolean userMapper) {}
}
