package io.runpod.logback.internal.redact;

/** How a secret goes on where a text was cut in it. */
public enum Continuation {
    /** As long as there are the characters of a token. */
    TOKEN,
    /** To the end of the line. */
    LINE,
    /** To a quote, or the end of the text. */
    QUOTED,
    /** To a closing bracket, or the next name. */
    BRACKETED,
    /** To the last line of the key. */
    PRIVATE_KEY;

    /**
     * Where a secret ends that goes on at {@code from}, behind what was left out of its text.
     *
     * @param to where the text ends
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
                        && !(chars[i] == ',' && ValueEnd.isNameNext(chars, i + 1, to))) {
                    i++;
                }
            }
            case PRIVATE_KEY -> i = PrivateKey.end(chars, from, to);
        }
        return i;
    }
}
