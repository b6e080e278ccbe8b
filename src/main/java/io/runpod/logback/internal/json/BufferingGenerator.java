package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Wraps the generator that a user's decorator returned. The decorator may keep state, which cannot be rolled back.
 * Therefore a value that is not a scalar is first written to a separate buffer, where the parts that fail are replaced.
 * Only then do its tokens go through the decorator.
 */
final class BufferingGenerator extends JsonGeneratorDelegate {

    private final FieldWriter target;
    private final WriteRules rules;
    private final int maxBytes;

    /** @param maxBytes maximum size of a value, in bytes; a larger value is replaced by a text that says so */
    BufferingGenerator(JsonGenerator decorated, FieldWriter target, WriteRules rules, int maxBytes) {
        super(decorated, false);
        this.target = target;
        this.rules = rules;
        this.maxBytes = maxBytes;
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            delegate.writePOJO(value);
            return this;
        }
        FieldOutput separate = new FieldOutput(rules);
        separate.fields().begin(false, maxBytes);
        separate.fields().name("value");
        int start = separate.buffer().length();
        separate.generator().writePOJO(value);
        separate.fields().endField();
        if (separate.fields().dropped() > 0) {
            delegate.writeString(Failure.placeholder(value, "larger than " + maxBytes + " bytes"));
            return this;
        }
        LineBuffer bytes = separate.buffer();
        var json = new ByteArrayInputStream(bytes.array(), start, bytes.length() - start);
        try (JsonParser parser = rules.mapper().get().createParser(json)) {
            parser.nextToken();
            target.limitValues(false);
            delegate.copyCurrentStructureExact(parser);
        } finally {
            target.limitValues(true);
        }
        return this;
    }
}
