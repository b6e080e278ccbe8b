package io.runpod.logback.internal.redact;

/**
 * Finds the end of a word that continues after a closing quote: {@code "abc"def} and {@code 'abc'\''def'}, in which a
 * shell command has a single quote within single quotes.
 */
final class ShellWord {

    /** A quote between two texts in single quotes, and the quote that opens the second text. */
    private static final String[] JOINTS = {"\\''", "\"'\"'"};

    private ShellWord() {}

    /** The end of the word that continues at {@code from}, after a closing quote; {@code from} if it does not. */
    static int endAfterQuote(char[] chars, int from, int to) {
        int i = from;
        int open = nextOpen(chars, i, to);
        while (open >= 0) {
            char quote = chars[open];
            int close = ValueEnd.ofQuotedInLine(chars, open + 1, to, quote, 0);
            if (close == to || chars[close] != quote) {
                return close;
            }
            i = close + 1;
            open = nextOpen(chars, i, to);
        }
        return i < to && isWordChar(chars[i]) ? ValueEnd.ofWord(chars, i, to) : i;
    }

    /** The index of the quote that opens the next quoted text of the word; -1 = there is none. */
    private static int nextOpen(char[] chars, int from, int to) {
        if (from + 1 >= to) {
            return -1;
        }
        char closed = chars[from - 1];
        if (ValueEnd.isQuote(chars[from]) && chars[from] != closed && isWordChar(chars[from + 1])) {
            return from;
        }
        for (String joint : JOINTS) {
            int end = from + joint.length();
            if (closed == '\''
                    && chars[from] == joint.charAt(0)
                    && end <= to
                    && new String(chars, from, joint.length()).equals(joint)) {
                return end - 1;
            }
        }
        return -1;
    }

    /** Whether a word may continue with this character after a quote or bracket. */
    static boolean isWordChar(char c) {
        return Alphabet.ALPHANUMERIC.has(c) || c == '_' || c == '$' || (c >= 128 && Character.isLetterOrDigit(c));
    }
}
