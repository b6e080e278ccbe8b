package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A buffer, the writer of fields over it, and the writer's face for LLE and Jackson. Not thread-safe; reused for every
 * line.
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

    /** Lets go of the values, and of what a large line needed. */
    public void end() {
        buffer.reset();
        strings.reset();
        generator.reset();
    }

    /** Where the fields stand, each with its separator before it. */
    public LineBuffer buffer() {
        return buffer;
    }

    /** Writes the line's other strings, to any buffer. */
    public StringOutput strings() {
        return strings;
    }

    public FieldWriter fields() {
        return fields;
    }

    public JsonGenerator generator() {
        return generator;
    }

    /**
     * The generator as a user decorates it, within the line's own object. A decorator may keep state, so it is put
     * around it anew for each line.
     *
     * @param maxBytes of one value
     */
    public JsonGenerator decorated(UnaryOperator<JsonGenerator> decorator, int maxBytes) {
        JsonGenerator decorated = new IsolatingGenerator(decorator.apply(generator), fields, rules, maxBytes);
        generator.expectRoot();
        decorated.writeStartObject();
        return decorated;
    }

    /** The value that was written under a name, or else the first one, as a string; a decorator may have renamed it. */
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
