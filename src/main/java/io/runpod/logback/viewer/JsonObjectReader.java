package io.runpod.logback.viewer;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
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

/**
 * Reads JSON objects key by key. The return value says whether the bytes are one; no exception does. Not thread-safe.
 *
 * <p>One parser reads many lines: to make a parser takes as long as to read a short line.
 */
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
            // One thread reads the lines, one after the other.
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            // Lines are UTF-8, whatever their first bytes look like.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // Interned names would stay in the JVM's table of strings.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    /** A line of at least this size may need more memory than a small heap has. */
    private static final int LARGE_LINE_BYTES = 1 << 20;

    /** A parser that was given this many bytes is replaced, so that the table of all names it met stays small. */
    private static final int MAX_PARSED_BYTES = 1 << 18;

    /** Is thrown by a handler for JSON that is not of the kind it reads. */
    static final class UnexpectedValue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnexpectedValue() {
            super("another kind of line", null, false, false);
        }
    }

    /** Takes the keys of an object. */
    interface Handler {

        /** Begins an object. A second call begins the same object again. */
        default void begin() {}

        /** Takes a key. The parser stands at its value, and must be left at the end of the value. */
        void property(String key, JsonParser parser);
    }

    private final Feed feed = new Feed();
    private @Nullable JsonParser parser;

    /** How many bytes the parser read. */
    private int parsedBytes;

    /** Gives the parser one object after the other. */
    private static final class Feed extends InputStream {

        private byte[] bytes = new byte[0];
        private int next;
        private int end;

        @Override
        public int read() {
            return next < end ? bytes[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] to, int from, int size) {
            int count = Math.min(size, end - next);
            System.arraycopy(bytes, next, to, from, count);
            next += count;
            return count == 0 ? -1 : count;
        }
    }

    /**
     * Reads the one object that the bytes are.
     *
     * @return false if they are not exactly one JSON object, or the handler threw {@link UnexpectedValue}
     */
    boolean read(byte[] bytes, int from, int to, Handler handler) {
        boolean isObject = false;
        try {
            JsonParser fed = feed(bytes, from, to);
            isObject = read(fed, handler)
                    && feed.next == feed.end
                    && fed.releaseBuffered(OutputStream.nullOutputStream()) == 0;
            return isObject;
        } catch (JacksonException noJson) {
            // Jackson's parser of bytes refuses names with an escaped pair of surrogates; its parser of characters does
            // not.
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            return (text.contains("\\ud") || text.contains("\\uD")) && read(text, handler);
        } catch (RuntimeException unexpected) {
            return false; // an UnexpectedValue, or a bug of the parser
        } catch (OutOfMemoryError tooLarge) {
            if (to - from < LARGE_LINE_BYTES) {
                throw tooLarge;
            }
            return false; // shown as text
        } finally {
            parsedBytes =
                    isObject ? parsedBytes : MAX_PARSED_BYTES; // after an error it is not known where a parser stands
        }
    }

    private JsonParser feed(byte[] bytes, int from, int to) throws JacksonException {
        JsonParser current = parser;
        if (current == null || parsedBytes >= MAX_PARSED_BYTES) {
            if (current != null) {
                current.close();
            }
            current = FACTORY.createParser(ObjectReadContext.empty(), feed);
            parser = current;
            parsedBytes = 0;
        }
        parsedBytes += to - from;
        feed.bytes = bytes;
        feed.next = from;
        feed.end = to;
        while (feed.end > from && " \t\r\n".indexOf(bytes[feed.end - 1]) >= 0) {
            feed.end--;
        }
        return current;
    }

    /** Reads the one object that the text is. */
    static boolean read(String text, Handler handler) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return read(parser, handler) && parser.nextToken() == null;
        } catch (RuntimeException noSuchLine) {
            return false;
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
        return parser.currentToken() == JsonToken.END_OBJECT;
    }

    /** Returns a parser of bytes, for what is no single object. */
    static JsonParser parser(byte[] bytes, int from, int to) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from);
    }

    /** Returns a writer of JSON in ASCII, without blanks. */
    static JsonGenerator generator(OutputStream out) {
        JsonFactory ascii =
                FACTORY.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        return ascii.createGenerator(ObjectWriteContext.empty(), out);
    }
}
