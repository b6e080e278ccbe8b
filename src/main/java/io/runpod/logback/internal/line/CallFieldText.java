package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.text.Escapes;
import java.nio.charset.StandardCharsets;

/**
 * Makes the text {@code  | name=value name=value} of fields that are already written as JSON. It reads their bytes, so
 * that no {@code toString} is called twice.
 */
final class CallFieldText {

    private CallFieldText() {}

    /** Returns the text of the call's own fields; empty if there are none. */
    static String of(FieldOutput output, ExtraFields extra) {
        FieldWriter fields = output.fields();
        int count = extra.callFields();
        if (count + extra.callFieldsDropped() == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(" |");
        for (int i = 0; i < count; i++) {
            int from = fields.end(i - 1) + ", ".length();
            String json = new String(output.buffer().array(), from, fields.end(i) - from, StandardCharsets.UTF_8);
            int endOfName = endOfString(json, 0);
            text.append(' ');
            append(json, 0, endOfName, text);
            text.append('=');
            append(json, endOfName + ": ".length(), json.length(), text);
        }
        if (extra.callFieldsDropped() > 0) {
            text.append(' ').append(FieldWriter.DROPPED).append('=').append(extra.callFieldsDropped());
        }
        return text.toString();
    }

    /** Returns the index after the string that begins at {@code from}. */
    private static int endOfString(String json, int from) {
        int i = from + 1;
        while (json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    /** Appends a name or a value; a string that needs no quotes is written without them. */
    private static void append(String json, int from, int to, StringBuilder text) {
        int start = text.length();
        boolean isString = json.charAt(from) == '"';
        appendUnescaped(json, from, to, text);
        if (isString && isBare(text, start + 1, text.length() - 1)) {
            text.deleteCharAt(text.length() - 1).deleteCharAt(start);
        }
    }

    private static boolean isBare(StringBuilder text, int from, int to) {
        char[] chars = text.substring(from, to).toCharArray();
        return Escapes.isBare(chars, 0, chars.length);
    }

    /** Appends JSON. Characters that were escaped only because the output is ASCII are unescaped. */
    private static void appendUnescaped(String json, int from, int to, StringBuilder text) {
        for (int i = from; i < to; i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (json.charAt(i + 1) == 'u') {
                char unescaped = (char) Integer.parseInt(json.substring(i + 2, i + 6), 16);
                if (!Escapes.isUnsafe(unescaped)) {
                    text.append(unescaped);
                    i += 5;
                    continue;
                }
            }
            text.append(c).append(json.charAt(++i));
        }
    }
}
