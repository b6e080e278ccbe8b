package io.runpod.logback.internal.redact;

/** Finds where a value ends. Each looks at what it masks, and a little more. */
final class Ends {

    private static final int LONGEST_NAME = 64;

    private static final int MOST_BLANKS = 16;

    private Ends() {}

    /** The closing quote; {@code to} where there is none. */
    static int ofQuoted(char[] chars, int from, int to, char quote, int level) {
        for (int i = from; i < to; i++) {
            if (chars[i] != quote) {
                continue;
            }
            int slashes = backslashesBefore(chars, i, from);
            if (quote == '\'' && slashes == 0 && i + 1 < to && chars[i + 1] == quote) {
                i++; // as SQL writes a quote in a text
                continue;
            }
            if (slashes < level || (slashes - level) / (level + 1) % 2 == 0) {
                return i - Math.min(slashes, level);
            }
        }
        return to;
    }

    static int backslashesBefore(char[] chars, int i, int from) {
        int n = i;
        while (n > from && chars[n - 1] == '\\') {
            n--;
        }
        return i - n;
    }

    /** After the bracket that closes the one at {@code from}; -1 where it is not closed. */
    static int ofBracket(char[] chars, int from, int to) {
        char opener = chars[from];
        char closer = Brackets.closerOf(opener);
        int depth = 0;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if (c == opener) {
                depth++;
            } else if (c == closer && --depth == 0) {
                return i + 1;
            } else if (c == '"' && (i == from || chars[i - 1] != '\\')) {
                int end = ofQuoted(chars, i + 1, to, '"', 0);
                i = end == to ? i : end;
                if (end == to) {
                    return ofBracketWithoutQuotes(chars, from, to);
                }
            }
        }
        return -1;
    }

    private static int ofBracketWithoutQuotes(char[] chars, int from, int to) {
        char opener = chars[from];
        char closer = Brackets.closerOf(opener);
        int depth = 0;
        for (int i = from; i < to; i++) {
            if (chars[i] == opener) {
                depth++;
            } else if (chars[i] == closer && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /**
     * In the text of a map, record or bean: the next {@code , NAME=}, or the bracket that closes it. Brackets in the value
     * are passed over in pairs. Where none closes any more, the end of the line.
     */
    static int inBrackets(Pass pass, int from, char opener, char sign) {
        char[] chars = pass.text;
        int own = 0;
        int other = 0;
        int line = -1;
        for (int i = from; i < pass.to; i++) {
            char c = chars[i];
            if (c == ',' && own == 0 && other == 0 && isNameNext(chars, i + 1, pass.to, sign)) {
                return i;
            } else if (c == '\n' && line < 0) {
                line = i;
                if (pass.noneCloses) {
                    break;
                }
            } else if (Brackets.isOpener(c)) {
                own += c == opener ? 1 : 0;
                other += c == opener ? 0 : 1;
            } else if (Brackets.isCloser(c)) {
                boolean isOwn = opener == Brackets.UNKNOWN ? other == 0 : c == Brackets.closerOf(opener);
                if (isOwn && own == 0 && isDelimited(chars, i + 1, pass.to)) {
                    return i;
                }
                own -= isOwn && own > 0 ? 1 : 0;
                other -= !isOwn && other > 0 ? 1 : 0;
            }
        }
        pass.noneCloses = true;
        return line < 0 ? pass.to : line;
    }

    /** In other text: the next blank or ampersand, or a comma, semicolon, quote or bracket that ends something. */
    static int ofWord(char[] chars, int from, int to) {
        int open = 0;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if (isBlank(c) || c == '&') {
                return i;
            } else if (Brackets.isOpener(c)) {
                open++;
            } else if ((c == ',' || c == ';') && endsItem(chars, i + 1, to)) {
                return i;
            } else if (Brackets.isCloser(c) || c == '>' || isQuote(c)) {
                if (open > 0 && Brackets.isCloser(c)) {
                    open--;
                } else if (isDelimited(chars, i + 1, to)) {
                    return i - backslashesBefore(chars, i, from);
                }
            }
        }
        return to;
    }

    private static boolean endsItem(char[] chars, int i, int to) {
        return i >= to || isBlank(chars[i]) || isQuote(chars[i]) || isNameNext(chars, i, to, ':');
    }

    /** The end of the line, or of the quoted text or the brackets that the line stands in. */
    static int ofLine(char[] chars, int from, int to, char quote, char opener) {
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if (c == '\n' || c == '\r' || (c == '\\' && i + 1 < to && (chars[i + 1] == 'n' || chars[i + 1] == 'r'))) {
                return i;
            }
            if (c == quote || (opener != 0 && opener != Brackets.UNKNOWN && c == Brackets.closerOf(opener))) {
                return i - backslashesBefore(chars, i, from);
            }
        }
        return to;
    }

    /** Whether a name and its sign come next, after blanks and maybe a quote. */
    static boolean isNameNext(char[] chars, int from, int to) {
        return isNameNext(chars, from, to, '=');
    }

    private static boolean isNameNext(char[] chars, int from, int to, char sign) {
        int i = from;
        int most = Math.min(to, from + MOST_BLANKS);
        while (i < most && (chars[i] == ' ' || chars[i] == '\n' || chars[i] == '\\' || isQuote(chars[i]))) {
            i++;
        }
        int start = i;
        most = Math.min(to, i + LONGEST_NAME);
        while (i < most && isNameChar(chars[i])) {
            i++;
        }
        if (i == start || i == to || chars[start] == '-' || (chars[start] >= '0' && chars[start] <= '9')) {
            return false;
        }
        while (i < to && i < most && (chars[i] == '\\' || isQuote(chars[i]))) {
            i++;
        }
        return i < to && (chars[i] == '=' || (sign == ':' && chars[i] == ':'));
    }

    static boolean isNameChar(char c) {
        return Alphabet.WORD.has(c) || c == '.' || c == '$' || (c >= 128 && Character.isLetterOrDigit(c));
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isBlank(char c) {
        return c <= ' ' || (c >= 0x7f && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c < 0xa0));
    }

    /** Whether what stands before {@code i} ends a value: nothing follows, or a blank, or what separates or closes. */
    static boolean isDelimited(char[] chars, int i, int to) {
        if (i >= to || isBlank(chars[i])) {
            return true;
        }
        char c = chars[i];
        if (c == '.' || c == ':') {
            return i + 1 >= to || isBlank(chars[i + 1]);
        }
        return ",;)]}>\"'`\\|&".indexOf(c) >= 0;
    }
}
