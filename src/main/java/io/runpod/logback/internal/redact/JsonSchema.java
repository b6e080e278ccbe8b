package io.runpod.logback.internal.redact;

import java.util.Set;

/** Recognises a JSON schema, which only describes a value: {@code "password": {"type": "string"}} stays. */
final class JsonSchema {

    private static final String TYPE = "type";

    private static final Set<String> TYPES =
            Set.of("string", "integer", "number", "boolean", "object", "array", "null");

    /** The fields of a schema, or of what looks like one, whose value may be a secret. */
    private static final Set<String> VALUE_NAMES = Set.copyOf(Chars.words("""
            value values const default example examples enum data content raw plain text"""));

    /** Longer texts are not taken for a schema. */
    private static final int MAX_CHARS = 1024;

    private JsonSchema() {}

    /** Whether the object at {@code start} begins with a type of JSON and has no value that may be a secret. */
    static boolean isAt(NameSpan name, char[] chars, int start, int to) {
        if (!name.isQuoted() || chars[start] != '{') {
            return false;
        }
        int first = openQuote(chars, start + 1, to);
        if (!isTypeName(chars, first, to)) {
            return false;
        }
        int end = Brackets.endOf(chars, start, Math.min(to, start + MAX_CHARS));
        int open = first;
        while (open < end) {
            int level = Chars.backslashesBefore(chars, open, start);
            int close = Quotes.endOf(chars, open + 1, end, chars[open], level);
            int value = valueStart(chars, close + level + 1, end);
            if (value < end && !isWithoutSecret(name, chars, open + 1, close, value, end)) {
                return false;
            }
            open = Chars.indexOfAny("\"'`", chars, close + level + 1, end);
        }
        return end > 0;
    }

    private static boolean isTypeName(char[] chars, int open, int to) {
        int close = open + 1 + TYPE.length();
        return close < to
                && Chars.isAt(TYPE, chars, open + 1, to)
                && (chars[close] == '\\' || chars[close] == chars[open]);
    }

    /** Whether the field whose name is {@code [from, close)} has a value that is not a secret. */
    private static boolean isWithoutSecret(NameSpan name, char[] chars, int from, int close, int value, int end) {
        String key = Chars.lowerCase(chars, from, close);
        boolean isTypeField = key.equals(TYPE);
        if (!isTypeField && !VALUE_NAMES.contains(key)) {
            return true;
        }
        if (chars[value] == '{') {
            return isTypeName(chars, openQuote(chars, value + 1, end), end); // the schema of a field with this name
        }
        if (isTypeField) {
            return isType(chars, value, end);
        }
        int quote = Chars.quoteAt(chars, value, end);
        return quote >= 0
                ? NonSecret.isInQuotes(name, chars, quote, end, quote - value)
                : NonSecret.plainEnd(chars, value, end) >= 0;
    }

    /** Whether the value is a type of JSON, or a list of types. */
    private static boolean isType(char[] chars, int value, int end) {
        boolean isList = chars[value] == '[';
        int open = openQuote(chars, isList ? value + 1 : value, end);
        while (open < end) {
            int level = Chars.backslashesBefore(chars, open, value);
            int close = Quotes.endOf(chars, open + 1, end, chars[open], level);
            if (!TYPES.contains(Chars.lowerCase(chars, open + 1, close))) {
                return false;
            }
            int next = blanksEnd(chars, close + level + 1, end);
            if (!isList || next >= end || chars[next] != ',') {
                return !isList || (next < end && chars[next] == ']');
            }
            open = openQuote(chars, next + 1, end);
        }
        return false;
    }

    /** The index of the value after a name in quotes that ends before {@code from}; {@code to} if no colon follows. */
    private static int valueStart(char[] chars, int from, int to) {
        int colon = blanksEnd(chars, from, to);
        return colon < to && chars[colon] == ':' ? blanksEnd(chars, colon + 1, to) : to;
    }

    /** The index of the quote after blanks and backslashes; {@code to} if there is another character. */
    private static int openQuote(char[] chars, int from, int to) {
        int quote = Chars.quoteAt(chars, blanksEnd(chars, from, to), to);
        return quote >= 0 ? quote : to;
    }

    private static int blanksEnd(char[] chars, int from, int to) {
        int i = from;
        while (i < to && Chars.isBlank(chars[i])) {
            i++;
        }
        return i;
    }
}
