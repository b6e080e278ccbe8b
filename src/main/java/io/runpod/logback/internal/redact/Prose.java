package io.runpod.logback.internal.redact;

/**
 * Decides whether a secret or ordinary text follows {@code NAME: } in prose. {@code password: hunter2secret} becomes
 * {@code password: [redacted]}; {@code Unexpected token: end of file} and {@code password: must not be empty} stay.
 */
final class Prose {

    /** A word with a digit looks like a secret if it has at least this length. */
    private static final int MIN_CHARS = 8;

    /** After the scheme of a header, a word without a digit looks like a secret if it has at least this length. */
    private static final int MIN_CREDENTIAL_CHARS = 16;

    /** How many characters are examined; no ordinary word is longer. */
    private static final int MAX_EXAMINED_CHARS = 128;

    private Prose() {}

    /** Whether the word at {@code start} looks like a secret. */
    static boolean isSecretWord(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return end - start >= MAX_EXAMINED_CHARS
                || (countNonBrackets(chars, start, end) >= MIN_CHARS
                        && Chars.hasDigit(chars, start, end)
                        && !isPathOrUrl(chars, start, end)
                        && !isMemberCall(chars, start, end, to));
    }

    /** Whether it is a call of a member, as in source code: {@code z.string().min(8)}. */
    private static boolean isMemberCall(char[] chars, int start, int end, int to) {
        int open = Chars.indexOfAny("(", chars, start, end);
        return open < end && Chars.indexOfAny(".", chars, start, open) < open && SourceCode.isAt(chars, start, to);
    }

    /** Whether a quoted text looks like a secret; it may have blanks in it. */
    static boolean isSecretInQuotes(NameSpan name, char[] chars, int quote, int to, int level) {
        int start = quote + 1;
        int limit = Math.min(to, start + MAX_EXAMINED_CHARS);
        int end = start;
        while (end < limit && chars[end] != chars[quote] && chars[end] != '\n') {
            end++;
        }
        boolean isSecret = end - start >= MIN_CHARS
                && !isPathOrUrl(chars, start, end)
                && !NonSecret.isInQuotes(name, chars, quote, to, level);
        return isSecret && (Chars.hasDigit(chars, start, end) || isSecretWithoutDigit(name, chars, quote, to, level));
    }

    /** Whether a quoted text is the last item of a tuple, is long enough and has a digit; else it may be a name. */
    static boolean isInTuple(char[] chars, int quote, int to) {
        int limit = Math.min(to, quote + 1 + MAX_EXAMINED_CHARS);
        int end = Quotes.endOf(chars, quote + 1, limit, '\'', 0);
        boolean isLast = end == to || end == limit || (end + 1 < to && chars[end + 1] == ')');
        return isLast && end - quote > MIN_CHARS && Chars.hasDigit(chars, quote + 1, end);
    }

    /**
     * Whether a text in double quotes without a digit is a secret. It is not after the name {@code token}: parsers
     * quote the token that they report.
     */
    private static boolean isSecretWithoutDigit(NameSpan name, char[] chars, int quote, int to, int level) {
        int end = Quotes.endOf(chars, quote + 1, Math.min(to, quote + MAX_EXAMINED_CHARS), '"', level);
        // A quote before the name may be closed by this one: it then opens no text.
        boolean isClosing = level == 0 && name.before() == '"';
        return chars[quote] == '"'
                && !isClosing
                && end < to
                && chars[end] != '\n'
                && Alphabet.ALPHANUMERIC.has(chars[quote + 1])
                && !name.endsWith("token", chars);
    }

    /** Whether the word at {@code start} has at least {@code min} characters and is not a placeholder. */
    static boolean isLongWord(NameSpan name, char[] chars, int start, int to, int min) {
        int end = wordEnd(chars, start, to);
        return end - start >= min && NonSecret.placeholderEnd(name, chars, start, to) < 0;
    }

    /** Whether the word at {@code start} is the last one: no blank follows it. */
    static boolean isLastWord(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return end >= to || chars[end] != ' ';
    }

    /** Whether the value of {@code {NAME: VALUE}} is a secret. With blanks and without a digit it may be a remark. */
    static boolean isSecretInBraces(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_EXAMINED_CHARS);
        int end = Chars.indexOfAny("}\n,", chars, start, limit);
        return Chars.indexOfAny(" ", chars, start, end) < end
                ? Chars.hasDigit(chars, start, end)
                : end > start && !NonSecret.isEmptyOrCode(chars, start, to) && NonSecret.plainEnd(chars, start, to) < 0;
    }

    /**
     * Whether it is a list of secrets in quotes, or a map of them. After a name in the singular a map may be source
     * code: {@code cookie: { secure: true }}. So may a list after {@code token}.
     */
    static boolean isListOrMap(NameSpan name, char[] chars, int start, int to) {
        if (chars[start] == '{') {
            boolean isMany = name.endsWith("s", chars) || name.endsWith("credential", chars);
            return isMany && NameSpan.isNext(chars, start + 1, to, ':') && !NonSecret.isMapOfFlags(chars, start, to);
        }
        if (chars[start] != '[' || name.endsWith("token", chars)) {
            return false;
        }
        int first = start + 1;
        int limit = Math.min(to, start + MAX_EXAMINED_CHARS);
        while (first < limit && Chars.isBlank(chars[first]) && chars[first] != ColorCodes.ESC) {
            first++;
        }
        first = Quotes.afterPrefix(chars, ColorCodes.end(chars, first, to), to);
        int quote = Chars.quoteAt(chars, first, to);
        return quote >= 0 && !NonSecret.isInQuotes(name, chars, quote, to, quote - first);
    }

    /** Whether the word after the scheme of a header looks like credentials. */
    static boolean isCredential(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return Chars.hasDigit(chars, start, end)
                || end - start >= MIN_CREDENTIAL_CHARS
                || (end > start && chars[end - 1] == '=');
    }

    /** Whether the word after a scheme that is not listed looks like credentials. */
    static boolean isLoneCredential(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return end - start >= MIN_CREDENTIAL_CHARS ? !isPathOrUrl(chars, start, end) : isSecretWord(chars, start, to);
    }

    /** Whether a cookie begins at {@code start}: a name, an equals sign and a value. */
    static boolean isCookiePair(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_EXAMINED_CHARS);
        int i = start;
        while (i < limit && !Chars.isBlank(chars[i]) && chars[i] != '=' && chars[i] != '(') {
            i++;
        }
        return i > start && i + 1 < to && i < limit && chars[i] == '=' && !Chars.isBlank(chars[i + 1]);
    }

    private static int wordEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_EXAMINED_CHARS);
        int end = start;
        while (end < limit
                && !Chars.isBlank(chars[end])
                && !Chars.isQuote(chars[end])
                && chars[end] != ','
                && chars[end] != ';'
                && !ValueEnd.isBreakAfterValue(chars, end, to)) {
            end++;
        }
        return end;
    }

    private static int countNonBrackets(char[] chars, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += Brackets.isOpener(chars[i]) || Brackets.isCloser(chars[i]) || chars[i] == '<' ? 0 : 1;
        }
        return count;
    }

    /** Whether it is a path of at least two parts, or a URL. */
    private static boolean isPathOrUrl(char[] chars, int start, int end) {
        int slashes = 0;
        for (int i = start; i < end; i++) {
            slashes += chars[i] == '/' ? 1 : 0;
        }
        boolean isPath = chars[start] == '/' || chars[start] == '~' || chars[start] == '.';
        boolean isUrl = slashes > 1 && chars[start] == 'h' && chars[start + 1] == 't' && chars[start + 2] == 't';
        return isUrl || (isPath && slashes > 1);
    }
}
