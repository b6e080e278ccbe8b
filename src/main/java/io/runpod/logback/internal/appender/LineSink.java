package io.runpod.logback.internal.appender;

import io.runpod.logback.internal.text.StackGuard;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes whole lines to a stream; the lines of one thread stay in order. {@link #write} does not return before the line
 * was passed to the operating system. One thread writes at a time; the others wait for their turn.
 *
 * <p>A failure of the stream is not thrown: the methods return how many lines were lost. The next write begins on a new
 * line, because a part of a line may have gone out. Thread-safe. Uses locks and not monitors, so that a waiting virtual
 * thread releases its carrier thread.
 */
public final class LineSink {

    /**
     * How often a thread tries to get the lock before it parks. 100 tries take about as long as a write to a pipe (1 to
     * 3 us), which is less than parking takes. Measured with 16 threads on two processors: with 100 tries a line takes
     * 0.8 of the time that it takes with 0, 30 or 400 tries, or if a thread does not try while others are parked.
     */
    private static final int SPINS = 100;

    /**
     * The process's standard output itself: not {@code System.out}, which an application may replace and which adds
     * locks and copies. A {@code FileOutputStream} and not a channel, because a channel is closed when its thread is
     * interrupted. There is one for the whole process, so that the lines of two appenders cannot mix.
     */
    public static final LineSink STANDARD_OUTPUT = new LineSink(new FileOutputStream(FileDescriptor.out));

    /** The process's standard error itself. */
    public static final LineSink STANDARD_ERROR = new LineSink(new FileOutputStream(FileDescriptor.err));

    /**
     * Writes to {@code System.out} as it is set when a line is written. That stream hides its errors, so lost lines are
     * not counted.
     */
    public static final LineSink SYSTEM_OUT = new LineSink(new OutputStream() {
        @Override
        public void write(int one) {
            System.out.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            System.out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            System.out.flush();
        }
    });

    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    /** Whether the last write failed; a part of a line may have gone out. Written under the lock. */
    private volatile boolean failing;

    public LineSink(OutputStream out) {
        this.out = out;
    }

    /** Returns whether the last write failed. */
    boolean isFailing() {
        return failing;
    }

    /** Returns whether a write is in progress, so that another may have to wait. */
    boolean isBusy() {
        return writing.isLocked();
    }

    /** Writes one line. Returns how many were lost: 0 or 1. */
    public int write(byte[] line, int length) {
        return write(line, length, 1);
    }

    /**
     * Writes whole lines together.
     *
     * @param count the number of lines
     * @return how many were lost: 0, or all
     */
    public int write(byte[] lines, int length, int count) {
        acquire();
        try {
            return writeOut(lines, length) ? 0 : count;
        } finally {
            writing.unlock();
        }
    }

    private void acquire() {
        for (int i = 0; i < SPINS; i++) {
            if (writing.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        // A StackOverflowError in the wait could leave this thread in the lock's queue forever.
        StackGuard.requireLine();
        writing.lock();
    }

    private boolean writeOut(byte[] lines, int length) {
        try {
            if (failing) {
                out.write('\n');
                failing = false;
            }
            out.write(lines, 0, length);
            out.flush();
            return true;
        } catch (Throwable broken) {
            // Also an Error: a part of a line may have gone out.
            failing = true;
            return false;
        }
    }
}
