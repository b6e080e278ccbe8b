package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;

/**
 * A buffer, the writer of fields over it, and the writer's face for LLE and Jackson. Not thread-safe; reused: what is
 * written stands between {@link #begin} and {@link #end}.
 */
public final class FieldOutput {

    private final WriteRules rules;
    private final LineBuffer buffer = new LineBuffer();
    private final FieldWriter fields;
    private final JacksonGenerator generator;
    private boolean used;

    public FieldOutput(WriteRules rules) {
        this.rules = rules;
        this.fields = new FieldWriter(rules, buffer);
        this.generator = new JacksonGenerator(fields);
    }

    /** Makes it empty, whatever became of what was written before. */
    public void begin() {
        end();
        used = true;
    }

    /** Forgets what was written, and lets go of the values. */
    public void end() {
        if (used) {
            buffer.reset();
            fields.reset();
            generator.reset();
            used = false;
        }
    }

    public WriteRules rules() {
        return rules;
    }

    public LineBuffer buffer() {
        return buffer;
    }

    public FieldWriter fields() {
        return fields;
    }

    public JacksonGenerator generator() {
        return generator;
    }
}
