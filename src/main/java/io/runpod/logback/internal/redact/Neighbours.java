package io.runpod.logback.internal.redact;

/** The characters that may be before and after an anchor: the two halves of an {@link AsciiSet} for each side. */
record Neighbours(long beforeLow, long beforeHigh, long afterLow, long afterHigh) {

    static final Neighbours NONE = new Neighbours(0, 0, 0, 0);

    Neighbours or(AsciiSet before, AsciiSet after) {
        return new Neighbours(
                beforeLow | before.low(), beforeHigh | before.high(), afterLow | after.low(), afterHigh | after.high());
    }

    /** Whether the characters before and after the anchor, whose second character is at {@code i}, are in the sets. */
    boolean fit(char[] chars, int i, int from, int to) {
        int before = i - 2 >= from ? chars[i - 2] & 0x7f : 0;
        if (((before < 64 ? beforeLow : beforeHigh) >>> before & 1) == 0) {
            return false;
        }
        int after = i + 1 < to ? chars[i + 1] & 0x7f : 0;
        return ((after < 64 ? afterLow : afterHigh) >>> after & 1) != 0;
    }
}
