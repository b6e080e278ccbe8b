package io.runpod.logback.internal.redact;

import java.util.function.IntPredicate;

/**
 * The characters that may be beside an anchor, as a set of bits. The character 0 represents the start or end of the
 * text. Only the lower seven bits of a character count: one that is not ASCII may be taken for one that is.
 */
record AsciiSet(long low, long high) {

    static final AsciiSet EMPTY = new AsciiSet(0, 0);

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

    AsciiSet or(AsciiSet other) {
        return new AsciiSet(low | other.low, high | other.high);
    }

    boolean has(int c) {
        return (((c & 0x40) == 0 ? low : high) >>> c & 1) != 0;
    }
}
