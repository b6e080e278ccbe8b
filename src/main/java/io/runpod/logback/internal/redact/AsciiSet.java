package io.runpod.logback.internal.redact;

import java.util.function.IntPredicate;

/** A set of ASCII characters as bits; the character 0 represents the beginning or end of a text. */
record AsciiSet(long low, long high) {

    static final AsciiSet ALL = new AsciiSet(-1, -1);

    static AsciiSet of(String characters) {
        return matching(c -> characters.indexOf(c) >= 0);
    }

    static AsciiSet of(Alphabet alphabet) {
        return matching(c -> alphabet.has((char) c));
    }

    /** The set of one character; {@link #ALL} if the character is not ASCII. */
    static AsciiSet of(char c) {
        return c < 128 ? matching(other -> other == c) : ALL;
    }

    /** The set of the characters for which the condition is true. */
    static AsciiSet matching(IntPredicate condition) {
        long[] bits = new long[2];
        for (int c = 0; c < 128; c++) {
            bits[c >> 6] |= condition.test(c) ? 1L << c : 0;
        }
        return new AsciiSet(bits[0], bits[1]);
    }
}
