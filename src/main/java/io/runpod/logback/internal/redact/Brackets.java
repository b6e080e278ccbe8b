package io.runpod.logback.internal.redact;

/**
 * Tracks which brackets are open in a text: before {@code b} in {@code {a=[1], b=2}} only the brace is. The text is
 * read once, so each call must ask for an index that is not less than that of the call before. Not thread-safe.
 */
final class Brackets {

    /** Brackets nested deeper than this are not tracked. */
    private static final int MAX_DEPTH = 64;

    /** Represents a bracket that may be open in the part of the text that was left out. */
    static final char UNKNOWN = '?';

    /** The end of the names of Scala's maps: {@code Map}, {@code HashMap}, {@code ListMap}. */
    private static final String MAP = "Map";

    private final char[] text;
    private final int from;
    private final int to;
    private final boolean isTail;
    private final char[] open = new char[MAX_DEPTH];
    private final int[] places = new int[MAX_DEPTH];
    private int depth;
    private int at;

    /** @param isTail whether the text's beginning was left out */
    Brackets(char[] text, int from, int to, boolean isTail) {
        this.text = text;
        this.to = to;
        this.from = from;
        this.at = from;
        this.isTail = isTail;
    }

    /** The innermost bracket that is open before {@code i}; 0 = none. */
    char openAt(int i) {
        for (; at < i; at++) {
            char c = text[at];
            int identity = c == '[' ? ValueEnd.unpairedEnd(text, at, to) : -1;
            if (identity >= 0) {
                at = identity - 1;
            } else if (isOpener(c)) {
                if (depth < MAX_DEPTH) {
                    places[depth] = at;
                    open[depth++] = c;
                }
            } else if (isCloser(c)) {
                close(c);
            }
        }
        return depth > 0 ? open[depth - 1] : isTail ? UNKNOWN : 0;
    }

    /** Whether the bracket that is open before {@code i} is that of a map of Scala: {@code Map(a -> b)}. */
    boolean isMapAt(int i) {
        if (openAt(i) != '(' || depth == 0) {
            return isTail && depth == 0;
        }
        int start = places[depth - 1] - MAP.length();
        return start >= from && Chars.isAt(MAP, text, start, to);
    }

    /** Closes the innermost open bracket of this kind, and all brackets within it. */
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
