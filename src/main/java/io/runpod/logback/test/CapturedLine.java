package io.runpod.logback.test;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.RunPodEncoder;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line as a worker prints it, read again. Immutable.
 *
 * @since 0.1
 */
public final class CapturedLine {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    private final String json;
    private final String loggerName;
    private final @Nullable String errorType;
    private final Consumer<RunPodEncoder> settings;
    private final Map<String, @Nullable Object> keys;
    private final Map<String, @Nullable Object> extra;

    /** The keys that are no fields; the last four if an encoder includes them. */
    private static final Set<String> KEYS =
            Set.of("requestId", "message", "level", "timestamp", "logger", "thread", "caller");

    CapturedLine(String line, ILoggingEvent event, Consumer<RunPodEncoder> settings) {
        this.settings = settings;
        json = line.stripTrailing();
        loggerName = String.valueOf(event.getLoggerName());
        errorType = event.getThrowableProxy() == null
                ? null
                : event.getThrowableProxy().getClassName();
        keys = MAPPER.readValue(json, FIELDS);
        extra = extraOf(keys);
    }

    /** What is in {@code extra}; where there is none, what an encoder set to {@code flat} writes beside the keys. */
    private static Map<String, @Nullable Object> extraOf(Map<String, @Nullable Object> keys) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (keys.get("extra") instanceof Map<?, ?> nested) {
            nested.forEach((name, value) -> fields.put(String.valueOf(name), value));
        } else {
            fields.putAll(keys);
            fields.keySet().removeAll(KEYS);
        }
        return Collections.unmodifiableMap(fields);
    }

    /** What a value reads as in such a line. */
    @Nullable
    Object expected(@Nullable Object value) {
        return ExpectedValue.of(value, settings);
    }

    /**
     * The line itself.
     *
     * @return the JSON, without its line end
     */
    public String json() {
        return json;
    }

    /**
     * The level that the line shows.
     *
     * @return TRACE, DEBUG, INFO, WARN, ERROR or TIP
     */
    public String level() {
        return String.valueOf(keys.get("level"));
    }

    /**
     * The request that the line belongs to.
     *
     * @return its id, or null if there was none
     */
    public @Nullable String requestId() {
        return (String) keys.get("requestId");
    }

    /**
     * The message as it is printed: cut, redacted, with the stack trace behind it.
     *
     * @return the message
     */
    public String message() {
        return String.valueOf(keys.get("message"));
    }

    /**
     * The fields.
     *
     * @return names and values in the line's order: strings, numbers (fractions as {@link BigDecimal}), booleans, null,
     *     lists and maps; empty if there are none. Not modifiable
     */
    public Map<String, @Nullable Object> extra() {
        return extra;
    }

    /**
     * The logger that logged it.
     *
     * @return its name
     */
    public String loggerName() {
        return loggerName;
    }

    /**
     * The class of the exception that was logged.
     *
     * @return its name, or null if there was none
     */
    public @Nullable String errorType() {
        return errorType;
    }

    /** The line as text: level, request id, message and fields. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format("%-7s| ", level()));
        if (requestId() != null) {
            text.append(requestId()).append(" | ");
        }
        text.append(message());
        String separator = " | ";
        for (Map.Entry<String, @Nullable Object> field : extra.entrySet()) {
            text.append(separator).append(field.getKey()).append('=').append(field.getValue());
            separator = " ";
        }
        return text.toString();
    }

    /** Whether two values are the same in JSON: 30, 30L and 30.0 are. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet())
                    && a.entrySet().stream().allMatch(entry -> same(entry.getValue(), b.get(entry.getKey())));
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            Iterator<?> rest = b.iterator();
            return a.size() == b.size() && a.stream().allMatch(element -> same(element, rest.next()));
        }
        return Objects.equals(one, other);
    }
}
