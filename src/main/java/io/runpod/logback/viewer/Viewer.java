package io.runpod.logback.viewer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the log of a worker and prints it for people: the program of the jar {@code runpod-logback-VERSION-viewer.jar}. */
public final class Viewer {

    /** The time for the last output after an interruption, if the program asks whether it is to end. */
    private static final long FOLLOWING_MILLIS = 2000;

    /** The same if it does not ask: it reads, and may wait for input that never comes. */
    private static final long READING_MILLIS = 300;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean asks;

    private Viewer() {}

    public static void main(String[] arguments) {
        int code = new Viewer().run(arguments);
        // Not with code 0: the caller (mvn exec:java) may have more to do.
        if (code != 0) {
            System.exit(code);
        }
    }

    private int run(String... arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "viewer-stop"));
        try {
            return ViewerCommand.run(ProcessContext.system(this::isStopping), arguments);
        } finally {
            ended.countDown();
        }
    }

    private boolean isStopping() {
        asks = true;
        return stopping;
    }

    private void stop() {
        stopping = true;
        try {
            ended.await(asks ? FOLLOWING_MILLIS : READING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
