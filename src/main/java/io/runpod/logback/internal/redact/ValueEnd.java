package io.runpod.logback.internal.redact;

/**
 * Finds the end of a value: in {@code {token=a b, id=1}} it is the comma. The methods read little more than what is
 * then masked, so that a scan stays linear.
 */
final class ValueEnd {

    private static final int MAX_BLANKS = 16;

    /** The maximum length of the type of an array in its {@code toString}. */
    private static final int MAX_TYPE_CHARS = 64;

    private static final int MAX_DIMENSIONS = 8;

    private static final int MAX_BACKSLASHES = 8;

    /** An ampersand as JSON may escape it, without the backslash. */
    private static final String ESCAPED_AMPERSAND = "u0026";

    private static final int MAX_HASH_CHARS = 16;

    /** How many characters a search reads after an earlier one failed. */
    static final int MAX_CHARS_AFTER_FAILURE = 256;

    /** The result of a search that met a quote which is not closed. */
    private static final int UNCLOSED_QUOTE = -2;

    private ValueEnd() {}

    /** The index of the closing quote, or of the first backslash that belongs to it; {@code to} if there is none. */
    static int ofQuoted(char[] chars, int from, int to, char quote, int level) {
        return ofQuoted(chars, from, to, quote, level, false);
    }

    /** As {@link #ofQuoted}, but within the line; the end of the line if it has no closing quote. */
    static int ofQuotedInLine(char[] chars, int from, int to, char quote, int level) {
        return ofQuoted(chars, from, to, quote, level, true);
    }

    private static int ofQuoted(char[] chars, int from, int to, char quote, int level, boolean inLine) {
        for (int i = from; i < to; i++) {
            if (inLine && (chars[i] == '\n' || chars[i] == '\r')) {
                return i;
            }
            if (chars[i] != quote) {
                continue;
            }
            int slashes = Chars.backslashesBefore(chars, i, from);
            if (quote == '\'' && slashes == 0 && i + 1 < to && chars[i + 1] == quote) {
                i++; // a quote within a text of SQL
                continue;
            }
            if (slashes < level || (slashes - level) / (level + 1) % 2 == 0) {
                return i - Math.min(slashes, level);
            }
        }
        return to;
    }

    /**
     * The closing quote of an item in the text of a bean, which does not escape the quotes in a value:
     * {@code {password='it's', x=1}}; -1 = there is none near. A quote before a letter or digit belongs to the value.
     */
    static int ofQuotedItem(char[] chars, int from, int to, char quote, char delimiter) {
        int limit = Math.min(to, from + MAX_CHARS_AFTER_FAILURE);
        int first = -1;
        for (int i = from; i < limit && chars[i] != '\n' && (first < 0 || chars[i] != '='); i++) {
            if (chars[i] != quote || Chars.backslashesBefore(chars, i, from) % 2 > 0) {
                continue;
            }
            boolean isInner = i + 1 < to && Character.isLetterOrDigit(chars[i + 1]);
            if (quote == '\'' && i + 1 < to && chars[i + 1] == quote) {
                i++;
            } else if (!isInner && endsMapItem(chars, i + 1, to, delimiter, false)) {
                return i;
            } else if (!isInner && first < 0) {
                first = i;
            }
        }
        return first;
    }

    /** The index after the bracket that closes the one at {@code from}; -1 if it is not closed. */
    static int ofBracket(char[] chars, int from, int to) {
        int end = ofBracket(chars, from, to, true);
        return end == UNCLOSED_QUOTE ? ofBracket(chars, from, to, false) : end;
    }

    /**
     * As {@link #ofBracket(char[], int, int)}, within a scan. After a search that met a quote which is not closed,
     * later searches heed quotes only near their start, so that the scan stays linear.
     */
    static int ofBracket(Scan scan, int from, int to) {
        int limit = scan.quoteInBracketUnclosed ? Math.min(to, from + MAX_CHARS_AFTER_FAILURE) : to;
        int end = ofBracket(scan.text, from, limit, true);
        if (end >= 0 || (end != UNCLOSED_QUOTE && limit == to)) {
            return end;
        }
        scan.quoteInBracketUnclosed = true;
        return ofBracket(scan.text, from, to, false);
    }

    /**
     * As {@link #ofBracket}.
     *
     * @param heedQuotes whether brackets in quotes do not count; then {@link #UNCLOSED_QUOTE} if a quote is not closed
     */
    private static int ofBracket(char[] chars, int from, int to, boolean heedQuotes) {
        char opener = chars[from];
        char closer = Brackets.closerOf(opener);
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
                i = ofQuoted(chars, i + 1, to, c, level) + level;
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
        int min = Math.max(from, before - MAX_BLANKS);
        while (before > min && (chars[before] == ' ' || chars[before] == '\n')) {
            before--;
        }
        return before >= from && (Brackets.isOpener(chars[before]) || ",:=".indexOf(chars[before]) >= 0);
    }

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
            int identity = c == '[' ? unpairedEnd(chars, i, scan.to) : -1;
            if (identity >= 0) {
                i = identity - 1;
            } else if (c == ',' && own == 0 && other == 0 && isNameNext(chars, i + 1, scan.to, delimiter)) {
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
            int identity = c == '[' ? unpairedEnd(chars, i, to) : -1;
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
                int after = closersEnd(chars, i + 1, to);
                if (isDelimited(chars, after, to) || chars[after] == '<') {
                    return i - Chars.backslashesBefore(chars, i, from);
                }
                i = after - 1; // the value goes on: ab''cd
            }
        }
        return to;
    }

    private static int closersEnd(char[] chars, int from, int to) {
        int i = from;
        while (i < to && (Brackets.isCloser(chars[i]) || chars[i] == '>' || Chars.isQuote(chars[i]))) {
            i++;
        }
        return i;
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
     * The end of a text whose bracket at {@code from} is never closed: an array's {@code toString}
     * ({@code [C@1b2c3d}, {@code [Ljava.lang.String;@1b2c}), or the code of a colour; -1 = none.
     */
    static int unpairedEnd(char[] chars, int from, int to) {
        if (from > 0 && chars[from] == '[' && chars[from - 1] == ColorCodes.ESC) {
            return Math.max(from + 1, ColorCodes.end(chars, from - 1, to));
        }
        int i = from;
        int limit = Math.min(to, from + MAX_TYPE_CHARS);
        while (i < limit && i < from + MAX_DIMENSIONS && chars[i] == '[') {
            i++;
        }
        if (i == from || i >= limit) {
            return -1;
        }
        if (chars[i] == 'L') {
            while (i < limit && Chars.isNameChar(chars[i])) {
                i++;
            }
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
                || isNameNext(chars, i + 2, to, ':');
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
                || (c == ',' && (isJson || end + 1 >= to || isNameNext(chars, end + 1, to, delimiter)))
                || (c == ','
                        && end + 2 < to
                        && chars[end + 1] == ' '
                        && chars[end + 2] == '*'); // the next keyword argument of Python
    }

    private static boolean endsItem(char[] chars, int i, int to) {
        return i >= to || Chars.isBlank(chars[i]) || Chars.isQuote(chars[i]) || isNameNext(chars, i, to, ':');
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
        int name = first - 1;
        int min = Math.max(from, name - NameSpan.MAX_CHARS);
        if (name <= from || chars[name] != '=') {
            return false;
        }
        while (name > min && Alphabet.WORD.has(chars[name - 1])) {
            name--;
        }
        boolean isName = name < first - 1 && (name == from || " ,;".indexOf(chars[name - 1]) >= 0);
        return isName && quote + 1 < to && (chars[quote + 1] == chars[quote] || !isDelimited(chars, quote + 1, to));
    }

    /** Whether a name and an equals sign come next, perhaps after blanks and quotes. */
    static boolean isNameNext(char[] chars, int from, int to) {
        return isNameNext(chars, from, to, '=');
    }

    /** As above, for this delimiter. If it is a colon, an equals sign counts too. */
    static boolean isNameNext(char[] chars, int from, int to, char delimiter) {
        int i = from;
        int limit = Math.min(to, from + MAX_BLANKS);
        while (i < limit && (chars[i] == ' ' || chars[i] == '\n' || chars[i] == '\\' || Chars.isQuote(chars[i]))) {
            i++;
        }
        int start = i;
        limit = Math.min(to, i + NameSpan.MAX_CHARS);
        while (i < limit && Chars.isNameChar(chars[i])) {
            i++;
        }
        if (i == start || i == to || chars[start] == '-' || Alphabet.DIGITS.has(chars[start])) {
            return false;
        }
        while (i < to && i < limit && (chars[i] == '\\' || Chars.isQuote(chars[i]))) {
            i++;
        }
        if (delimiter == NamedValue.ARROW) {
            return i + 2 < to && chars[i] == ' ' && chars[i + 1] == '-' && chars[i + 2] == NamedValue.ARROW;
        }
        return i < to && (chars[i] == '=' || (delimiter == ':' && chars[i] == ':'));
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
