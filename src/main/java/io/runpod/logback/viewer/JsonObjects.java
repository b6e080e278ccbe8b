package io.runpod.logback.viewer;

import java.util.function.BiConsumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** JSON objects of one line each, walked through key by key. What is none is told by the answer, never by an exception. */
final class JsonObjects {

    /**
     * Numbers and names are copied, never evaluated: as long as the line they may be. Deeper than Jackson's own bound (500)
     * no line of the library nests.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // Lines are UTF-8, whatever their first bytes look like.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // For ever, in a table of the JVM's.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    /** A line of this size may be larger, read, than a small heap. */
    private static final int LARGE_LINE_BYTES = 1 << 20;

    /** It is JSON, but not of the kind that is asked for. */
    static final class OtherLine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherLine() {
            super("another kind of line", null, false, false);
        }
    }

    private JsonObjects() {}

    /**
     * Reads the one object that the bytes are.
     *
     * @param taker gets each key, with the parser at its value, and leaves the parser at the value's end
     * @return false where they are not one JSON object, or the taker threw {@link OtherLine}
     */
    static boolean read(byte[] bytes, int from, int to, BiConsumer<String, JsonParser> taker) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                parser.nextToken();
                taker.accept(key, parser);
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (RuntimeException noSuchLine) {
            return false; // not JSON, too deep, another kind
        } catch (OutOfMemoryError tooLarge) {
            if (to - from < LARGE_LINE_BYTES) {
                throw tooLarge;
            }
            return false; // shown as it is
        }
    }
}
