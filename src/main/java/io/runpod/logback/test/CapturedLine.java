package io.runpod.logback.test;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON line as a worker prints it, parsed. Immutable.
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
    private final ExpectedValue expected;
    private final Map<String, @Nullable Object> keys;
    private final Map<String, @Nullable Object> extra;

    /** The keys that are not fields. The last four are there only if an encoder includes them. */
    private static final Set<String> KEYS =
            Set.of("requestId", "message", "level", "timestamp", "logger", "thread", "caller");

    CapturedLine(String line, ILoggingEvent event, ExpectedValue expected) {
        this.expected = expected;
        json = line.stripTrailing();
        loggerName = String.valueOf(event.getLoggerName());
        errorType = event.getThrowableProxy() == null
                ? null
                : event.getThrowableProxy().getClassName();
        keys = MAPPER.readValue(json, FIELDS);
        extra = extraOf(keys);
    }

    /** Returns the fields in {@code extra}; without it, those that a {@code flat} encoder writes beside the keys. */
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

    /** Returns a value as a line of this capture would show it. */
    @Nullable
    Object expected(@Nullable Object value) {
        return expected.of(value);
    }

    /** Returns the line itself: the JSON, without its line end. */
    public String json() {
        return json;
    }

    /** Returns the level that the line shows: TRACE, DEBUG, INFO, WARN, ERROR or TIP. */
    public String level() {
        return String.valueOf(keys.get("level"));
    }

    /** Returns the id of the request that the line belongs to, or null if there was none. */
    public @Nullable String requestId() {
        return (String) keys.get("requestId");
    }

    /** Returns the message as it is printed: truncated, redacted, and followed by the stack trace. */
    public String message() {
        return String.valueOf(keys.get("message"));
    }

    /**
     * Returns the fields.
     *
     * @return names and values in the order of the line: strings, numbers (fractions as {@link BigDecimal}), booleans,
     *     null, lists and maps; empty if there are none. Not modifiable
     */
    public Map<String, @Nullable Object> extra() {
        return extra;
    }

    /** Returns the name of the line's logger. */
    public String loggerName() {
        return loggerName;
    }

    /** Returns the name of the class of the exception that was logged, or null if there was none. */
    public @Nullable String errorType() {
        return errorType;
    }

    /** Returns the line as text: level, request id, message and fields. */
    @Override
    public String toString() {
        return text(message());
    }

    private String text(String message) {
        StringBuilder text = new StringBuilder(String.format("%-7s| ", level()));
        if (requestId() != null) {
            text.append(requestId()).append(" | ");
        }
        text.append(message);
        String separator = " | ";
        for (Map.Entry<String, @Nullable Object> field : extra.entrySet()) {
            text.append(separator).append(field.getKey()).append('=').append(field.getValue());
            separator = " ";
        }
        return text.toString();
    }

    /**
     * Returns the line as text for the message of a failure: level, request id, message and fields in the first line;
     * the rest of the message, mostly a stack trace, in further lines.
     *
     * @param margin the beginning of each further line
     * @param maxMore how many further lines are shown at most
     */
    String shown(String margin, int maxMore) {
        String message = message();
        int end = message.indexOf('\n');
        if (end < 0) {
            return toString();
        }
        List<String> more = message.substring(end + 1).lines().toList();
        StringBuilder text = new StringBuilder(text(message.substring(0, end)));
        more.stream().limit(maxMore).forEach(line -> text.append(margin).append(line));
        if (more.size() > maxMore && maxMore > 0) {
            text.append(margin)
                    .append("... and ")
                    .append(LogsAssert.count(more.size() - maxMore))
                    .append(" more");
        }
        return text.toString();
    }

    /** Returns whether two values are equal in JSON. Numbers are compared by value: 30, 30L and 30.0 are equal. */
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
