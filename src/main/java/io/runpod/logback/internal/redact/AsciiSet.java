package io.runpod.logback.internal.redact;

import java.util.function.IntPredicate;

/** A set of ASCII characters as bits; the character 0 represents the beginning or end of a text. */
record AsciiSet(long low, long high) {

    static final AsciiSet ALL = new AsciiSet(-1, -1);

    /** The set of the ASCII characters in a text. */
    static AsciiSet of(String characters) {
        long[] bits = new long[2];
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            if (c < 128) {
                bits[c >> 6] |= 1L << c;
            }
        }
        return new AsciiSet(bits[0], bits[1]);
    }

    /** The set of one character; {@link #ALL} if the character is not ASCII. */
    static AsciiSet of(char c) {
        return c < 64 ? new AsciiSet(1L << c, 0) : c < 128 ? new AsciiSet(0, 1L << c) : ALL;
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
