package io.runpod.logback.internal.json;

/**
 * Makes sure that there is stack left, before much is done for the first time: a class whose initialisation ends in a
 * {@code StackOverflowError} is lost for the life of the process (JVMS 5.5), and Jackson's are the application's too.
 */
final class StackRoom {

    /** Of 100 bytes and more each; to find and load a class takes up to a hundred frames, some of them larger. */
    private static final int FRAMES = 600;

    private StackRoom() {}

    /** Throws the {@code StackOverflowError} now, where it does no harm, if there is little left (about 64 KiB). */
    static void require() {
        descend(FRAMES, 0, 0, 0);
    }

    private static long descend(int frames, long a, long b, long c) {
        return frames == 0 ? a : descend(frames - 1, b + 1, c + 1, a + 1) + b;
    }
}
