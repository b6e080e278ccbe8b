package io.runpod.logback.internal.redact;

/** Skips the codes that colour a text in a terminal, such as ESC and {@code [36m} (ECMA-48 section 8.3.117). */
final class ColorCodes {

    static final char ESC = 0x1b;

    /** The last character of a code. */
    static final char LAST = 'm';

    /** The characters that may be directly before {@link #LAST}. */
    static final String BEFORE_LAST = "0123456789;[";

    private static final String PARAMETERS = "0123456789;";

    private static final int MAX_CHARS = 24;

    private ColorCodes() {}

    /**
     * Goes back over the codes that end at {@code last}, and over the blanks before each of them. Returns the index of
     * the character before them; {@code last} if no code ends there.
     */
    static int skipBack(char[] chars, int last, int from) {
        int i = last;
        while (i >= from && chars[i] == LAST) {
            int escape = escapeBefore(chars, i, from);
            if (escape < 0) {
                return i;
            }
            i = Chars.skipBack(chars, escape - 1, from, " ");
        }
        return i;
    }

    /** The index after the code that begins at {@code start}; {@code start} if there is none. */
    static int end(char[] chars, int start, int to) {
        if (start + 1 >= to || chars[start] != ESC || chars[start + 1] != '[') {
            return start;
        }
        int limit = Math.min(to, start + MAX_CHARS);
        int i = Chars.skip(chars, start + 2, limit, PARAMETERS);
        return i < limit && chars[i] == LAST ? i + 1 : start;
    }

    /**
     * The start of a name without the end of a code, which looks like a part of the name: in ESC {@code [36mtoken} the
     * name is {@code token}.
     */
    static int startOfName(char[] chars, int start, int end, int from) {
        int escape = escapeBefore(chars, start, from);
        int after = escape < 0 ? start : end(chars, escape, end);
        return after > escape ? after : start;
    }

    /** The start of the code whose parameters end before {@code end}; -1 = there is none. */
    private static int escapeBefore(char[] chars, int end, int from) {
        int bracket = Chars.skipBack(chars, end - 1, Math.max(from, end - MAX_CHARS), PARAMETERS);
        return bracket > from && chars[bracket] == '[' && chars[bracket - 1] == ESC ? bracket - 1 : -1;
    }
}
