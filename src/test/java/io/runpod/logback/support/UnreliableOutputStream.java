package io.runpod.logback.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Blocks, fails, or takes a part now and then, and reads every line that it is given on the spot: {@code
 * thread:number:length:} and so many times the same letter. Whatever it does with them, each line has to come once, in
 * its thread's order, in one piece, and behind a fresh line where something failed before; but for those lines that were
 * to follow a fresh line which it did not take.
 */
public final class UnreliableOutputStream extends OutputStream {

    private static final int LETTERS = 26;

    /** A failure that is no exception. */
    public static final class OutputError extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicBoolean entered = new AtomicBoolean();
    private final AtomicLongArray settled;
    private final Random random;
    private final boolean fails;

    // Of the one thread that writes at a time.
    private long lost;
    private long lines;
    private boolean freshLineIsDue;
    private boolean failsInFlush;
    private final long[] next;
    private final long[] unsettled;
    private final long[] freshLinesFailedBefore;
    private long unsettledLines;
    private volatile long freshLinesFailed;

    /** What was wrong first; null = nothing. */
    public volatile String problem;

    /** @param fails whether it does more than to block */
    public UnreliableOutputStream(int threads, long seed, boolean fails) {
        this.settled = new AtomicLongArray(threads);
        this.next = new long[threads];
        this.unsettled = new long[threads];
        this.freshLinesFailedBefore = new long[threads];
        this.random = new Random(seed);
        this.fails = fails;
    }

    /** How many lines of the thread it was given, and has written or failed to. */
    public long settled(int thread) {
        return settled.get(thread);
    }

    /** How many lines it was given in writes that failed. */
    public long lost() {
        return lost;
    }

    /** How many lines it was given. */
    public long lines() {
        return lines;
    }

    /** How often it did not take the fresh line behind a failure; the lines that were to follow it does not get. */
    public long freshLinesFailed() {
        return freshLinesFailed;
    }

    /** The line's bytes, from the beginning of the array; returns its length. */
    public static int line(byte[] into, int thread, long number, int letters) {
        byte[] head = (thread + ":" + number + ":" + letters + ":").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, into, 0, head.length);
        Arrays.fill(into, head.length, head.length + letters, letter(thread, number));
        into[head.length + letters] = '\n';
        return head.length + letters + 1;
    }

    private static byte letter(int thread, long number) {
        return (byte) ('a' + (thread + number) % LETTERS);
    }

    @Override
    public void write(int one) throws IOException {
        enter();
        try {
            if (one != '\n' || !freshLineIsDue) {
                wrong("a single byte: " + one);
            }
            freshLineIsDue = false;
            if (fails && random.nextInt(8) == 0) {
                freshLineIsDue = true;
                freshLinesFailed++;
                fail();
            }
        } finally {
            entered.set(false);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        enter();
        try {
            if (freshLineIsDue) {
                wrong("no fresh line behind a failure");
            }
            long before = unsettledLines;
            read(bytes, from, from + length);
            if (before > 0) {
                wrong("two writes without a flush");
            }
            int mood = random.nextInt(1000);
            if (mood < 20) {
                Thread.yield();
            } else if (mood < 25) {
                LockSupport.parkNanos(200_000);
            } else if (mood < 60 && fails) {
                // It may have taken a part; what it read above is all that it was given.
                fail();
            }
            failsInFlush = mood < 65 && fails;
        } catch (Throwable failure) {
            failed();
            throw failure;
        } finally {
            entered.set(false);
        }
    }

    @Override
    public void flush() throws IOException {
        enter();
        try {
            if (failsInFlush) {
                failsInFlush = false;
                failed();
                fail();
            }
            settle();
        } finally {
            entered.set(false);
        }
    }

    private void enter() {
        if (!entered.compareAndSet(false, true)) {
            wrong("two threads at once");
        }
    }

    private void fail() throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> throw new IOException("No space left on device");
            case 1 -> throw new IllegalStateException("closed");
            default -> throw new OutputError();
        }
    }

    private void failed() {
        lost += unsettledLines;
        freshLineIsDue = true;
        settle();
    }

    private void settle() {
        lines += unsettledLines;
        unsettledLines = 0;
        for (int thread = 0; thread < unsettled.length; thread++) {
            if (unsettled[thread] > 0) {
                settled.set(thread, next[thread]);
                unsettled[thread] = 0;
            }
        }
    }

    private void read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            long[] head = new long[3];
            for (int part = 0; part < head.length; part++) {
                while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                    head[part] = head[part] * 10 + bytes[at++] - '0';
                }
                if (at == to || bytes[at++] != ':') {
                    wrong("torn: " + new String(bytes, Math.max(from, at - 20), Math.min(40, to - at)));
                    return;
                }
            }
            int thread = (int) head[0];
            if (thread >= next.length
                    || head[1] < next[thread]
                    || (head[1] > next[thread] && freshLinesFailedBefore[thread] == freshLinesFailed)) {
                wrong("line " + head[1] + " of thread " + thread + ", expected " + next[thread % next.length]);
                return;
            }
            byte letter = letter(thread, head[1]);
            int end = (int) Math.min(to, at + head[2]);
            while (at < end) {
                if (bytes[at++] != letter) {
                    wrong("mixed: line " + head[1] + " of thread " + thread);
                    return;
                }
            }
            if (at == to || bytes[at++] != '\n') {
                wrong("no end: line " + head[1] + " of thread " + thread);
                return;
            }
            next[thread] = head[1] + 1;
            freshLinesFailedBefore[thread] = freshLinesFailed;
            unsettled[thread]++;
            unsettledLines++;
        }
    }

    private void wrong(String what) {
        if (problem == null) {
            problem = what;
        }
    }
}
