package io.runpod.logback.internal.text;

/**
 * Throws a {@code StackOverflowError} if too little stack is left for a step that this error must not interrupt. Thrown
 * in the middle of such a step, the error could leave a lock held, a thread asleep, or a class unusable for the life of
 * the process (JVMS 5.5).
 *
 * <p>Java does not tell how much stack is left, so a method of this class calls itself to find out. Its frames are
 * large, because it keeps many values across the call: a few large frames take less time than many small ones.
 */
public final class StackGuard {

    private static final int LINE_FRAMES = 16;
    private static final int FIRST_USE_FRAMES = 180;

    private StackGuard() {}

    /**
     * Requires at least 4.6 KB, so that a usual event, its locks and its buffers fit. Called at each entry to the
     * appender, and before a wait. (With 1.1 KB a lock stayed held; with 2.3 KB, on a busy machine where most code
     * was not compiled yet, another thread's line was lost.)
     */
    public static void requireLine() {
        descend(LINE_FRAMES, 1);
    }

    /**
     * Requires at least 50 KB: the first bean that Jackson wrote took 49 KB when measured. Called before Jackson is
     * made or meets a new class, because it then initialises classes that the application shares.
     */
    public static void requireFirstUse() {
        descend(FIRST_USE_FRAMES, 1);
    }

    /**
     * Calls itself {@code frames} times. Each frame has room for the values that are kept across the last call: 288
     * bytes if compiled by C2, more otherwise.
     */
    private static long descend(int frames, long x) {
        if (frames > 0) {
            return descend(frames - 1, x) + 1;
        }
        if (frames < 0) {
            return x;
        }
        long a = x + 1, b = x ^ 3, c = x * 5, d = x - 7, e = x + 9, f = x ^ 11, g = x * 13, h = x - 15;
        long i = x + 17, j = x ^ 19, k = x * 21, l = x - 23, m = x + 25, n = x ^ 27, o = x * 29, p = x - 31;
        long q = x + 33, r = x ^ 35, s = x * 37, t = x - 39, u = x + 41, v = x ^ 43, w = x * 45, y = x - 47;
        long z = x + 49, aa = x ^ 51, bb = x * 53, cc = x - 55, dd = x + 57, ee = x ^ 59, ff = x * 61, gg = x - 63;
        long called = descend(-1, a);
        called += (a ^ b) + (c ^ d) + (e ^ f) + (g ^ h) + (i ^ j) + (k ^ l) + (m ^ n) + (o ^ p);
        return called + (q ^ r) + (s ^ t) + (u ^ v) + (w ^ y) + (z ^ aa) + (bb ^ cc) + (dd ^ ee) + (ff ^ gg);
    }
}
