package io.runpod.logback.internal.redact;

import java.util.Set;

/**
 * Recognises source code and SQL in place of a value: {@code get_token()}, {@code environ["X"]}, {@code self.token},
 * {@code VALUES(password)}. A call with a literal that looks like a secret does not count:
 * {@code crypt('hunter2secret')}.
 */
final class SourceCode {

    /** Names of objects in source code: {@code self.token} is a member of one, not a value. */
    private static final Set<String> OBJECTS = Set.copyOf(Chars.words("""
            self this args arg config cfg conf settings os process env request req options opts params ctx context
            kwargs cls props system credentials"""));

    private static final String SUBQUERY = "(select ";

    private static final int MAX_CHARS = 40;

    private static final int MAX_CALL_CHARS = 128;

    /** A shorter argument is no secret. */
    private static final int MIN_SECRET_CHARS = 8;

    /** An argument without quotes and with at least so many digits in a row may be a secret. */
    private static final int MIN_SECRET_DIGITS = 4;

    /** The maximum length of the name of a function with a digit: {@code SHA256}. */
    private static final int MAX_NUMBERED_CHARS = 7;

    private static final int MAX_NUMBER_DIGITS = 2;

    /** The maximum length of the index of an element: {@code tokens[i]}. */
    private static final int MAX_INDEX_CHARS = 2;

    private SourceCode() {}

    /**
     * Whether it is a call, element, member or subquery: {@code get_token()}, {@code self.token}, {@code (SELECT ...)}.
     */
    static boolean isAt(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        int dot = -1;
        while (end < limit && (Alphabet.ALPHANUMERIC.has(chars[end]) || chars[end] == '_' || chars[end] == '.')) {
            if (Alphabet.DIGITS.has(chars[end])) {
                return false;
            }
            dot = chars[end] == '.' && dot < 0 ? end : dot;
            end++;
        }
        if (end == start) {
            return Chars.isAtIgnoreCase(SUBQUERY, chars, start, to) && isCall(chars, start, to);
        }
        if (end - start < 2 || !Character.isLowerCase(chars[start])) {
            return false;
        }
        String first = new String(chars, start, (dot < 0 ? end : dot) - start);
        if (end < to && chars[end] == ' ' && (first.equals("new") || first.equals("await"))) {
            return isCall(chars, nameEnd(chars, end + 1, to), to);
        }
        if (dot > 0 && OBJECTS.contains(first) && ValueEnd.isDelimited(chars, end, to)) {
            return true;
        }
        return isCall(chars, end, to) || (chars[start - 1] == ' ' && isIndex(chars, end, to));
    }

    /** Whether the index of an element is at the bracket: {@code tokens[i]}. */
    private static boolean isIndex(char[] chars, int open, int to) {
        if (open >= to || chars[open] != '[') {
            return false;
        }
        int close = Alphabet.ALPHANUMERIC.runEnd(chars, open + 1, Math.min(to, open + 1 + MAX_INDEX_CHARS));
        return close > open + 1 && close < to && chars[close] == ']' && ValueEnd.isDelimited(chars, close + 1, to);
    }

    /**
     * The end of a call whose arguments have a variable ({@link Variable}), whatever the function is called:
     * {@code COALESCE(?, password)}, {@code Token.of(token)}; -1 = there is none.
     */
    static int callWithNameEnd(NameSpan name, char[] chars, int start, int to) {
        int open = nameEnd(chars, start, to);
        if (open == start || open >= to || chars[open] != '(' || Alphabet.DIGITS.has(chars[start])) {
            return -1;
        }
        int function = open;
        while (function > start && chars[function - 1] != '.') {
            function--;
        }
        boolean isNumbered = digitsIn(chars, start, open) > 0;
        if (isNumbered && (open - function > MAX_NUMBERED_CHARS || digitsIn(chars, start, function) > 0)) {
            return -1;
        }
        int end = Brackets.endOf(chars, open, Math.min(to, open + MAX_CALL_CHARS));
        boolean isCall = end > 0
                && ValueEnd.isDelimited(chars, end, to)
                && !hasSecret(chars, open, end, 1)
                && hasVariable(name, chars, open, end);
        return isCall ? end : -1;
    }

    private static boolean hasVariable(NameSpan name, char[] chars, int open, int end) {
        for (int i = open + 1; i < end; i++) {
            boolean begins = "(, \"'`".indexOf(chars[i - 1]) >= 0;
            if (begins && Variable.end(name, chars, i, end) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int nameEnd(char[] chars, int start, int to) {
        return Chars.nameEnd(chars, start, Math.min(to, start + MAX_CHARS));
    }

    /** Whether a call or an element is at the bracket: {@code (...)} or {@code ["..."]}, without a secret in it. */
    private static boolean isCall(char[] chars, int open, int to) {
        if (open >= to || (chars[open] != '(' && chars[open] != '[')) {
            return false;
        }
        if (chars[open] == '[' && (open + 1 >= to || !Chars.isQuote(chars[open + 1]))) {
            return false;
        }
        int limit = Math.min(to, open + MAX_CALL_CHARS);
        int end = Brackets.endOf(chars, open, limit);
        return end > 0
                && (ValueEnd.isDelimited(chars, end, to) || chars[end] == '.' || chars[end] == '[')
                && !hasSecret(chars, open, end, MIN_SECRET_DIGITS);
    }

    /**
     * Whether an argument looks like a secret: a literal with a digit, or a word without quotes.
     *
     * @param minDigits how many digits in a row a word must have
     */
    private static boolean hasSecret(char[] chars, int open, int end, int minDigits) {
        int i = open + 1;
        while (i < end) {
            int close = Chars.isQuote(chars[i]) ? Quotes.endOf(chars, i + 1, end, chars[i], 0) : end;
            if (close < end) {
                if (isSecretLiteral(chars, i + 1, close)) {
                    return true;
                }
                i = close + 1;
                continue;
            }
            int word = i;
            while (i < end && (Alphabet.ALPHANUMERIC.has(chars[i]) || chars[i] == '_')) {
                i++;
            }
            boolean hasLetter = i > word && Alphabet.DIGITS.runEnd(chars, word, i) < i;
            if (hasLetter && i - word >= MIN_SECRET_CHARS && digitsIn(chars, word, i) >= minDigits) {
                return true;
            }
            i = i == word ? i + 1 : i;
        }
        return false;
    }

    /** Whether the text in quotes has a digit, and is neither a URL nor a name with a number: {@code API_KEY_2}. */
    private static boolean isSecretLiteral(char[] chars, int from, int end) {
        if (end - from < MIN_SECRET_CHARS || digitsIn(chars, from, end) == 0) {
            return false;
        }
        int name = Chars.lettersEnd(chars, from, end, "_-./");
        boolean isUrl = false;
        for (int i = from; i < end; i++) {
            isUrl |= Chars.isAt("://", chars, i, end);
        }
        boolean isNumbered = end - name <= MAX_NUMBER_DIGITS
                && name > from
                && !Character.isLetter(chars[name - 1])
                && Alphabet.DIGITS.runEnd(chars, name, end) == end;
        return !isUrl && !isNumbered;
    }

    /** The maximum number of digits in a row. */
    private static int digitsIn(char[] chars, int from, int end) {
        int max = 0;
        int run = 0;
        for (int i = from; i < end; i++) {
            run = Alphabet.DIGITS.has(chars[i]) ? run + 1 : 0;
            max = Math.max(max, run);
        }
        return max;
    }
}
