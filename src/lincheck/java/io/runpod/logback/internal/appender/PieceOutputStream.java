package io.runpod.logback.internal.appender;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps what is written. It appends each write in two pieces and without a lock, so that concurrent writes would be
 * mixed up. One write may fail after its first byte, or all may be stalled.
 */
final class PieceOutputStream extends OutputStream {

    /** All that was written. */
    String text = "";

    /** Whether the last write failed. */
    boolean failed;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released;
    private int failingWrite;

    /** The thread of the queue; null before its first write. */
    private Thread writer;

    /** @param failingWrite the number of the write that fails, from 1 on; 0 = none */
    PieceOutputStream(int failingWrite) {
        this(failingWrite, 0);
    }

    private PieceOutputStream(int failingWrite, int stalls) {
        this.failingWrite = failingWrite;
        this.released = new CountDownLatch(stalls);
    }

    /** An output whose writes are stalled until {@link #release}. */
    static PieceOutputStream stalled() {
        return new PieceOutputStream(0, 1);
    }

    void release() {
        released.countDown();
    }

    /** Waits until a write is stalled. */
    void awaitStall() {
        await(entered);
    }

    /** Waits until the queue's thread has ended. */
    void awaitEnd() {
        try {
            if (writer != null) {
                writer.join();
            }
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Override
    public void write(int one) {
        text += (char) one;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (Thread.currentThread().isDaemon()) {
            writer = Thread.currentThread();
        }
        entered.countDown();
        await(released);
        String lines = new String(bytes, offset, length, StandardCharsets.US_ASCII);
        failed = --failingWrite == 0;
        if (failed) {
            text += lines.charAt(0);
            throw new IOException("No space left on device");
        }
        text += lines.substring(0, length / 2);
        text += lines.substring(length / 2);
    }

    /** The number of lines of a thread, if each has three bytes. */
    int count(String thread) {
        return lines(thread).length() / 3;
    }

    /** The lines of a thread, which begin with its letter; each with a blank after it. */
    String lines(String thread) {
        String lines = "";
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            if (text.startsWith(thread, from) && end > from + 1) {
                lines += text.substring(from, end) + " ";
            }
            from = end + 1;
        }
        return lines;
    }
}
