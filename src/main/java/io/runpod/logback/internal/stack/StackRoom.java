package io.runpod.logback.internal.stack;

/**
 * Makes sure that there is stack left, before what must not be broken off. A logger is called where the stack is about
 * to end, too, and not all that a {@code StackOverflowError} interrupts can be done again.
 *
 * <p>Each method throws that error at once, where it does no harm yet, if there is less left than it says. It finds out
 * by trying.
 */
public final class StackRoom {

    private static final int FRAMES_OF_FIRST_USE = 450;
    private static final int FRAMES_OF_WAITING = 100;
    private static final int FRAMES_OF_UNLOCKING = 16;

    private static final String A = "a";
    private static final String B = "b";
    private static final String C = "c";

    private StackRoom() {}

    /**
     * Before much is done for the first time: a class whose initialisation ends in the error is lost for the life of the
     * process (JVMS 5.5), and Jackson's are the application's too. At least 50 KB, and 90 KB where the method is not
     * compiled; what Jackson takes for its first bean was measured to be 49 KB.
     */
    public static void forFirstUse() {
        descendFar(FRAMES_OF_FIRST_USE, A, B, C, A, B, C, A, B, C, A, B, C);
    }

    /**
     * Before waiting for a lock, or waking who waits: a thread that joined those who wait and left them by the error may
     * be taken for the next for ever, one that is half woken is never woken again. At least 2 KB.
     */
    public static void forWaiting() {
        descend(FRAMES_OF_WAITING, 0, 0, 0);
    }

    /** Before taking a lock: the thread that is next may not be woken when it is given back. At least 380 bytes; takes 8 ns. */
    public static void forUnlocking() {
        descend(FRAMES_OF_UNLOCKING, 0, 0, 0);
    }

    private static long descend(int frames, long a, long b, long c) {
        return frames == 0 ? a : descend(frames - 1, b + 1, c + 1, a + 1) + b;
    }

    /** What it is given and keeps for later makes its frame large: 200 bytes, and still 112 when it is compiled. */
    private static Object descendFar(
            int frames,
            Object a,
            Object b,
            Object c,
            Object d,
            Object e,
            Object f,
            Object g,
            Object h,
            Object i,
            Object j,
            Object k,
            Object l) {
        if (frames == 0) {
            return a;
        }
        Object met = descendFar(frames - 1, b, c, d, e, f, g, h, i, j, k, l, a);
        if (met == a || met == b || met == c || met == d || met == e || met == f) {
            return g;
        }
        return met == g ? h : met == h ? i : met == i ? j : met == j ? k : met == k ? l : met;
    }
}
