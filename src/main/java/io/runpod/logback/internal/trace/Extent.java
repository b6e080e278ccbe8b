package io.runpod.logback.internal.trace;

/**
 * The size of text in a line: characters (code points before escaping) in the high half of a {@code long}, bytes in the
 * low half. Extents are added with {@code +} and need no objects. Neither half of a sum may reach {@code 1 << 31}.
 */
final class Extent {

    private static final int MAX = 1 << 30;

    /** Larger than any limit. */
    static final long UNLIMITED = of(MAX, MAX);

    private Extent() {}

    static long of(long chars, long bytes) {
        return Math.min(chars, MAX) << 32 | Math.min(bytes, MAX);
    }

    static int chars(long extent) {
        return (int) (extent >>> 32);
    }

    static int bytes(long extent) {
        return (int) extent;
    }

    /** The extent of ASCII characters that need no escape. */
    static long ofAscii(int chars) {
        return of(chars, chars);
    }

    static boolean fits(long extent, long limit) {
        return chars(extent) <= chars(limit) && bytes(extent) <= bytes(limit);
    }

    /** What is left of a limit; never negative. */
    static long remaining(long limit, long taken) {
        return of(Math.max(0, chars(limit) - chars(taken)), Math.max(0, bytes(limit) - bytes(taken)));
    }

    /** The larger of the two in characters, and the larger of the two in bytes. */
    static long max(long one, long other) {
        return of(Math.max(chars(one), chars(other)), Math.max(bytes(one), bytes(other)));
    }
}
