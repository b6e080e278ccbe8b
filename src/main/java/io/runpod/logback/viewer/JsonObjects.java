package io.runpod.logback.viewer;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

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
            // Lines are read by one thread, one after the other.
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
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

    /** What is done with the keys of an object. */
    interface Taker {

        /** An object begins, or the same one once more. */
        void begin();

        /** Takes a key; the parser is at its value, and is to be left at the value's end. */
        void take(String key, JsonParser parser);
    }

    private JsonObjects() {}

    /**
     * Reads the one object that the bytes are.
     *
     * @return false where they are not one JSON object, or the taker threw {@link OtherLine}
     */
    static boolean read(byte[] bytes, int from, int to, Taker taker) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            return read(parser, taker);
        } catch (OtherLine other) {
            return false;
        } catch (JacksonException noJson) {
            return hasEscapedPair(bytes, from, to) && readChars(bytes, from, to, taker);
        } catch (RuntimeException unexpected) {
            return false; // whatever a parser may have against a line
        } catch (OutOfMemoryError tooLarge) {
            if (to - from < LARGE_LINE_BYTES) {
                throw tooLarge;
            }
            return false; // shown as it is
        }
    }

    private static boolean read(JsonParser parser, Taker taker) {
        taker.begin();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            taker.take(key, parser);
        }
        return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    }

    /** Jackson's parser of bytes refuses names in which a pair of surrogates is escaped; its parser of characters does not. */
    private static boolean readChars(byte[] bytes, int from, int to, Taker taker) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return read(parser, taker);
        } catch (RuntimeException noSuchLine) {
            return false;
        }
    }

    private static boolean hasEscapedPair(byte[] bytes, int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            if (bytes[i] == '\\' && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }
}
