package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
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
    private final int mostBytes;

    /** @param mostBytes of a value; in place of a larger one it is said that it is */
    public IsolatingGenerator(JsonGenerator decorated, WriteRules rules, int mostBytes) {
        super(decorated, false);
        this.rules = rules;
        this.mostBytes = mostBytes;
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
        aside.fields().beginFields(FieldWriter.Style.FLAT, mostBytes);
        aside.fields().name("value");
        aside.generator().writePOJO(value);
        aside.fields().endFields();
        if (aside.fields().lacksFields()) {
            delegate.writeString(Failure.placeholder(value, "larger than " + mostBytes + " bytes"));
            return this;
        }
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
