package io.runpod.logback.internal.appender;

import io.runpod.logback.internal.text.StackGuard;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes whole lines to a stream, each thread's in order, and returns from {@link #write} only when the line was given
 * to the operating system. One thread writes at a time; lines that come meanwhile wait together and leave in one write.
 *
 * <p>A stream that fails never reaches the caller: the lines are counted as lost, and the first write that succeeds
 * again begins on a fresh line, as a part of a line may have gone out. Thread-safe; locks, not monitors, so that a
 * virtual thread that waits gives its carrier back.
 */
public final class LineSink {

    private static final int MAX_KEPT_BYTES = 1 << 20;

    /** Behind so many bytes that wait, a caller waits with its line in its own hands. */
    private static final int MAX_WAITING_BYTES = 1 << 20;

    private static final long NOT_TAKEN = -1;

    /** A write to a pipe takes about as long (1 to 3 us); to park and be woken costs more. */
    private static final int SPINS = 100;

    private static final LineSink STANDARD_OUTPUT = new LineSink(new FileOutputStream(FileDescriptor.out));
    private static final LineSink STANDARD_ERROR = new LineSink(new FileOutputStream(FileDescriptor.err));
    private static final LineSink SYSTEM_OUT = new LineSink(new OutputStream() {
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
    private final ReentrantLock queueing = new ReentrantLock();

    // Guarded by queueing.
    private byte[] waiting = new byte[1 << 14];
    private volatile int waitingBytes;
    private int waitingLines;
    private long arrived;

    // Guarded by writing.
    private byte[] spare = new byte[1 << 14];
    private long written;
    private volatile boolean torn;
    private volatile long lost;

    public LineSink(OutputStream out) {
        this.out = out;
    }

    /**
     * The process's standard output itself: not {@code System.out}, which an application may replace and which adds
     * locks and copies. A {@code FileOutputStream} and not a channel, as a channel is closed when its thread is
     * interrupted.
     * One for the process: the lines of two appenders must not meet in one write.
     */
    public static LineSink standardOutput() {
        return STANDARD_OUTPUT;
    }

    /** The process's standard error itself. */
    public static LineSink standardError() {
        return STANDARD_ERROR;
    }

    /** Whatever {@code System.out} is when a line is written. It swallows its errors, so none of them is counted. */
    public static LineSink systemOut() {
        return SYSTEM_OUT;
    }

    /** How many lines could not be written. */
    public long lost() {
        return lost;
    }

    /** Whether the last write failed. */
    public boolean isFailing() {
        return torn;
    }

    /** Writes one line. */
    public void write(byte[] line, int length) {
        write(line, length, 1);
    }

    /**
     * Writes whole lines together.
     *
     * @param count how many there are
     */
    public void write(byte[] lines, int length, int count) {
        for (int i = 0; i < SPINS; i++) {
            if (writing.tryLock()) {
                try {
                    writeBehindWaiting(lines, length, count);
                } finally {
                    writing.unlock();
                }
                return;
            }
            Thread.onSpinWait();
        }
        StackGuard.requireLine(); // a wait that is broken off may leave this thread in the lock's queue for ever
        long ticket = enqueue(lines, length, count);
        writing.lock();
        try {
            if (ticket == NOT_TAKEN) {
                writeBehindWaiting(lines, length, count);
            } else if (written < ticket) {
                writeWaiting();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Also takes along what came meanwhile: those who wait for it need only be woken. */
    private void writeBehindWaiting(byte[] lines, int length, int count) {
        if (waitingBytes > 0) {
            writeWaiting();
        }
        writeOut(lines, length, count);
        if (waitingBytes > 0) {
            writeWaiting();
        }
    }

    /** Returns the number by which it is known whether the lines were written, or {@link #NOT_TAKEN}. */
    private long enqueue(byte[] lines, int length, int count) {
        queueing.lock();
        try {
            int bytes = waitingBytes;
            if (bytes > 0 && bytes + (long) length > MAX_WAITING_BYTES) {
                return NOT_TAKEN;
            }
            if (waiting.length - bytes < length) {
                waiting = Arrays.copyOf(waiting, Math.max(waiting.length * 2, Math.addExact(bytes, length)));
            }
            System.arraycopy(lines, 0, waiting, bytes, length);
            waitingBytes = bytes + length;
            waitingLines += count;
            return ++arrived;
        } finally {
            queueing.unlock();
        }
    }

    /** Writes all lines that wait; called by the thread that holds {@link #writing}. */
    private void writeWaiting() {
        byte[] lines;
        int length;
        int count;
        queueing.lock();
        try {
            lines = waiting;
            length = waitingBytes;
            count = waitingLines;
            waiting = spare;
            waitingBytes = 0;
            waitingLines = 0;
            spare = lines;
            written = arrived;
        } finally {
            queueing.unlock();
        }
        writeOut(lines, length, count);
        if (lines.length > MAX_KEPT_BYTES) {
            spare = new byte[1 << 14];
        }
    }

    /** Writes lines, or counts them. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded
    private void writeOut(byte[] lines, int length, int count) {
        try {
            if (torn) {
                out.write('\n');
                torn = false;
            }
            out.write(lines, 0, length);
            out.flush();
        } catch (Throwable broken) {
            // Also an Error: lines of other threads may be among these, and a part of one may have gone out.
            torn = true;
            lost += count;
        }
    }
}
