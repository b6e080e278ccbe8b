package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;

/**
 * Parses JSON that is given as text, and writes it again token by token, so that the rules of the line apply to it. Not
 * thread-safe.
 */
final class RawJson {

    private final JacksonGenerator generator;
    private final TokenWriter out;
    private final ObjectReader reader;

    RawJson(JacksonGenerator generator, ObjectMapper mapper) {
        this.generator = generator;
        this.out = generator.fields();
        this.reader = mapper.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    /** Writes one value. If the text is not exactly one JSON value, a text that says so is written instead. */
    void write(String json) {
        TokenWriter.Mark mark = out.mark();
        try (JsonParser parser = reader.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("raw JSON is empty");
            }
            out.skipper().setFinite(true);
            copy(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("raw JSON holds more than one value");
            }
        } catch (TokenSkipper.Stop enough) {
            out.closeTo(mark.depth());
        } catch (RuntimeException problem) {
            if (out.rollback(mark)) {
                out.string(placeholder(json, problem));
            }
        } finally {
            out.skipper().setFinite(false);
            out.release();
        }
    }

    private void copy(JsonParser parser) {
        int level = 0;
        do {
            JsonToken token = parser.currentToken();
            switch (token) {
                case START_OBJECT -> out.startObject();
                case END_OBJECT -> out.endObject();
                case START_ARRAY -> out.startArray();
                case END_ARRAY -> out.endArray();
                case PROPERTY_NAME -> out.name(parser.currentName());
                case VALUE_STRING -> out.string(parser.getString());
                case VALUE_TRUE, VALUE_FALSE -> out.bool(token == JsonToken.VALUE_TRUE);
                case VALUE_NULL -> out.nullValue();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getString());
                default -> throw new IllegalArgumentException("raw JSON holds " + token);
            }
            level += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (level > 0 && parser.nextToken() != null);
    }

    /** Returns the text in place of JSON that was refused. Jackson's message quotes the JSON, and so maybe a secret. */
    private static String placeholder(String json, RuntimeException problem) {
        if (problem instanceof StreamReadException broken) {
            int line = broken.getLocation().getLineNr();
            int column = broken.getLocation().getColumnNr();
            return Failure.placeholder(json, "invalid JSON at line " + line + ", column " + column);
        }
        return Failure.placeholder(json, problem);
    }
}
