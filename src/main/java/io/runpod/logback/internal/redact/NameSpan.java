package io.runpod.logback.internal.redact;

import org.jspecify.annotations.Nullable;

/**
 * The place of a name before a delimiter: in {@code {"password": "hunter2"}} that of {@code password}.
 *
 * @param start the index of its first character, without quotes
 * @param end the index after its last character, without quotes
 * @param quote its quote; 0 = it has none
 * @param level how many backslashes are before each quote
 * @param before the character before the name and its opening quote, without blanks; 0 = the name begins the line
 */
record NameSpan(int start, int end, char quote, int level, char before) {

    static final int MAX_CHARS = 64;

    private static final int MAX_BLANKS = 16;

    boolean isQuoted() {
        return quote != 0;
    }

    /** The index of the last character of a possible name before the delimiter; less than {@code from} if none. */
    static int lastOf(char[] chars, int delimiterAt, int from) {
        int i = delimiterAt - 1;
        int min = Math.max(from, delimiterAt - MAX_BLANKS);
        while (i >= min && (chars[i] == ' ' || chars[i] == '\t')) {
            i--;
        }
        if (i >= from && chars[i] == ']') {
            i = insideBracket(chars, i - 1, from);
        }
        if (i >= from && ValueEnd.isQuote(chars[i])) {
            i--;
            while (i >= from && chars[i] == '\\') {
                i--;
            }
        }
        return i;
    }

    /** Of {@code name[0]} the last character of {@code name}; of {@code map[name]} the last one in the brackets. */
    private static int insideBracket(char[] chars, int last, int from) {
        int i = last;
        while (i >= from && chars[i] >= '0' && chars[i] <= '9') {
            i--;
        }
        return i >= from && i < last && chars[i] == '[' ? i - 1 : last;
    }

    /** The name whose last character is at {@code last}. */
    static NameSpan of(char[] chars, int last, int delimiterAt, int from) {
        int after = last + 1;
        int level = 0;
        while (after < delimiterAt && chars[after] == '\\') {
            after++;
            level++;
        }
        char quote = after < delimiterAt && ValueEnd.isQuote(chars[after]) ? chars[after] : 0;
        int min = Math.max(from, last - MAX_CHARS);
        int start = last + 1;
        while (start > min && (ValueEnd.isNameChar(chars[start - 1]) || (quote != 0 && chars[start - 1] == ' '))) {
            start--;
        }
        if (quote == 0) {
            start = withWordBefore(chars, start, min);
        }
        int i = start - 1;
        while (quote != 0 && i >= from && (chars[i] == quote || chars[i] == '\\')) {
            i--;
        }
        while (i >= from && (chars[i] == ' ' || chars[i] == '\t')) {
            i--;
        }
        boolean beginsLine =
                i < from || chars[i] == '\n' || chars[i] == '\r' || ValueEnd.isEscapedBreak(chars, i, from);
        return new NameSpan(start, last + 1, quote, quote == 0 ? 0 : level, beginsLine ? 0 : chars[i]);
    }

    /**
     * Returns the name without the letter of an escaped line break: in {@code \npassword} it is {@code password}. Null
     * if no such break is before it.
     */
    @Nullable
    NameSpan afterBreak(char[] chars, int from) {
        boolean broken = !isQuoted() && start + 1 < end && start > from && ValueEnd.isEscapedBreak(chars, start, from);
        return broken ? new NameSpan(start + 1, end, quote, level, (char) 0) : null;
    }

    /** The start of a name of two words, as people write it: {@code API key}. */
    private static int withWordBefore(char[] chars, int start, int min) {
        int i = start - 1;
        if (i <= min || chars[i] != ' ' || (chars[start] | 0x20) != 'k') {
            return start;
        }
        while (i > min && Character.isLetter(chars[i - 1])) {
            i--;
        }
        return i;
    }
}
