package io.runpod.logback.internal.redact;

/** A set of ASCII characters of which tokens, names or numbers consist. */
enum Alphabet {
    DIGITS("0123456789"),
    CAPITALS_DIGITS(DIGITS.characters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    HEX(DIGITS.characters + "abcdefABCDEF"),
    ALPHANUMERIC(CAPITALS_DIGITS.characters + "abcdefghijklmnopqrstuvwxyz"),
    /** Base64 for URLs (RFC 4648 section 5); also the characters of most tokens. */
    WORD(ALPHANUMERIC.characters + "_-"),
    DOTTED(WORD.characters + ".~"),
    ANY_BASE64(WORD.characters + "+/="),
    PATH(WORD.characters + "/"),
    /** A path whose slashes are escaped as in JSON. */
    ESCAPED_PATH(PATH.characters + "\\"),
    /** Characters of bearer tokens; more than RFC 6750 allows, since senders do not keep to it. */
    BEARER(WORD.characters + "!#$%&*+./:=?@^~");

    private final String characters;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, then only read
    private final boolean[] has = new boolean[128];

    Alphabet(String characters) {
        this.characters = characters;
        for (int i = 0; i < characters.length(); i++) {
            has[characters.charAt(i)] = true;
        }
    }

    AsciiSet set() {
        return AsciiSet.of(characters);
    }

    boolean has(char c) {
        return c < 128 && has[c];
    }

    /** The start of the run of these characters that ends before {@code end}; {@code end} if there is none. */
    int runStart(char[] chars, int end, int from) {
        int start = end;
        while (start > from && has(chars[start - 1])) {
            start--;
        }
        return start;
    }

    /** The end of the run of these characters that begins at {@code from}; {@code from} if there is none. */
    int runEnd(char[] chars, int from, int to) {
        int end = from;
        while (end < to && has(chars[end])) {
            end++;
        }
        return end;
    }
}
