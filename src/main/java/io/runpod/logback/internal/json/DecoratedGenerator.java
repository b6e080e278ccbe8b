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
 * Therefore a value that is not a scalar, and each property of a bean, is first written to a separate buffer, where the
 * parts that fail are replaced. Only then do its tokens go through the decorator.
 */
final class DecoratedGenerator extends JsonGeneratorDelegate {

    /**
     * The maximum size of a value, in bytes, unless the limit of the line is higher. A larger value is replaced by a
     * text that says so.
     */
    private static final int MIN_BUFFER_BYTES = 1 << 20;

    private static final String VALUE = "value";

    private final TokenWriter out;
    private final int maxBytes;

    /** @param out what the decorator writes to in the end */
    DecoratedGenerator(JsonGenerator decorated, TokenWriter out) {
        super(decorated, false);
        this.out = out;
        this.maxBytes = Math.max(MIN_BUFFER_BYTES, out.rules().limits().lineBytes());
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            delegate.writePOJO(value);
            return this;
        }
        FieldOutput separate = begin();
        separate.generator().writePOJO(value);
        if (!end(separate)) {
            delegate.writeString(tooLarge(value));
            return this;
        }
        try (JsonParser parser = parser(separate)) {
            copy(parser);
        }
        return this;
    }

    /** Writes properties to the generator that it is given. */
    @FunctionalInterface
    interface Writing {
        void run(JsonGenerator generator) throws Exception;
    }

    /**
     * Writes properties of a bean, whose serializer was called with this generator.
     *
     * @param name the name for a text that replaces the properties if they are too large
     */
    void writeProperties(String name, Object bean, Writing writing) throws Exception {
        FieldOutput separate = begin();
        separate.fields().startObject();
        try {
            writing.run(separate.generator());
        } catch (TokenSkipper.Stop tooLarge) {
            // The properties were dropped.
        }
        if (!end(separate)) {
            delegate.writeStringProperty(name, tooLarge(bean));
            return;
        }
        try (JsonParser parser = parser(separate)) {
            while (parser.nextName() != null) {
                copy(parser); // the name and its value
            }
        }
    }

    /** Returns a separate output that awaits one value. */
    private FieldOutput begin() {
        FieldOutput separate = new FieldOutput(out.rules());
        separate.fields().begin(false, maxBytes);
        separate.fields().name(VALUE);
        return separate;
    }

    /** Closes what is open; returns whether the value was not dropped. */
    private static boolean end(FieldOutput separate) {
        separate.fields().endField();
        return separate.fields().dropped() == 0;
    }

    /** Returns a parser at the first token of the value. */
    private JsonParser parser(FieldOutput separate) {
        LineBuffer bytes = separate.buffer();
        int start = separate.name(VALUE).json().length;
        JsonParser parser = out.rules()
                .mapper()
                .get()
                .createParser(new ByteArrayInputStream(bytes.array(), start, bytes.length() - start));
        parser.nextToken();
        return parser;
    }

    private void copy(JsonParser parser) {
        out.limitValues(false);
        try {
            delegate.copyCurrentStructureExact(parser);
        } finally {
            out.limitValues(true);
        }
    }

    private String tooLarge(Object value) {
        return Failure.placeholder(value, "larger than " + maxBytes + " bytes");
    }
}
