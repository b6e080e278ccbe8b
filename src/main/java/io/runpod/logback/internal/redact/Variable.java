package io.runpod.logback.internal.redact;

/**
 * Recognises a name in place of a value, as source code and SQL have it: the name itself ({@code token=token},
 * {@code api_key = :apiKey}), a name that ends with the same word ({@code token=HF_TOKEN}), a column of a table
 * ({@code a.token = b.token}) and the parameter of a statement ({@code token = ?1}, {@code token = :tok}).
 */
final class Variable {

    private static final String SIGNS = ":@$";

    /** Two names may end with the same shorter word by chance. */
    private static final int MIN_WORD_CHARS = 3;

    /** A longer parameter may be a secret, unless it ends with the same word as the name. */
    private static final int MAX_PARAMETER_CHARS = 7;

    /** A longer part before a dot, with a digit, may be a secret and not the name of a table. */
    private static final int MAX_TABLE_CHARS = 7;

    /** The maximum number of letters in the aliases that Hibernate makes. */
    private static final int MAX_ALIAS_LETTERS = 3;

    /** The maximum number of digits of a parameter without a name. */
    private static final int MAX_INDEX_DIGITS = 3;

    /** The maximum number of digits that make a parameter's name unique. */
    private static final int MAX_NUMBER_DIGITS = 2;

    private static final int MAX_TYPE_CHARS = 32;

    private Variable() {}

    /** The end of the variable at {@code start}, with its cast ({@code ?::text}); -1 = there is none. */
    static int end(NameSpan name, char[] chars, int start, int to) {
        int end = indexEnd(chars, start, to);
        end = end >= 0 ? end : namedEnd(name, chars, start, to);
        int after = end >= 0 ? castEnd(chars, end, to) : to;
        return end >= 0 && ValueEnd.isDelimited(chars, after, to) ? after : -1;
    }

    /** The end of a parameter without a name: {@code ?}, {@code ?1}, {@code $1}, {@code :1}, {@code @p0}; -1 = none. */
    private static int indexEnd(char[] chars, int start, int to) {
        if (start >= to || (chars[start] != '?' && SIGNS.indexOf(chars[start]) < 0)) {
            return -1;
        }
        int first = start + 1;
        boolean isAt = chars[start] == '@' && first < to && (chars[first] | 0x20) == 'p';
        int from = isAt ? first + 1 : first;
        int end = Alphabet.DIGITS.runEnd(chars, from, Math.min(to, from + MAX_INDEX_DIGITS));
        return end > from || chars[start] == '?' ? end : -1;
    }

    /** The end of a name in place of the value, or of a parameter with a name; -1 = there is none. */
    private static int namedEnd(NameSpan name, char[] chars, int start, int to) {
        boolean isParameter = start < to && SIGNS.indexOf(chars[start]) >= 0;
        int from = isParameter ? start + 1 : start;
        int end = runEnd(chars, from, Math.min(to, from + NameSpan.MAX_CHARS));
        if (end > from && chars[end - 1] == '.') {
            int column = lastPart(chars, from, end) < 0 ? -1 : quotedColumnEnd(name, chars, end, to);
            if (column >= 0) {
                return column;
            }
            end--; // the end of a sentence
        }
        int last = lastPart(chars, from, end);
        boolean isPath = last > from && !isParameter;
        if (last < 0 || (isPath && mayBePassword(chars, from, last))) {
            return -1;
        }
        if (isWhole(name, chars, last, end)) {
            return end;
        }
        int letters = isParameter ? withoutNumber(chars, last, end) : end;
        if (Chars.lettersEnd(chars, last, letters, "_") < letters) {
            return -1;
        }
        boolean isCapitals = chars[start] == '$' && !Chars.hasSmallLetter(chars, from, letters);
        boolean isShort = isParameter && last == from && end - from <= MAX_PARAMETER_CHARS && chars[start - 1] == ' ';
        boolean isConstant = isPath // Token.IDENTIFIER
                && Character.isUpperCase(chars[from])
                && Chars.hasSmallLetter(chars, from, last)
                && !Chars.hasSmallLetter(chars, last, end)
                && matchStart(name, chars, from, last - 1) >= 0;
        boolean isSame = endsWithItsWord(name, chars, last, letters, isParameter || last > from);
        return letters > last && (isCapitals || isConstant || isShort || isSame) ? end : -1;
    }

    /**
     * Whether a value with dots is likelier a password than a name ({@code DB_PASSWORD=mydog1.password}): it is in
     * quotes, or it is directly after the delimiter and has a digit, but is not a short alias ({@code u1_0.token}).
     *
     * @param last the index after the last dot
     */
    private static boolean mayBePassword(char[] chars, int from, int last) {
        char before = chars[from - 1];
        int letters = 0;
        for (int i = from; i < last; i++) {
            letters += Character.isLetter(chars[i]) ? 1 : 0;
        }
        return Chars.isQuote(before)
                || (before != ' ' && letters > MAX_ALIAS_LETTERS && Chars.hasDigit(chars, from, last));
    }

    /** The end of the column with the value's own name in quotes: {@code a."token"}; -1 = there is none. */
    private static int quotedColumnEnd(NameSpan name, char[] chars, int open, int to) {
        int end = runEnd(chars, open + 1, Math.min(to, open + NameSpan.MAX_CHARS));
        boolean isQuoted = open < to && Chars.isQuote(chars[open]) && end < to && chars[end] == chars[open];
        return isQuoted && isWhole(name, chars, open + 1, end) ? end + 1 : -1;
    }

    private static int runEnd(char[] chars, int from, int to) {
        int end = from;
        while (end < to && (Alphabet.WORD.has(chars[end]) || chars[end] == '.' || Character.isLetter(chars[end]))) {
            end++;
        }
        return end;
    }

    /** The start of the part after the last dot; -1 if a part before it may be a secret. */
    private static int lastPart(char[] chars, int from, int end) {
        int part = from;
        boolean hasDigit = false;
        for (int i = from; i < end; i++) {
            if (chars[i] == '.') {
                if ((i == part && i > from) || (hasDigit && i - part > MAX_TABLE_CHARS)) {
                    return -1;
                }
                part = i + 1;
                hasDigit = false;
            }
            hasDigit |= Alphabet.DIGITS.has(chars[i]);
        }
        return part;
    }

    /** The end of the name without a number that makes it unique: {@code :token_1}. */
    private static int withoutNumber(char[] chars, int from, int end) {
        int digits = Alphabet.DIGITS.runStart(chars, end, Math.max(from, end - MAX_NUMBER_DIGITS));
        return digits < end ? Chars.skipBack(chars, digits - 1, from, "_") + 1 : end;
    }

    /** Whether the characters are the whole name, or its part after the last dot, in any spelling. */
    private static boolean isWhole(NameSpan name, char[] chars, int from, int end) {
        int own = matchStart(name, chars, from, end);
        return own >= 0 && (own == name.start() || chars[own - 1] == '.');
    }

    /**
     * Whether the name ends with the last word of these characters.
     *
     * @param humps whether a capital letter after a small one begins a word too
     */
    private static boolean endsWithItsWord(NameSpan name, char[] chars, int from, int end, boolean humps) {
        int word = end;
        while (word > from && chars[word - 1] != '_' && !(humps && isHump(chars, word, from, end))) {
            word--;
        }
        boolean isWord = humps || word > from;
        return isWord && end - word >= MIN_WORD_CHARS && matchStart(name, chars, word, end) >= 0;
    }

    private static boolean isHump(char[] chars, int i, int from, int end) {
        return i < end && i > from && Character.isUpperCase(chars[i]) && Character.isLowerCase(chars[i - 1]);
    }

    /** The start of these characters in the name if it ends with them, in any case and with any separators; else -1. */
    private static int matchStart(NameSpan name, char[] chars, int from, int end) {
        int own = name.end();
        for (int i = end; i > from; i--) {
            if (isSeparator(chars[i - 1])) {
                continue;
            }
            while (own > name.start() && isSeparator(chars[own - 1])) {
                own--;
            }
            if (own == name.start() || Character.toLowerCase(chars[own - 1]) != Character.toLowerCase(chars[i - 1])) {
                return -1;
            }
            own--;
        }
        return own < name.end() ? own : -1;
    }

    private static boolean isSeparator(char c) {
        return c == '_' || c == '-';
    }

    /** The end of a cast of PostgreSQL: {@code ::text}; {@code from} if there is none. */
    private static int castEnd(char[] chars, int from, int to) {
        if (from + 2 >= to || chars[from] != ':' || chars[from + 1] != ':') {
            return from;
        }
        return Chars.lettersEnd(chars, from + 2, Math.min(to, from + 2 + MAX_TYPE_CHARS), "_");
    }
}
