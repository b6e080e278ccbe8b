package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Wraps a user's decorated generator. A decorator keeps state that cannot be rolled back. An object is therefore
 * written to a separate buffer first, where what fails in it is replaced, and its tokens then go through the decorator.
 */
final class BufferingGenerator extends JsonGeneratorDelegate {

    private final FieldWriter target;
    private final WriteRules rules;
    private final int maxBytes;

    /** @param maxBytes limit of a value; a larger one is replaced by a text that says so */
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
        FieldOutput aside = new FieldOutput(rules);
        aside.fields().begin(false, maxBytes);
        aside.fields().name("value");
        int start = aside.buffer().length();
        aside.generator().writePOJO(value);
        aside.fields().endField();
        if (aside.fields().dropped() > 0) {
            delegate.writeString(Failure.placeholder(value, "larger than " + maxBytes + " bytes"));
            return this;
        }
        LineBuffer bytes = aside.buffer();
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
