package io.runpod.logback.internal.json;

import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Stands before a user's decorated generator. A decorator keeps state that cannot be rolled back, so an object is
 * written aside first, where what fails in it is replaced, and its tokens then go through the decorator.
 */
public final class IsolatingGenerator extends JsonGeneratorDelegate {

    private final WriteRules rules;

    public IsolatingGenerator(JsonGenerator decorated, WriteRules rules) {
        super(decorated, false);
        this.rules = rules;
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            delegate.writePOJO(value);
            return this;
        }
        FieldOutput aside = new FieldOutput(rules);
        aside.begin();
        aside.fields().startObject();
        aside.fields().beginFields(FieldWriter.Style.FLAT, Integer.MAX_VALUE);
        aside.fields().name("value");
        aside.generator().writePOJO(value);
        aside.fields().endFields();
        aside.fields().endObject();
        var json = new ByteArrayInputStream(
                aside.buffer().array(), 0, aside.buffer().length());
        try (JsonParser parser = rules.mapper().get().createParser(json)) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            delegate.copyCurrentStructureExact(parser);
        }
        return this;
    }
}
