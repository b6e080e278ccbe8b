package io.runpod.logback.internal.redact;

/**
 * Tracks which brackets are open in a text: before {@code b} in {@code {a=[1], b=2}} only the brace is. The text is
 * read once, so each call must ask for an index that is not less than that of the call before. Not thread-safe. The
 * static methods find the end of one pair of brackets.
 */
final class Brackets {

    /** Brackets nested deeper than this are not tracked. */
    private static final int MAX_DEPTH = 64;

    private static final int MAX_BLANKS = 16;

    /** The maximum length of the type of an array in its {@code toString}. */
    private static final int MAX_TYPE_CHARS = 64;

    private static final int MAX_DIMENSIONS = 8;

    private static final int MAX_HASH_CHARS = 16;

    /** The result of a search that met a quote which is not closed. */
    private static final int UNCLOSED_QUOTE = -2;

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
            int identity = c == '[' ? unpairedEnd(text, at, to) : -1;
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

    /** The index after the bracket that closes the one at {@code from}; -1 if it is not closed. */
    static int endOf(char[] chars, int from, int to) {
        int end = endOf(chars, from, to, true);
        return end == UNCLOSED_QUOTE ? endOf(chars, from, to, false) : end;
    }

    /**
     * As {@link #endOf(char[], int, int)}, within a scan. After a search that met a quote which is not closed,
     * later searches heed quotes only near their start, so that the scan stays linear.
     */
    static int endOf(Scan scan, int from, int to) {
        int limit = scan.quoteInBracketUnclosed ? Math.min(to, from + ValueEnd.MAX_CHARS_AFTER_FAILURE) : to;
        int end = endOf(scan.text, from, limit, true);
        if (end >= 0 || (end != UNCLOSED_QUOTE && limit == to)) {
            return end;
        }
        scan.quoteInBracketUnclosed = true;
        return endOf(scan.text, from, to, false);
    }

    /**
     * As {@link #endOf}.
     *
     * @param heedQuotes whether brackets in quotes do not count; then {@link #UNCLOSED_QUOTE} if a quote is not closed
     */
    private static int endOf(char[] chars, int from, int to, boolean heedQuotes) {
        char opener = chars[from];
        char closer = closerOf(opener);
        int depth = 0;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            int identity = c == '[' && i > from && (heedQuotes || chars[i - 1] == ColorCodes.ESC)
                    ? unpairedEnd(chars, i, to)
                    : -1;
            if (identity >= 0) {
                i = identity - 1;
            } else if (c == opener) {
                depth++;
            } else if (c == closer && --depth == 0) {
                return i + 1;
            } else if (heedQuotes && (c == '"' || c == '\'') && opensQuoted(chars, i, from)) {
                int level = Chars.backslashesBefore(chars, i, from);
                i = Quotes.endOf(chars, i + 1, to, c, level) + level;
                if (i >= to) {
                    return UNCLOSED_QUOTE;
                }
            }
        }
        return -1;
    }

    /**
     * Whether the quote at {@code i} opens a text within brackets. A single or escaped quote does so only at the
     * beginning of an item; elsewhere it may be an apostrophe, or belong to a text.
     */
    private static boolean opensQuoted(char[] chars, int i, int from) {
        int before = i - 1 - Chars.backslashesBefore(chars, i, from);
        if (chars[i] == '"' && before == i - 1) {
            return true;
        }
        before = ColorCodes.skipBack(chars, before, from);
        before = Chars.skipBack(chars, before, Math.max(from, before - MAX_BLANKS) + 1, " \n");
        return before >= from && (isOpener(chars[before]) || ",:=".indexOf(chars[before]) >= 0);
    }

    /**
     * The end of a text whose bracket at {@code from} is never closed: an array's {@code toString}
     * ({@code [C@1b2c3d}, {@code [Ljava.lang.String;@1b2c}), or the code of a colour; -1 = none.
     */
    static int unpairedEnd(char[] chars, int from, int to) {
        if (from > 0 && chars[from] == '[' && chars[from - 1] == ColorCodes.ESC) {
            return Math.max(from + 1, ColorCodes.end(chars, from - 1, to));
        }
        int limit = Math.min(to, from + MAX_TYPE_CHARS);
        int i = Chars.skip(chars, from, Math.min(limit, from + MAX_DIMENSIONS), "[");
        if (i == from || i >= limit) {
            return -1;
        }
        if (chars[i] == 'L') {
            i = Chars.nameEnd(chars, i, limit);
            if (i >= limit || chars[i] != ';') {
                return -1;
            }
        } else if ("BCDFIJSZ".indexOf(chars[i]) < 0) {
            return -1;
        }
        i++;
        if (i >= to || chars[i] != '@') {
            return -1;
        }
        int end = Alphabet.HEX.runEnd(chars, i + 1, Math.min(to, i + 1 + MAX_HASH_CHARS));
        return end > i + 1 && (end == to || !Alphabet.WORD.has(chars[end])) ? end : -1;
    }
}
