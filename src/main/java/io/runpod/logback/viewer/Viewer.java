package io.runpod.logback.viewer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts the viewer, which prints the log of a worker for people: {@code java -jar runpod-logback-VERSION-viewer.jar}. */
public final class Viewer {

    /** How long an interrupted JVM waits for the last output if the viewer checks for the interrupt (--follow). */
    private static final long FOLLOWING_MILLIS = 2000;

    /** The same if it does not check, because it may be waiting for input that never comes. */
    private static final long READING_MILLIS = 300;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean polls;

    private Viewer() {}

    public static void main(String[] arguments) {
        int code = new Viewer().run(arguments);
        // Without a failure main only returns, because a caller may use the same JVM afterwards (mvn exec:java).
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
        polls = true;
        return stopping;
    }

    private void stop() {
        stopping = true;
        try {
            ended.await(polls ? FOLLOWING_MILLIS : READING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
