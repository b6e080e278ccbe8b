package io.runpod.logback.internal.redact;

/**
 * Tells a secret from words after {@code NAME: } in prose: {@code Unexpected token: end of file} and {@code password: must
 * not be empty} have none.
 */
final class Prose {

    /** One word of so many characters, with a digit, looks like a secret. */
    private static final int MIN_CHARS = 8;

    /** And without a digit, where the scheme of a header announces it, one of so many. */
    private static final int MIN_CREDENTIAL = 16;

    /** No word of a language is longer. */
    private static final int MAX_LOOKED_AT = 128;

    private Prose() {}

    static boolean isSecretWord(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return end - start >= MAX_LOOKED_AT
                || (letters(chars, start, end) >= MIN_CHARS
                        && hasDigit(chars, start, end)
                        && !isPlace(chars, start, end));
    }

    /** Whether a quoted text looks like a secret; it may have blanks in it. */
    static boolean isSecretInQuotes(NameBefore name, char[] chars, int quote, int to, int level) {
        int start = quote + 1;
        int limit = Math.min(to, start + MAX_LOOKED_AT);
        int end = start;
        while (end < limit && chars[end] != chars[quote] && chars[end] != '\n') {
            end++;
        }
        boolean isSecret = end - start >= MIN_CHARS
                && !isPlace(chars, start, end)
                && !NonSecret.isInQuotes(name, chars, quote, to, level);
        return isSecret && (hasDigit(chars, start, end) || isSureInQuotes(name, chars, quote, to, level));
    }

    /** Whether a quoted text ends a tuple, and looks like a secret; a tuple of names has no digits. */
    static boolean isInTuple(char[] chars, int quote, int to) {
        int limit = Math.min(to, quote + 1 + MAX_LOOKED_AT);
        int end = ValueEnd.ofQuoted(chars, quote + 1, limit, '\'', 0);
        boolean isLast = end == to || end == limit || (end + 1 < to && chars[end + 1] == ')');
        return isLast && end - quote > MIN_CHARS && hasDigit(chars, quote + 1, end);
    }

    /** A token may be one of a parser, and is quoted then. */
    private static boolean isSureInQuotes(NameBefore name, char[] chars, int quote, int to, int level) {
        int end = ValueEnd.ofQuoted(chars, quote + 1, Math.min(to, quote + MAX_LOOKED_AT), '"', level);
        boolean isClosing = level == 0 && name.before() == '"';
        return chars[quote] == '"'
                && !isClosing
                && end < to
                && chars[end] != '\n'
                && Alphabet.LETTERS.has(chars[quote + 1])
                && !NonSecret.isToken(name, chars);
    }

    /** Whether a word stands here that is long enough for a value and none that says that there is none. */
    static boolean isSureWord(NameBefore name, char[] chars, int start, int to, int min) {
        int end = wordEnd(chars, start, to);
        return end - start >= min && NonSecret.standInEnd(name, chars, start, to) < 0;
    }

    /** Whether nothing follows the word in its line. */
    static boolean isLastWord(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return end >= to || chars[end] != ' ';
    }

    /** In {@code {NAME: VALUE}}, where the value may have blanks in it, or be an explanation. */
    static boolean isSecretInBraces(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_LOOKED_AT);
        boolean blank = false;
        int end = start;
        while (end < limit && chars[end] != '}' && chars[end] != '\n' && chars[end] != ',') {
            blank |= chars[end++] == ' ';
        }
        return blank
                ? hasDigit(chars, start, end)
                : end > start && !NonSecret.isAt(chars, start, to) && NonSecret.plainEnd(chars, start, to) < 0;
    }

    static boolean isCredential(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        return hasDigit(chars, start, end) || end - start >= MIN_CREDENTIAL || (end > start && chars[end - 1] == '=');
    }

    /** Whether a pair of a cookie begins here: a name, a sign and more. */
    static boolean isPair(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_LOOKED_AT);
        int i = start;
        while (i < limit && !ValueEnd.isBlank(chars[i]) && chars[i] != '=' && chars[i] != '(') {
            i++;
        }
        return i > start && i + 1 < to && i < limit && chars[i] == '=' && !ValueEnd.isBlank(chars[i + 1]);
    }

    private static int wordEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_LOOKED_AT);
        int end = start;
        while (end < limit
                && !ValueEnd.isBlank(chars[end])
                && !ValueEnd.isQuote(chars[end])
                && chars[end] != ','
                && chars[end] != ';'
                && !ValueEnd.isBreakAfterValue(chars, end, to)) {
            end++;
        }
        return end;
    }

    private static int letters(char[] chars, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += Brackets.isOpener(chars[i]) || Brackets.isCloser(chars[i]) || chars[i] == '<' ? 0 : 1;
        }
        return count;
    }

    private static boolean hasDigit(char[] chars, int start, int end) {
        for (int i = start; i < end; i++) {
            if (chars[i] >= '0' && chars[i] <= '9') {
                return true;
            }
        }
        return false;
    }

    /** A path of two parts or more, or a URL. */
    private static boolean isPlace(char[] chars, int start, int end) {
        int slashes = 0;
        for (int i = start; i < end; i++) {
            slashes += chars[i] == '/' ? 1 : 0;
        }
        boolean isPath = chars[start] == '/' || chars[start] == '~' || chars[start] == '.';
        boolean isUrl = slashes > 1 && chars[start] == 'h' && chars[start + 1] == 't' && chars[start + 2] == 't';
        return isUrl || (isPath && slashes > 1);
    }
}
