package io.runpod.logback.internal.trace;

/**
 * What something takes of a line: characters (code points) in the high half of a {@code long}, bytes in the low one, so
 * that extents are added with {@code +} and make no objects. Neither half of a sum may reach {@code 1 << 31}.
 */
final class Extent {

    private static final int MAX = 1 << 30;

    /** More than any limit. */
    static final long ENDLESS = of(MAX, MAX);

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

    /** Of ASCII characters that are written as they are. */
    static long ofAscii(int chars) {
        return of(chars, chars);
    }

    static boolean fits(long extent, long limit) {
        return chars(extent) <= chars(limit) && bytes(extent) <= bytes(limit);
    }

    /** What is left of a limit, at the least nothing. */
    static long left(long limit, long taken) {
        return of(Math.max(0, chars(limit) - chars(taken)), Math.max(0, bytes(limit) - bytes(taken)));
    }

    /** The larger of both in characters, and in bytes. */
    static long max(long one, long other) {
        return of(Math.max(chars(one), chars(other)), Math.max(bytes(one), bytes(other)));
    }
}
