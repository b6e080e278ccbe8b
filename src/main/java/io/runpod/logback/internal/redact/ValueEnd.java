package io.runpod.logback.internal.redact;

/**
 * Finds the end of a value: in {@code {token=a b, id=1}} it is the comma. The methods read little more than what is
 * then masked, so that a scan stays linear.
 */
final class ValueEnd {

    private static final int MAX_BLANKS = 16;

    /** What may be between the end of a value and what follows it. */
    private static final String CLOSERS = ")]}>\"'`";

    private static final int MAX_BACKSLASHES = 8;

    /** An ampersand as JSON may escape it, without the backslash. */
    private static final String ESCAPED_AMPERSAND = "u0026";

    /** How many characters a search reads after an earlier one failed. */
    static final int MAX_CHARS_AFTER_FAILURE = 256;

    private ValueEnd() {}

    /**
     * The end of an item in the text of a map, record or bean: the next {@code , NAME=}, or the closing bracket. Pairs
     * of brackets in the value are skipped. If the bracket is not closed, the end of the line.
     */
    static int ofMapValue(Scan scan, int from, char opener, char delimiter) {
        char[] chars = scan.text;
        int own = 0;
        int other = 0;
        int line = -1;
        for (int i = from; i < scan.to; i++) {
            char c = chars[i];
            int identity = c == '[' ? Brackets.unpairedEnd(chars, i, scan.to) : -1;
            if (identity >= 0) {
                i = identity - 1;
            } else if (c == ',' && own == 0 && other == 0 && NameSpan.isNext(chars, i + 1, scan.to, delimiter)) {
                return i;
            } else if (c == '\n' && line < 0) {
                line = i;
                if (scan.mapUnclosed) {
                    break;
                }
            } else if (Brackets.isOpener(c)) {
                own += c == opener ? 1 : 0;
                other += c == opener ? 0 : 1;
            } else if (Brackets.isCloser(c)) {
                boolean isOwn = opener == Brackets.UNKNOWN ? other == 0 : c == Brackets.closerOf(opener);
                if (isOwn && own == 0 && isDelimited(chars, i + 1, scan.to)) {
                    return i;
                }
                own -= isOwn && own > 0 ? 1 : 0;
                other -= !isOwn && other > 0 ? 1 : 0;
            }
        }
        scan.mapUnclosed = true;
        return line < 0 ? scan.to : line;
    }

    /** The end of a word: the next blank or ampersand, or a comma, semicolon, quote or bracket that ends a value. */
    static int ofWord(char[] chars, int from, int to) {
        int open = 0;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            int identity = c == '[' ? Brackets.unpairedEnd(chars, i, to) : -1;
            if (Chars.isBlank(c) || c == '&' || isBreakAfterValue(chars, i, to)) {
                return i;
            } else if (identity >= 0) {
                i = identity - 1;
            } else if (Brackets.isOpener(c)) {
                open++;
            } else if ((c == ',' || c == ';') && endsItem(chars, i + 1, to)) {
                return i;
            } else if (Brackets.isCloser(c) || c == '>' || Chars.isQuote(c)) {
                if (open > 0 && Brackets.isCloser(c)) {
                    open--;
                    continue;
                }
                int after = Chars.skip(chars, i + 1, to, CLOSERS);
                if (isDelimited(chars, after, to) || chars[after] == '<') {
                    return i - Chars.backslashesBefore(chars, i, from);
                }
                i = after - 1; // the value goes on: ab''cd
            }
        }
        return to;
    }

    /** The end of an unclosed list: the next blank that is not after a comma. */
    static int ofUnclosedList(char[] chars, int from, int to) {
        int i = from;
        while (i < to && (!Chars.isBlank(chars[i]) || (chars[i] == ' ' && chars[i - 1] == ','))) {
            i++;
        }
        return i;
    }

    /** The closing bracket of {@code rejected value [VALUE]; codes ...}; the end of the line if there is none. */
    static int ofRejected(char[] chars, int from, int to) {
        int i = from;
        while (i < to && chars[i] != '\n' && chars[i] != '\r') {
            if (chars[i] == ']' && i + 1 < to && chars[i + 1] == ';') {
                return i;
            }
            i++;
        }
        return i > from && chars[i - 1] == ']' ? i - 1 : i;
    }

    /**
     * Whether an escaped ampersand of JSON begins at {@code i}, or an escaped line break or tab after which the value
     * does not continue.
     */
    static boolean isBreakAfterValue(char[] chars, int i, int to) {
        if (chars[i] != '\\') {
            return false;
        }
        int after = Chars.backslashesEnd(chars, i, Math.min(to, i + MAX_BACKSLASHES));
        if (Chars.isAt(ESCAPED_AMPERSAND, chars, after, to)) {
            return true;
        }
        if (i + 1 >= to || !Chars.isEscapedBreak(chars, i + 1, i)) {
            return false;
        }
        return i + 2 >= to
                || Chars.isBlank(chars[i + 2])
                || Chars.isQuote(chars[i + 2])
                || chars[i + 2] == '\\'
                || NameSpan.isNext(chars, i + 2, to, ':');
    }

    /** Whether a value without quotes that is delimited at {@code i} ends there: after a comma it may continue. */
    static boolean endsBareValue(char[] chars, int i, int to) {
        return i >= to
                || (chars[i] != ',' && chars[i] != ';')
                || endsItem(chars, i + 1, to)
                || ",;)]}".indexOf(chars[i + 1]) >= 0;
    }

    /** Whether an item of a map or record ends at {@code i}, or after blanks from there. */
    static boolean endsMapItem(char[] chars, int i, int to, char delimiter, boolean isJson) {
        int end = ColorCodes.end(chars, i, to);
        int limit = Math.min(to, end + MAX_BLANKS);
        while (end < limit && chars[end] == ' ') {
            end++;
        }
        if (end >= to) {
            return true;
        }
        char c = chars[end];
        return c == '\n'
                || c == '\r'
                || c == '\\'
                || Brackets.isCloser(c)
                || Chars.isQuote(c)
                || (c == ';' && (end + 1 >= to || Brackets.isCloser(chars[end + 1])))
                || (c == ',' && (isJson || end + 1 >= to || NameSpan.isNext(chars, end + 1, to, delimiter)))
                || (c == ','
                        && end + 2 < to
                        && chars[end + 1] == ' '
                        && chars[end + 2] == '*'); // the next keyword argument of Python
    }

    private static boolean endsItem(char[] chars, int i, int to) {
        return i >= to || Chars.isBlank(chars[i]) || Chars.isQuote(chars[i]) || NameSpan.isNext(chars, i, to, ':');
    }

    /**
     * The end of the line, or of the quotes or brackets around it. A quote after an equals sign does not end it: it
     * opens the value of a parameter, as in {@code "Authorization: Digest username="a", response="b""}.
     */
    static int ofLine(char[] chars, int from, int to, char quote, char opener) {
        boolean inParameter = false;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if (c == '\n' || c == '\r' || (c == '\\' && i + 1 < to && (chars[i + 1] == 'n' || chars[i + 1] == 'r'))) {
                return i;
            }
            if (c == quote) {
                int first = i - Chars.backslashesBefore(chars, i, from);
                boolean opens = !inParameter && opensParameter(chars, first, i, from, to);
                if (!opens && !inParameter) {
                    return first;
                }
                inParameter = opens;
            }
            if (opener != 0 && opener != Brackets.UNKNOWN && c == Brackets.closerOf(opener)) {
                return i - Chars.backslashesBefore(chars, i, from);
            }
        }
        return to;
    }

    /** Whether the quote at {@code quote} follows {@code NAME=}, and a value follows it. */
    private static boolean opensParameter(char[] chars, int first, int quote, int from, int to) {
        int equals = first - 1;
        if (equals <= from || chars[equals] != '=') {
            return false;
        }
        int name = Alphabet.WORD.runStart(chars, equals, Math.max(from, equals - NameSpan.MAX_CHARS));
        boolean isName = name < equals && (name == from || " ,;".indexOf(chars[name - 1]) >= 0);
        return isName && quote + 1 < to && (chars[quote + 1] == chars[quote] || !isDelimited(chars, quote + 1, to));
    }

    /** Whether a value may end before {@code i}: at the end of the text, a blank, separator, bracket or quote. */
    static boolean isDelimited(char[] chars, int i, int to) {
        if (i >= to || Chars.isBlank(chars[i])) {
            return true;
        }
        char c = chars[i];
        if (c == '.' || c == ':') {
            return i + 1 >= to || Chars.isBlank(chars[i + 1]);
        }
        return ",;)]}>\"'`\\|&".indexOf(c) >= 0;
    }
}
