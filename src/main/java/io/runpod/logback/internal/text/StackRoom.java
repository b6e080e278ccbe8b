package io.runpod.logback.internal.text;

/**
 * Makes sure that there is stack left, before what must not be broken off. A logger is called where the stack is about
 * to end, too, and not all that a {@code StackOverflowError} interrupts can be done again.
 *
 * <p>Each method throws that error at once, where it does no harm yet, if there is less left than it says.
 */
public final class StackRoom {

    private static final int FRAMES_OF_FIRST_USE = 600;
    private static final int FRAMES_OF_WAITING = 100;
    private static final int FRAMES_OF_UNLOCKING = 16;

    private StackRoom() {}

    /**
     * Before much is done for the first time: a class whose initialisation ends in the error is lost for the life of the
     * process (JVMS 5.5), and Jackson's are the application's too. (About 64 KiB: to find and load a class takes up to a
     * hundred frames, some of them large.)
     */
    public static void forFirstUse() {
        descend(FRAMES_OF_FIRST_USE, 0, 0, 0);
    }

    /**
     * Before waiting for a lock: a thread that joined those who wait, and left them by the error, may be taken for the
     * next for ever.
     */
    public static void forWaiting() {
        descend(FRAMES_OF_WAITING, 0, 0, 0);
    }

    /** Before taking a lock: the thread that is next may not be woken when it is given back. */
    public static void forUnlocking() {
        descend(FRAMES_OF_UNLOCKING, 0, 0, 0);
    }

    private static long descend(int frames, long a, long b, long c) {
        return frames == 0 ? a : descend(frames - 1, b + 1, c + 1, a + 1) + b;
    }
}
