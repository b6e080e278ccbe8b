package io.runpod.logback.viewer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the log of a worker and prints it for people: the program of the jar {@code runpod-logback-VERSION-viewer.jar}. */
public final class Viewer {

    /** How long an interrupted program may take to say what is left to say, if it asks whether it is to end. */
    private static final long LAST_WORDS_MILLIS = 2000;

    /** The same if it does not: it reads, and may wait for what never comes. What feeds it is interrupted too, as a rule. */
    private static final long LAST_LINES_MILLIS = 300;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean asks;

    private Viewer() {}

    public static void main(String[] arguments) {
        int code = new Viewer().run(arguments);
        // Not where all went well: what called this (mvn exec:java) may have more to do.
        if (code != 0) {
            System.exit(code);
        }
    }

    private int run(String... arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "viewer-stop"));
        try {
            return ViewerCommand.run(Surroundings.system(this::isStopping), arguments);
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
            ended.await(asks ? LAST_WORDS_MILLIS : LAST_LINES_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
