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
        int i = from;
        switch (this) {
            case TOKEN -> i = Alphabet.BEARER.runEnd(chars, from, to);
            case LINE -> {
                while (i < to && chars[i] != '\n' && chars[i] != '\r') {
                    i++;
                }
            }
            case QUOTED -> {
                while (i < to && chars[i] != '"' && chars[i] != '\'' && chars[i] != '\n') {
                    i++;
                }
            }
            case BRACKETED -> {
                while (i < to
                        && !(Brackets.isCloser(chars[i]) && ValueEnd.isDelimited(chars, i + 1, to))
                        && !(chars[i] == ',' && NameSpan.isNext(chars, i + 1, to))) {
                    i++;
                }
            }
            case PRIVATE_KEY -> i = PrivateKeyFinder.end(chars, from, to);
        }
        return i;
    }
}
