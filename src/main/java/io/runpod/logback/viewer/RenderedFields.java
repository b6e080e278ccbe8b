package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.NameCache;
import io.runpod.logback.internal.text.TextWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Holds a line's fields as the text line shows them, {@code name=value name=value}, rendered while it is parsed. Not
 * thread-safe.
 */
final class RenderedFields {

    private static final TextWriter BARE = Escapes.TEXT_INLINE.writer();
    private static final TextWriter QUOTED = Escapes.JSON_UTF8.writer();

    /** A field: {@code name=} begins at {@code from} in the text, and its value at {@code valueFrom}. */
    private record Field(String name, int from, int valueFrom, int to) {}

    private final List<Field> fields = new ArrayList<>();
    private final LineBuffer text = new LineBuffer();

    /** The bytes of names, because most names occur in every line. */
    private final NameCache<byte[]> renderedNames = new NameCache<>();

    void clear() {
        fields.clear();
        text.reset();
    }

    int size() {
        return fields.size();
    }

    /** Keeps only the first {@code size} fields. */
    void truncate(int size) {
        fields.subList(size, fields.size()).clear();
        text.truncate(size == 0 ? 0 : fields.get(size - 1).to);
    }

    /** Adds the value that the parser stands at. */
    void add(String name, JsonParser parser) {
        text.put(' ');
        int from = text.length();
        text.put(renderedNames.of(name, RenderedFields::rendered));
        int valueFrom = text.length();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            writeString(text, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            writeJson(text, parser);
        }
        fields.add(new Field(name, from, valueFrom, text.length()));
    }

    private static byte[] rendered(String name) {
        LineBuffer bytes = new LineBuffer();
        writeString(bytes, name.toCharArray(), 0, name.length());
        bytes.put('=');
        return bytes.copyFrom(0);
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
            writeToken(out, parser, token == JsonToken.VALUE_STRING);
            return;
        }
        boolean isObject = token == JsonToken.START_OBJECT;
        String separator = "";
        out.put(isObject ? '{' : '[');
        while (!parser.nextToken().isStructEnd()) {
            out.ascii(separator);
            separator = ", ";
            if (isObject) {
                writeToken(out, parser, true);
                out.ascii(": ");
                parser.nextToken();
            }
            writeJson(out, parser);
        }
        out.put(isObject ? '}' : ']');
    }

    private static void writeToken(LineBuffer out, JsonParser parser, boolean quoted) {
        int from = parser.getStringOffset();
        if (quoted) {
            out.put('"');
        }
        QUOTED.write(out, parser.getStringCharacters(), from, from + parser.getStringLength());
        if (quoted) {
            out.put('"');
        }
    }

    /**
     * Writes {@code  | name=value name=value}; nothing if there are no fields.
     *
     * @param beforeName is written before each name; {@code afterName} after its equals sign
     * @param withoutError leaves out {@code error_type} and {@code error_message}
     */
    void writeTo(LineBuffer out, String beforeName, String afterName, boolean withoutError) {
        if (beforeName.isEmpty() && !withoutError && !fields.isEmpty()) { // the text needs no change
            out.ascii(" |");
            out.put(text.array(), 0, text.length());
            return;
        }
        String separator = " | ";
        for (Field field : fields) {
            if (withoutError && (field.name.equals("error_type") || field.name.equals("error_message"))) {
                continue;
            }
            out.ascii(separator);
            separator = " ";
            out.ascii(beforeName);
            out.put(text.array(), field.from, field.valueFrom - field.from);
            out.ascii(afterName);
            out.put(text.array(), field.valueFrom, field.to - field.valueFrom);
        }
    }
}
