package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Holds a buffer, the {@link FieldWriter} over it, and the generator through which LLE and Jackson write to it. Not
 * thread-safe; reused for every line.
 */
public final class FieldOutput {

    private final WriteRules rules;
    private final LineBuffer buffer = new LineBuffer();
    private final StringOutput strings;
    private final FieldWriter fields;
    private final JacksonGenerator generator;

    public FieldOutput(WriteRules rules) {
        this.rules = rules;
        this.strings = new StringOutput(rules.quoted(), rules.bare());
        this.fields = new FieldWriter(rules, buffer, strings);
        this.generator = new JacksonGenerator(fields);
    }

    /** Releases the values of the line, and the memory that a large line needed. */
    public void end() {
        buffer.reset();
        strings.release();
        generator.reset();
    }

    /** Returns the buffer that the fields are written to; each begins with its separator. */
    public LineBuffer buffer() {
        return buffer;
    }

    /**
     * Writes a string that is not a field, such as the request id, in quotes.
     *
     * @param maxBytes maximum length after escaping, in bytes, without the quotes
     */
    public void writeString(LineBuffer out, String value, int maxBytes) {
        strings.write(out, value, Limits.UNLIMITED, maxBytes);
    }

    /** Like {@link #writeString}, for a text line: without quotes, with line breaks escaped. */
    public void writeBareString(LineBuffer out, String value, int maxBytes) {
        strings.writeBare(out, value, maxBytes);
    }

    /** Returns the prepared form of a field's name; null becomes the name {@code null}. */
    public FieldName name(@Nullable String name) {
        return rules.fieldNames().of(name);
    }

    public FieldWriter fields() {
        return fields;
    }

    public JsonGenerator generator() {
        return generator;
    }

    /**
     * Returns the generator, wrapped in the user's decorator; the line's own object is already started on it. To be
     * called for each line, because a decorator may keep state.
     */
    public JsonGenerator decorated(JsonGeneratorDecorator decorator) {
        JsonGenerator decorated = new DecoratedGenerator(decorator.decorate(generator), fields);
        generator.expectRoot();
        decorated.writeStartObject();
        return decorated;
    }

    /**
     * Returns the value that was written under a name, as a string. If no value has the name, returns the first value,
     * because a decorator may have renamed it; an empty string if there is no value.
     */
    public String value(String name) {
        String fields = new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
        JsonNode written = rules.mapper()
                .get()
                .readTree('{' + fields.substring(Math.min(fields.length(), JsonWriter.SEPARATOR.length)) + '}');
        if (written.isEmpty()) {
            return "";
        }
        JsonNode value =
                written.has(name) ? written.get(name) : written.iterator().next();
        return value.isValueNode() ? value.asString() : value.toString();
    }
}
