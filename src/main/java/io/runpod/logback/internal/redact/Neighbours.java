package io.runpod.logback.internal.redact;

/**
 * What may stand beside a pair of characters.
 *
 * @param before what may stand before it
 * @param after what may stand after it
 */
record Neighbours(AsciiSet before, AsciiSet after) {

    static final Neighbours NONE = new Neighbours(new AsciiSet(0, 0), new AsciiSet(0, 0));

    Neighbours or(Neighbours other) {
        return new Neighbours(before.or(other.before), after.or(other.after));
    }

    /** Whether the characters beside the pair, whose second one is at {@code i}, are such. */
    boolean fit(char[] chars, int i, int from, int to) {
        return before.has(i - 2 >= from ? chars[i - 2] & 0x7f : 0) && after.has(i + 1 < to ? chars[i + 1] & 0x7f : 0);
    }
}
