package io.runpod.logback.internal.redact;

/**
 * How the tokens of one kind begin and go on.
 *
 * @param name whose tokens
 * @param prefix how each begins
 * @param alphabet what follows it
 * @param minChars how many characters of the alphabet follow at the least
 * @param source where the format is documented
 * @param place what may stand before it
 */
record TokenFormat(String name, String prefix, Alphabet alphabet, int minChars, String source, Place place) {

    /** What may stand before a token. */
    enum Place {
        /** Anything; a longer token is asked for in the middle of a word. */
        ANYWHERE,
        /** No letter, digit, hyphen or underscore: the prefix is one that words have in them. */
        WORD_START,
        /** The token's own beginning, of the same alphabet. */
        WITHIN_TOKEN
    }

    /** A prefix of so few characters is found in words. */
    private static final int SHORT_PREFIX = 3;

    /** So many characters follow at the least where the prefix stands in the middle of a word. */
    static final int MIN_IN_WORD = 16;

    private static final int MIN_OWN = 8;

    TokenFormat(String name, String prefix, Alphabet alphabet, int minChars, String source) {
        this(
                name,
                prefix,
                alphabet,
                minChars,
                source,
                prefix.length() <= SHORT_PREFIX ? Place.WORD_START : Place.ANYWHERE);
    }

    TokenFormat at(Place other) {
        return new TokenFormat(name, prefix, alphabet, minChars, source, other);
    }

    /** The format of tokens of one's own, of which only the prefix is known. */
    static TokenFormat own(String prefix) {
        return new TokenFormat("own", prefix, Alphabet.WORD, MIN_OWN, "the setting", Place.ANYWHERE);
    }
}
