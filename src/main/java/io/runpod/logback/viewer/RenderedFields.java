package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes a line's fields as the text line shows them, {@code name=value name=value}, while they are parsed. Not thread-safe. */
final class RenderedFields {

    private static final TextWriter BARE = Escapes.TEXT_INLINE.writer();
    private static final TextWriter QUOTED = Escapes.JSON_UTF8.writer();

    private static final byte[] ERROR_TYPE = "error_type=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR_MESSAGE = "error_message=".getBytes(StandardCharsets.US_ASCII);

    private final LineBuffer out = new LineBuffer();
    private char[] name = new char[64];

    /** The places in the text where names begin and end, in turn. */
    private int[] nameEnds = new int[32];

    private int nameEndCount;

    void clear() {
        out.reset();
        nameEndCount = 0;
    }

    boolean isEmpty() {
        return out.length() == 0;
    }

    /** Adds the value that the parser stands at. */
    void add(String fieldName, JsonParser parser) {
        if (!isEmpty()) {
            out.put(' ');
        }
        mark(out.length());
        int length = fieldName.length();
        if (name.length < length) {
            name = new char[length];
        }
        fieldName.getChars(0, length, name, 0);
        writeString(name, 0, length);
        out.put('=');
        mark(out.length());
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            writeString(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            writeJson(out, parser);
        }
    }

    /** Adds all of another's. */
    void add(RenderedFields other) {
        if (!isEmpty() && !other.isEmpty()) {
            out.put(' ');
        }
        int shift = out.length();
        out.put(other.out.array(), 0, other.out.length());
        for (int i = 0; i < other.nameEndCount; i++) {
            mark(other.nameEnds[i] + shift);
        }
    }

    /** Removes {@code error_type} and {@code error_message}, which a stack trace beside them says too. */
    void removeErrors() {
        byte[] bytes = out.array();
        int length = 0;
        int kept = 0;
        for (int i = 0; i < nameEndCount; i += 2) {
            int start = nameEnds[i];
            int nameLength = nameEnds[i + 1] - start;
            int end = i + 2 < nameEndCount ? nameEnds[i + 2] - 1 : out.length();
            if (isName(ERROR_TYPE, bytes, start, nameLength) || isName(ERROR_MESSAGE, bytes, start, nameLength)) {
                continue;
            }
            if (kept > 0) {
                bytes[length++] = ' ';
            }
            System.arraycopy(bytes, start, bytes, length, end - start);
            nameEnds[kept] = length;
            nameEnds[kept + 1] = length + nameLength;
            kept += 2;
            length += end - start;
        }
        out.truncate(length);
        nameEndCount = kept;
    }

    private static boolean isName(byte[] name, byte[] bytes, int start, int length) {
        return Arrays.equals(name, 0, name.length, bytes, start, start + length);
    }

    private void mark(int place) {
        if (nameEndCount == nameEnds.length) {
            nameEnds = Arrays.copyOf(nameEnds, nameEndCount * 2);
        }
        nameEnds[nameEndCount++] = place;
    }

    private void writeString(char[] text, int from, int length) {
        if (Escapes.isBare(text, from, from + length)) {
            BARE.write(out, text, from, from + length);
        } else {
            writeQuoted(out, text, from, length);
        }
    }

    private static void writeQuoted(LineBuffer out, char[] text, int from, int length) {
        out.put('"');
        QUOTED.write(out, text, from, from + length);
        out.put('"');
    }

    /** Writes the value that the parser stands at as JSON, and leaves the parser at its end. */
    static void writeJson(LineBuffer out, JsonParser parser) {
        JsonToken token = parser.currentToken();
        int depth = 0;
        boolean first = true;
        while (token != null) {
            if (token.isStructEnd()) {
                out.put(token == JsonToken.END_OBJECT ? '}' : ']');
                depth--;
                first = false;
            } else {
                if (!first) {
                    out.ascii(", ");
                }
                first = writeToken(out, token, parser);
                if (token.isStructStart()) {
                    depth++;
                }
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    /** Writes a token and says whether the next one follows without a comma. */
    private static boolean writeToken(LineBuffer out, JsonToken token, JsonParser parser) {
        switch (token) {
            case START_OBJECT -> out.put('{');
            case START_ARRAY -> out.put('[');
            case VALUE_STRING, PROPERTY_NAME -> {
                writeQuoted(out, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
                if (token == JsonToken.PROPERTY_NAME) {
                    out.ascii(": ");
                }
                return token == JsonToken.PROPERTY_NAME;
            }
            default ->
                QUOTED.write(
                        out,
                        parser.getStringCharacters(),
                        parser.getStringOffset(),
                        parser.getStringOffset() + parser.getStringLength());
        }
        return token.isStructStart();
    }

    void appendTo(CharArrayBuffer text) {
        text.appendUtf8(out.array(), 0, out.length());
    }

    /**
     * Writes the fields.
     *
     * @param beforeName what goes before each name; {@code afterName} follows its equals sign
     */
    void writeTo(LineBuffer target, String beforeName, String afterName) {
        if (beforeName.isEmpty()) {
            target.put(out.array(), 0, out.length());
            return;
        }
        int done = 0;
        for (int i = 0; i < nameEndCount; i++) {
            target.put(out.array(), done, nameEnds[i] - done);
            target.ascii(i % 2 == 0 ? beforeName : afterName);
            done = nameEnds[i];
        }
        target.put(out.array(), done, out.length() - done);
    }
}
