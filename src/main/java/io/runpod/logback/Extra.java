package io.runpod.logback;

import io.runpod.logback.internal.line.BoundFields;
import io.runpod.logback.internal.line.FieldList;
import io.runpod.logback.internal.text.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * Holds the fields of one log call, as {@code extra=} does in the Python SDK. Pass it as an argument to
 * {@link RunPodLogger} or to SLF4J. For a {@code {}} in the message it is the text {@code name=value name=value}.
 * Immutable if its values are.
 *
 * <pre>{@code
 * import static io.runpod.logback.Extra.extra;
 *
 * logger.info("Generated image", extra("dimensions", "1024x1024", "steps", 30));
 * }</pre>
 *
 * <p>It is a {@code StructuredArgument} of LLE (logstash-logback-encoder), so LLE's own encoders write it too.
 *
 * @since 0.1
 */
public final class Extra implements FieldList {

    private final List<@Nullable Object> namesAndValues;

    private Extra(List<@Nullable Object> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /**
     * Creates fields from alternating names and values. A last name without a value gets {@code null}, because a log
     * call must not fail.
     *
     * @param name the first name
     * @param value its value; any object
     * @param more further names and values
     * @return the fields, in this order
     */
    public static Extra extra(String name, @Nullable Object value, @Nullable Object @Nullable ... more) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(name);
        all.add(value);
        if (more != null) {
            Collections.addAll(all, more);
        }
        if (all.size() % 2 != 0) {
            all.add(null);
        }
        return new Extra(all);
    }

    /** Creates fields from the current entries of a map, in its order; null = no fields. */
    public static Extra of(@Nullable Map<?, ?> fields) {
        List<@Nullable Object> all = new ArrayList<>();
        if (fields != null) {
            try {
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    Object name = field.getKey();
                    Object value = field.getValue();
                    all.add(name);
                    all.add(value);
                }
            } catch (Throwable problem) { // of the application's own map, or of a map that another thread changed
                Failure.rethrowIfFatal(problem);
                all.add("unserializable");
                all.add(Failure.placeholder(fields, problem));
            }
        }
        return new Extra(all);
    }

    /** Returns these fields and one more, whose value may be any object. Of a repeated name, a line shows the first. */
    public Extra and(String name, @Nullable Object value) {
        List<@Nullable Object> all = new ArrayList<>(namesAndValues);
        all.add(name);
        all.add(value);
        return new Extra(all);
    }

    /** Returns these fields, then those of the other whose names are not among these. */
    Extra withDefaults(Extra other) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        forEach(all::putIfAbsent);
        other.forEach(all::putIfAbsent);
        return of(all);
    }

    /** Returns the fields as SLF4J's key-value pairs; of a repeated name, only the first. */
    BoundFields toBoundFields() {
        Map<String, KeyValuePair> pairs = new LinkedHashMap<>();
        forEach((name, value) -> pairs.putIfAbsent(name, new KeyValuePair(name, value)));
        return new BoundFields(List.copyOf(pairs.values()));
    }

    /** Writes the fields. Encoders call this. */
    @Override
    public void writeTo(JsonGenerator generator) {
        forEach((name, value) -> {
            generator.writeName(name);
            generator.writePOJO(value);
        });
    }

    /** Passes the name and value of each field to an action, in order. */
    @Override
    public void forEach(BiConsumer<String, @Nullable Object> action) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            action.accept(nameOf(namesAndValues.get(i)), namesAndValues.get(i + 1));
        }
    }

    private static String nameOf(@Nullable Object name) {
        try {
            return String.valueOf(name);
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(name, problem);
        }
    }

    /** Returns whether the other object is an {@code Extra} with equal names and values in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Extra extra && namesAndValues.equals(extra.namesAndValues);
    }

    @Override
    public int hashCode() {
        return namesAndValues.hashCode();
    }

    /**
     * Returns the fields as {@code name=value name=value}. Each value is shown by its {@code toString}, with recognised
     * secrets redacted.
     */
    @Override
    public String toString() {
        return FieldList.textOf(this);
    }
}
