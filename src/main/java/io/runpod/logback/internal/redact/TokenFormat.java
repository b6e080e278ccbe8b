package io.runpod.logback.internal.redact;

/**
 * The format of one kind of token: a prefix, and what follows it.
 *
 * @param name the vendor, and the kind of its tokens
 * @param prefix the text by which a token is found; usually its beginning
 * @param alphabet the characters that follow
 * @param minChars the minimum number of characters that follow
 * @param source where the format is documented
 * @param place what may be before the prefix
 */
record TokenFormat(String name, String prefix, Alphabet alphabet, int minChars, String source, Place place) {

    /** What may be before a prefix. */
    enum Place {
        /** Anything. After a letter or digit, at least {@link #MIN_IN_WORD} characters must follow the prefix. */
        ANYWHERE,
        /** No letter, digit, hyphen or underscore, since the prefix also occurs in words. */
        WORD_START,
        /** The first characters of the token, of the same alphabet. */
        WITHIN_TOKEN
    }

    /** A prefix of at most this length also occurs in words. */
    private static final int SHORT_PREFIX = 3;

    /** The minimum number of characters after a prefix that follows a letter or digit. */
    static final int MIN_IN_WORD = 16;

    private static final int MIN_OWN_CHARS = 8;

    TokenFormat(String name, String prefix, Alphabet alphabet, int minChars, String source) {
        this(
                name,
                prefix,
                alphabet,
                minChars,
                source,
                prefix.length() <= SHORT_PREFIX ? Place.WORD_START : Place.ANYWHERE);
    }

    /** The same format at another place. */
    TokenFormat at(Place other) {
        return new TokenFormat(name, prefix, alphabet, minChars, source, other);
    }

    /** The same format in JSON with escaped slashes. */
    TokenFormat escaped() {
        return new TokenFormat(
                name + ", escaped", prefix.replace("/", "\\/"), Alphabet.ESCAPED_PATH, minChars, source, place);
    }

    /** The format of tokens whose prefix comes from the settings. */
    static TokenFormat own(String prefix) {
        return new TokenFormat("own", prefix, Alphabet.WORD, MIN_OWN_CHARS, "the setting", Place.ANYWHERE);
    }
}
