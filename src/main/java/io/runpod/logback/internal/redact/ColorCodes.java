package io.runpod.logback.internal.redact;

/** Skips the codes that colour a text in a terminal, such as ESC and {@code [36m} (ECMA-48 section 8.3.117). */
final class ColorCodes {

    static final char ESC = 0x1b;

    /** The last character of a code. */
    static final char LAST = 'm';

    /** The characters that may be directly before {@link #LAST}. */
    static final String BEFORE_LAST = "0123456789;[";

    private static final int MAX_CHARS = 24;

    private ColorCodes() {}

    /**
     * Goes back over the codes that end at {@code last}, and over the blanks before each of them. Returns the index of
     * the character before them; {@code last} if no code ends there.
     */
    static int skipBack(char[] chars, int last, int from) {
        int i = last;
        while (i >= from && chars[i] == LAST) {
            int start = i - 1;
            int min = Math.max(from, i - MAX_CHARS);
            while (start >= min && (chars[start] == ';' || Alphabet.DIGITS.has(chars[start]))) {
                start--;
            }
            if (start <= from || chars[start] != '[' || chars[start - 1] != ESC) {
                return i;
            }
            i = start - 2;
            while (i >= from && chars[i] == ' ') {
                i--;
            }
        }
        return i;
    }

    /** The index after the code that begins at {@code start}; {@code start} if there is none. */
    static int end(char[] chars, int start, int to) {
        if (start + 1 >= to || chars[start] != ESC || chars[start + 1] != '[') {
            return start;
        }
        int i = start + 2;
        int limit = Math.min(to, start + MAX_CHARS);
        while (i < limit && (chars[i] == ';' || Alphabet.DIGITS.has(chars[i]))) {
            i++;
        }
        return i < limit && chars[i] == LAST ? i + 1 : start;
    }

    /**
     * The start of a name without the end of a code, which looks like a part of the name: in ESC {@code [36mtoken} the
     * name is {@code token}.
     */
    static int startOfName(char[] chars, int start, int end, int from) {
        int bracket = start - 1;
        int min = Math.max(from, start - MAX_CHARS);
        while (bracket >= min && (chars[bracket] == ';' || Alphabet.DIGITS.has(chars[bracket]))) {
            bracket--;
        }
        if (bracket <= from || chars[bracket] != '[' || chars[bracket - 1] != ESC) {
            return start;
        }
        int after = end(chars, bracket - 1, end);
        return after > bracket ? after : start;
    }
}
