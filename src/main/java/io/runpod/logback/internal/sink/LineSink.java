package io.runpod.logback.internal.sink;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final int LARGEST_KEPT = 1 << 20;

    private static final LineSink STANDARD_OUTPUT = new LineSink(new FileOutputStream(FileDescriptor.out));

    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock queueing = new ReentrantLock();
    private final AtomicLong lost = new AtomicLong();

    // Guarded by queueing.
    private byte[] waiting = new byte[1 << 14];
    private volatile int waitingBytes;
    private int waitingLines;
    private long arrived;

    // Guarded by writing.
    private byte[] spare = new byte[1 << 14];
    private long written;
    private boolean torn;

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

    /** How many lines could not be written. */
    public long lost() {
        return lost.get();
    }

    public void write(byte[] line, int length) {
        if (writing.tryLock()) {
            try {
                if (waitingBytes == 0) {
                    writeOut(line, length, 1);
                    return;
                }
                enqueue(line, length);
                writeWaiting();
            } finally {
                writing.unlock();
            }
        } else {
            long ticket = enqueue(line, length);
            writing.lock();
            try {
                if (written < ticket) {
                    writeWaiting();
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private long enqueue(byte[] line, int length) {
        queueing.lock();
        try {
            int bytes = waitingBytes;
            if (waiting.length - bytes < length) {
                waiting = Arrays.copyOf(waiting, Math.max(waiting.length * 2, Math.addExact(bytes, length)));
            }
            System.arraycopy(line, 0, waiting, bytes, length);
            waitingBytes = bytes + length;
            waitingLines++;
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
        long upTo;
        queueing.lock();
        try {
            lines = waiting;
            length = waitingBytes;
            count = waitingLines;
            upTo = arrived;
            waiting = spare;
            waitingBytes = 0;
            waitingLines = 0;
        } finally {
            queueing.unlock();
        }
        spare = lines.length > LARGEST_KEPT ? new byte[1 << 14] : lines;
        written = upTo;
        writeOut(lines, length, count);
    }

    private void writeOut(byte[] lines, int length, int count) {
        try {
            if (torn) {
                out.write('\n');
                torn = false;
            }
            out.write(lines, 0, length);
            out.flush();
        } catch (IOException | RuntimeException broken) {
            torn = true;
            lost.addAndGet(count);
        }
    }
}
