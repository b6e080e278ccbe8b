package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.NameCache;
import io.runpod.logback.internal.text.TextWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Holds a line's fields, with each value as the text line shows it, rendered while it is parsed. Not thread-safe. */
final class RenderedFields {

    private static final TextWriter BARE = Escapes.TEXT_INLINE.writer();
    private static final TextWriter QUOTED = Escapes.JSON_UTF8.writer();

    private final List<String> names = new ArrayList<>();

    /** All values, one after the other, and where each one ends. */
    private final LineBuffer values = new LineBuffer();

    private int[] ends = new int[16];

    /** The bytes of names, as most of them occur again with every line. */
    private final NameCache<byte[]> renderedNames = new NameCache<>();

    void clear() {
        names.clear();
        values.reset();
    }

    /** Adds the value that the parser stands at. */
    void add(String fieldName, JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            writeString(values, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            writeJson(values, parser);
        }
        addName(fieldName, values.length());
    }

    /** Adds all fields of another object. */
    void add(RenderedFields other) {
        int shift = values.length();
        values.put(other.values.array(), 0, other.values.length());
        for (int i = 0; i < other.names.size(); i++) {
            addName(other.names.get(i), other.ends[i] + shift);
        }
    }

    private void addName(String fieldName, int end) {
        int index = names.size();
        if (index == ends.length) {
            ends = Arrays.copyOf(ends, index * 2);
        }
        ends[index] = end;
        names.add(fieldName);
    }

    private static void writeString(LineBuffer out, char[] text, int from, int length) {
        if (Escapes.isBare(text, from, from + length)) {
            BARE.write(out, text, from, from + length);
        } else {
            out.put('"');
            QUOTED.write(out, text, from, from + length);
            out.put('"');
        }
    }

    /** Writes the value that the parser stands at as JSON, and leaves the parser at its end. */
    static void writeJson(LineBuffer out, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (!token.isStructStart()) {
            writeToken(out, parser, token == JsonToken.VALUE_STRING ? "\"" : "");
            return;
        }
        boolean isObject = token == JsonToken.START_OBJECT;
        String separator = "";
        out.put(isObject ? '{' : '[');
        while (!parser.nextToken().isStructEnd()) {
            out.ascii(separator);
            separator = ", ";
            if (isObject) {
                writeToken(out, parser, "\"");
                out.ascii(": ");
                parser.nextToken();
            }
            writeJson(out, parser);
        }
        out.put(isObject ? '}' : ']');
    }

    private static void writeToken(LineBuffer out, JsonParser parser, String quote) {
        int from = parser.getStringOffset();
        out.ascii(quote);
        QUOTED.write(out, parser.getStringCharacters(), from, from + parser.getStringLength());
        out.ascii(quote);
    }

    private static byte[] rendered(String name) {
        LineBuffer bytes = new LineBuffer();
        writeString(bytes, name.toCharArray(), 0, name.length());
        bytes.put('=');
        return bytes.copyFrom(0);
    }

    /**
     * Writes {@code  | name=value name=value}; nothing if there are no fields.
     *
     * @param beforeName is written before each name; {@code afterName} after its equals sign
     * @param withoutError leaves out {@code error_type} and {@code error_message}
     */
    void writeTo(LineBuffer out, String beforeName, String afterName, boolean withoutError) {
        String separator = " | ";
        int from = 0;
        for (int i = 0; i < names.size(); i++) {
            String fieldName = names.get(i);
            if (!withoutError || (!fieldName.equals("error_type") && !fieldName.equals("error_message"))) {
                out.ascii(separator);
                separator = " ";
                out.ascii(beforeName);
                out.put(renderedNames.of(fieldName, RenderedFields::rendered));
                out.ascii(afterName);
                out.put(values.array(), from, ends[i] - from);
            }
            from = ends[i];
        }
    }
}
