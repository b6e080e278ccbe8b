package io.runpod.logback.internal.redact;

/** How far a secret that reaches a gap in the text (where characters were left out) continues after the gap. */
public enum Continuation {
    /** To the first character that cannot be part of a token. */
    TOKEN,
    /** To the end of the line. */
    LINE,
    /** To a quote, or to the end of the line. */
    QUOTED,
    /** To a closing bracket, or to the next name. */
    BRACKETED,
    /** To the line that ends the key. */
    PRIVATE_KEY;

    /**
     * Returns the end of a secret that continues at {@code from}, directly after the gap.
     *
     * @param to the end of the text
     */
    public int end(char[] chars, int from, int to) {
        return switch (this) {
            case TOKEN -> Alphabet.BEARER.runEnd(chars, from, to);
            case LINE -> Chars.indexOfAny("\n\r", chars, from, to);
            case QUOTED -> Chars.indexOfAny("\"'\n", chars, from, to);
            case BRACKETED -> itemEnd(chars, from, to);
            case PRIVATE_KEY -> PrivateKeyFinder.end(chars, from, to);
        };
    }

    private static int itemEnd(char[] chars, int from, int to) {
        int i = from;
        while (i < to
                && !(Brackets.isCloser(chars[i]) && ValueEnd.isDelimited(chars, i + 1, to))
                && !(chars[i] == ',' && NameSpan.isNext(chars, i + 1, to))) {
            i++;
        }
        return i;
    }
}
