package io.runpod.logback.internal.redact;

/** The brackets that are open at a place of a text; follows the text as it is asked, and never back. Not thread-safe. */
final class Brackets {

    /** Deeper ones are not told apart. */
    private static final int DEEPEST = 64;

    /** A bracket of an unknown kind, which stands in what was left out of the text. */
    static final char UNKNOWN = '?';

    private final char[] text;
    private final int to;
    private final boolean isTail;
    private final char[] open = new char[DEEPEST];
    private int depth;
    private int at;

    /** @param isTail whether the text's beginning was left out */
    Brackets(char[] text, int from, int to, boolean isTail) {
        this.text = text;
        this.to = to;
        this.at = from;
        this.isTail = isTail;
    }

    /** The innermost bracket that is open before {@code i}; 0 = none is. */
    char openAt(int i) {
        for (; at < i; at++) {
            char c = text[at];
            int identity = c == '[' ? ValueEnd.identityEnd(text, at, to) : -1;
            if (identity >= 0) {
                at = identity - 1;
            } else if (isOpener(c)) {
                if (depth < DEEPEST) {
                    open[depth++] = c;
                }
            } else if (isCloser(c)) {
                close(c);
            }
        }
        return depth > 0 ? open[depth - 1] : isTail ? UNKNOWN : 0;
    }

    /** Closes the innermost one of the kind, and those within it that were never closed. */
    private void close(char closer) {
        for (int i = depth - 1; i >= 0; i--) {
            if (closerOf(open[i]) == closer) {
                depth = i;
                return;
            }
        }
    }

    static boolean isOpener(char c) {
        return c == '{' || c == '[' || c == '(';
    }

    static boolean isCloser(char c) {
        return c == '}' || c == ']' || c == ')';
    }

    static char closerOf(char opener) {
        return opener == '{' ? '}' : opener == '[' ? ']' : ')';
    }
}
