package io.runpod.logback.internal.redact;

/**
 * Finds the opening quote of a literal. Before it there may be a prefix ({@code b'abc'} in Python, {@code r#"abc"#} in
 * Rust) or a constructor ({@code Some("abc")} in Rust). If the quote is escaped, its first backslash is found.
 */
final class Literal {

    /** The letters of a prefix. */
    private static final String LETTERS = "bBrRuUfF";

    private static final int MAX_LETTERS = 2;

    /** The maximum number of number signs ({@code #}) between the letters and the quote. */
    private static final int MAX_SIGNS = 4;

    private static final int MAX_CONSTRUCTOR_CHARS = 24;

    /** How many constructors may be nested. */
    private static final int MAX_CONSTRUCTORS = 3;

    private static final String NEW = "new";

    private Literal() {}

    /** The index of the quote after the constructors at {@code start}; {@code start} if there are none. */
    static int afterConstructors(char[] chars, int start, int to) {
        int i = start;
        for (int n = 0; n < MAX_CONSTRUCTORS; n++) {
            int limit = Math.min(to, i + MAX_CONSTRUCTOR_CHARS);
            int end = Alphabet.ALPHANUMERIC.runEnd(chars, i, limit);
            boolean isConstructor = end < to
                    && chars[end] == '('
                    && (Character.isUpperCase(chars[i]) || (end == i + NEW.length() && Chars.isAt(NEW, chars, i, to)));
            if (!isConstructor) {
                return start;
            }
            i = afterPrefix(chars, end + 1, to);
            int quote = Chars.backslashesEnd(chars, i, to);
            if (quote < to && Chars.isQuote(chars[quote])) {
                return i;
            }
        }
        return start;
    }

    /**
     * The index of the quote after the prefix at {@code start}; {@code start} if there is none. A quote before an
     * empty text or a blank does not count.
     */
    static int afterPrefix(char[] chars, int start, int to) {
        int i = start;
        while (i < to && i < start + MAX_LETTERS && LETTERS.indexOf(chars[i]) >= 0) {
            i++;
        }
        if (i == start) {
            return start;
        }
        int letters = i;
        while (i < to && i < letters + MAX_SIGNS && chars[i] == '#') {
            i++;
        }
        int quote = Chars.backslashesEnd(chars, i, to);
        boolean isQuote = quote + 1 < to && (chars[quote] == '"' || chars[quote] == '\'');
        return isQuote && !ValueEnd.isDelimited(chars, quote + 1, to) ? i : start;
    }
}
