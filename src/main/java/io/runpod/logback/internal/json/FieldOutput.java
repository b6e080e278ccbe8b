package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;

/**
 * A buffer, the writer of fields over it, and the writer's face for Jackson.
 *
 * @param rules how it is written
 * @param buffer where the bytes go
 * @param fields what writes them
 * @param generator the same for LLE and Jackson
 */
public record FieldOutput(WriteRules rules, LineBuffer buffer, FieldWriter fields, JacksonGenerator generator) {

    public static FieldOutput of(WriteRules rules) {
        LineBuffer buffer = new LineBuffer();
        FieldWriter fields = new FieldWriter(rules, buffer);
        return new FieldOutput(rules, buffer, fields, new JacksonGenerator(fields));
    }

    /** Forgets everything; the first call for every line. */
    public void reset() {
        buffer.reset();
        fields.reset();
        generator.reset();
    }
}
