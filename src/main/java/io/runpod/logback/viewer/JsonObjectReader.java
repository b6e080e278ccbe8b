package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.NameCache;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON objects key by key. Returns false, and throws no exception, if the bytes are no object. One parser reads
 * many lines, because creating a parser takes as long as reading half a line. Not thread-safe.
 */
final class JsonObjectReader {

    /**
     * Numbers and names are copied, never evaluated, so they may be as long as the line. No line of the library nests
     * deeper than Jackson's own limit (500).
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // Lines are UTF-8, whatever their first bytes look like.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // Interned names would stay in the JVM's table of strings.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    /** A line of at least this size may need more memory than a small heap has. */
    private static final int LARGE_LINE_BYTES = 1 << 20;

    /** A parser is replaced after this many bytes, because it keeps all names and the memory of the longest text. */
    private static final int MAX_PARSED_BYTES = 1 << 18;

    private static final SerializedString NO_NAME = new SerializedString("");

    /** Takes the keys of an object. */
    interface Handler {

        /** Begins an object. A second call begins the same object again. */
        default void begin() {}

        /**
         * Takes a key. The parser is at the key's value, and must be at the end of the value afterwards.
         *
         * @return false if the handler refuses the object
         */
        boolean property(String key, JsonParser parser);
    }

    /**
     * Gives one parser one object after another. The parser reaches the end of the input only if an object is
     * incomplete.
     */
    private static final class Input extends ByteArrayInputStream {

        Input() {
            super(new byte[0]);
        }

        void set(byte[] bytes, int from, int to) {
            buf = bytes;
            pos = from;
            count = to;
            while (count > from && " \t\r\n".indexOf(buf[count - 1]) >= 0) {
                count--;
            }
        }
    }

    private final Input input = new Input();
    private @Nullable JsonParser parser;
    private int parsedBytes;

    /** The keys of the previous line. */
    private final SerializedString[] expected = new SerializedString[32];

    private final NameCache<SerializedString> known = new NameCache<>();

    /** The number of keys of this line that were read. */
    private int names;

    JsonObjectReader() {
        Arrays.fill(expected, NO_NAME);
    }

    /** Reads bytes that are one object. Returns false if they are not exactly one, or if the handler refuses it. */
    boolean read(byte[] bytes, int from, int to, Handler handler) {
        boolean isObject = false;
        try {
            input.set(bytes, from, to);
            JsonParser current = parser == null ? FACTORY.createParser(ObjectReadContext.empty(), input) : parser;
            parser = current;
            isObject = read(current, handler)
                    && input.available() == 0
                    && current.releaseBuffered(OutputStream.nullOutputStream()) == 0;
            return isObject;
        } catch (JacksonException noJson) {
            // Jackson's parser of bytes refuses names with an escaped surrogate pair, its parser of characters does
            // not.
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            return (text.contains("\\ud") || text.contains("\\uD")) && read(text, handler);
        } catch (RuntimeException bugOfTheParser) {
            return false;
        } catch (OutOfMemoryError tooLarge) {
            if (to - from < LARGE_LINE_BYTES) {
                throw tooLarge;
            }
            return false; // shown as text
        } finally {
            parsedBytes += to - from;
            if (!isObject || parsedBytes > MAX_PARSED_BYTES) {
                parser = null; // after an error it is not known where it stands
                parsedBytes = 0;
            }
        }
    }

    /** As for bytes, for a text that is one object. */
    boolean read(String text, Handler handler) {
        try (JsonParser ofText = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return read(ofText, handler) && ofText.nextToken() == null;
        } catch (RuntimeException noSuchLine) {
            return false;
        }
    }

    /**
     * Goes to the next key and returns it; null at the end of the object. Most lines have the same keys as the previous
     * line. Then only bytes are compared, and no name is looked up.
     */
    @Nullable
    String nextName(JsonParser current) {
        int at = names++;
        if (at >= expected.length) {
            return current.nextName();
        }
        if (current.nextName(expected[at])) {
            return expected[at].getValue();
        }
        String name = current.currentToken() == JsonToken.PROPERTY_NAME ? current.currentName() : null;
        if (name != null) {
            expected[at] = known.of(name, JsonObjectReader::expected);
        }
        return name;
    }

    /**
     * Returns a name in the form that Jackson compares. For a name that is not ASCII this is the empty name, because
     * Jackson fails at half a surrogate pair.
     */
    private static SerializedString expected(String name) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(name) ? new SerializedString(name) : NO_NAME;
    }

    private boolean read(JsonParser current, Handler handler) {
        handler.begin();
        names = 0;
        if (current.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String key = nextName(current); key != null; key = nextName(current)) {
            current.nextToken();
            if (!handler.property(key, current)) {
                return false;
            }
        }
        return current.currentToken() == JsonToken.END_OBJECT;
    }
}
