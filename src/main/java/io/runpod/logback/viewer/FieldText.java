package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A line's fields as the text line shows them, {@code name=value name=value}, written as they are parsed. Not thread-safe. */
final class FieldText {

    private static final TextWriter BARE = TextWriter.bare(null);
    private static final TextWriter QUOTED = Escapes.JSON_UTF8.writer();

    private final LineBuffer out = new LineBuffer();
    private char[] name = new char[64];

    /** Where names begin and end in the text, in turn. */
    private int[] nameEnds = new int[32];

    private int nameEndCount;

    void clear() {
        out.reset();
        nameEndCount = 0;
    }

    boolean isEmpty() {
        return out.length() == 0;
    }

    /** Takes the value that the parser stands at. */
    void add(String fieldName, JsonParser parser) {
        if (!isEmpty()) {
            out.put(' ');
        }
        mark();
        int length = fieldName.length();
        if (name.length < length) {
            name = new char[length];
        }
        fieldName.getChars(0, length, name, 0);
        writeString(name, 0, length);
        out.put('=');
        mark();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            writeString(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            writeJson(parser);
        }
    }

    private void mark() {
        if (nameEndCount == nameEnds.length) {
            nameEnds = Arrays.copyOf(nameEnds, nameEndCount * 2);
        }
        nameEnds[nameEndCount++] = out.length();
    }

    private void writeString(char[] text, int from, int length) {
        if (!BARE.write(out, text, from, from + length)) {
            writeQuoted(text, from, length);
        }
    }

    private void writeQuoted(char[] text, int from, int length) {
        out.put('"');
        QUOTED.write(out, text, from, from + length);
        out.put('"');
    }

    private void writeJson(JsonParser parser) {
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
                first = writeToken(token, parser);
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

    /** Writes a token and says whether what follows it stands without a comma. */
    private boolean writeToken(JsonToken token, JsonParser parser) {
        switch (token) {
            case START_OBJECT -> out.put('{');
            case START_ARRAY -> out.put('[');
            case VALUE_STRING, PROPERTY_NAME -> {
                writeQuoted(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
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

    void appendTo(Chars text) {
        text.appendUtf8(out.array(), 0, out.length());
    }

    /**
     * Writes the fields.
     *
     * @param beforeName what goes before each name, and {@code behindName} behind its equals sign
     */
    void writeTo(LineBuffer target, String beforeName, String behindName) {
        if (beforeName.isEmpty()) {
            target.put(out.array(), 0, out.length());
            return;
        }
        int done = 0;
        for (int i = 0; i < nameEndCount; i++) {
            target.put(out.array(), done, nameEnds[i] - done);
            target.ascii(i % 2 == 0 ? beforeName : behindName);
            done = nameEnds[i];
        }
        target.put(out.array(), done, out.length() - done);
    }
}
