package io.runpod.logback.internal.appender;

import io.runpod.logback.internal.text.StackGuard;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes whole lines to a stream, each thread's lines in order. {@link #write} returns only when the line was passed to
 * the operating system. One thread writes at a time; lines that come meanwhile wait and go out together in one write.
 *
 * <p>A failure of the stream never reaches the caller: the lines are counted as lost. The next write begins on a fresh
 * line, since a part of a line may have gone out. Thread-safe. Uses locks and not monitors, so that a waiting virtual
 * thread releases its carrier thread.
 */
public final class LineSink {

    private static final int MAX_KEPT_BYTES = 1 << 20;

    /** If more bytes would wait, a caller does not hand over its line, but waits and writes it itself. */
    private static final int MAX_WAITING_BYTES = 1 << 20;

    private static final long NOT_TAKEN = -1;

    /** A thread spins before it parks, about as long as a write to a pipe takes (1 to 3 us); parking costs more. */
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

    /** The ticket of the last lines that were handed over. */
    private long lastTicket;

    // Guarded by writing.
    private byte[] spare = new byte[1 << 14];

    /** The last ticket whose lines were written. */
    private long writtenTicket;

    /** Whether the last write failed; a part of a line may have gone out. */
    private volatile boolean failing;

    private volatile long lost;

    public LineSink(OutputStream out) {
        this.out = out;
    }

    /**
     * The process's standard output itself: not {@code System.out}, which an application may replace and which adds
     * locks and copies. A {@code FileOutputStream} and not a channel, since a channel is closed when its thread is
     * interrupted. One for the process, so that the lines of two appenders cannot mix.
     */
    public static LineSink standardOutput() {
        return STANDARD_OUTPUT;
    }

    /** The process's standard error itself. */
    public static LineSink standardError() {
        return STANDARD_ERROR;
    }

    /** The {@code System.out} of the moment when a line is written. It hides its errors, so that none is counted. */
    public static LineSink systemOut() {
        return SYSTEM_OUT;
    }

    /** How many lines could not be written. */
    public long lost() {
        return lost;
    }

    /** Whether the last write failed. */
    public boolean isFailing() {
        return failing;
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
                    writeAfterWaiting(lines, length, count);
                } finally {
                    writing.unlock();
                }
                return;
            }
            Thread.onSpinWait();
        }
        StackGuard
                .requireLine(); // a StackOverflowError in the wait could leave this thread in the lock's queue forever
        long ticket = enqueue(lines, length, count);
        writing.lock();
        try {
            if (ticket == NOT_TAKEN) {
                writeAfterWaiting(lines, length, count);
            } else if (writtenTicket < ticket) {
                writeWaiting();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Writes the waiting lines, then these. Also those handed over meanwhile; their callers then only wake up. */
    private void writeAfterWaiting(byte[] lines, int length, int count) {
        if (waitingBytes > 0) {
            writeWaiting();
        }
        writeOut(lines, length, count);
        if (waitingBytes > 0) {
            writeWaiting();
        }
    }

    /** Hands lines over; returns their ticket, or {@link #NOT_TAKEN} if too many bytes wait already. */
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
            return ++lastTicket;
        } finally {
            queueing.unlock();
        }
    }

    /** Writes all waiting lines. The caller holds {@link #writing}. */
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
            writtenTicket = lastTicket;
        } finally {
            queueing.unlock();
        }
        writeOut(lines, length, count);
        if (lines.length > MAX_KEPT_BYTES) {
            spare = new byte[1 << 14];
        }
    }

    /** Writes lines; if that fails, counts them as lost. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by writing
    private void writeOut(byte[] lines, int length, int count) {
        try {
            if (failing) {
                out.write('\n');
                failing = false;
            }
            out.write(lines, 0, length);
            out.flush();
        } catch (Throwable broken) {
            // Also an Error: these may be lines of other threads, and a part of one may have gone out.
            failing = true;
            lost += count;
        }
    }
}
