package io.runpod.logback.viewer;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** Reads JSON objects key by key. The answer says whether the bytes are one; no exception does. */
final class JsonObjectReader {

    /**
     * Numbers and names are copied, never evaluated, so they may be as long as the line. No line of the library nests deeper
     * than Jackson's own limit (500).
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
            // They would stay in a table of the JVM for ever.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    /** A line of this size may need more memory than a small heap has. */
    private static final int LARGE_LINE_BYTES = 1 << 20;

    /** Says that it is JSON, but not of the kind that is asked for. */
    static final class UnexpectedValue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnexpectedValue() {
            super("another kind of line", null, false, false);
        }
    }

    /** Takes the keys of an object. */
    interface Handler {

        /** Begins an object, or the same one once more. */
        void begin();

        /** Takes a key; the parser stands at its value, and must be left at the value's end. */
        void property(String key, JsonParser parser);
    }

    private JsonObjectReader() {}

    /**
     * Reads the one object that the bytes are.
     *
     * @return false where they are not one JSON object, or the handler threw {@link UnexpectedValue}
     */
    static boolean read(byte[] bytes, int from, int to, Handler handler) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            return read(parser, handler);
        } catch (UnexpectedValue other) {
            return false;
        } catch (JacksonException noJson) {
            return hasEscapedPair(bytes, from, to) && readChars(bytes, from, to, handler);
        } catch (RuntimeException unexpected) {
            return false; // whatever a parser may have against a line
        } catch (OutOfMemoryError tooLarge) {
            if (to - from < LARGE_LINE_BYTES) {
                throw tooLarge;
            }
            return false; // shown as it is
        }
    }

    private static boolean read(JsonParser parser, Handler handler) {
        handler.begin();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            handler.property(key, parser);
        }
        return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    }

    /** Jackson's parser of bytes refuses names in which a pair of surrogates is escaped; its parser of characters does not. */
    private static boolean readChars(byte[] bytes, int from, int to, Handler handler) {
        return read(new String(bytes, from, to - from, StandardCharsets.UTF_8), handler);
    }

    /** Reads the one object that the text is. */
    static boolean read(String text, Handler handler) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return read(parser, handler);
        } catch (RuntimeException noSuchLine) {
            return false;
        }
    }

    /** A parser of bytes, for what is no single object. */
    static JsonParser parser(byte[] bytes, int from, int to) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from);
    }

    /** A writer of JSON in ASCII, without blanks. */
    static JsonGenerator generator(OutputStream out) {
        JsonFactory ascii =
                FACTORY.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        return ascii.createGenerator(ObjectWriteContext.empty(), out);
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
