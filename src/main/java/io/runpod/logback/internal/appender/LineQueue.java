package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.internal.text.StackGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A queue of encoded lines and the thread that writes them, so that a stalled output does not block the application.
 * Bounded in lines and bytes. If the queue is full, a caller blocks up to a maximum time, which may be 0. If the queue
 * is still full then, lines of lower levels are dropped to make room, the lowest level and the oldest line first; if
 * there are none, the new line is dropped. Every dropped line is counted. Lines are written in the order in which they
 * came. Thread-safe. Uses locks and not monitors, so that a waiting virtual thread releases its carrier thread.
 */
final class LineQueue {

    /** The most bytes that the writer takes at once, as many as a Linux pipe holds. A longer line is taken alone. */
    private static final int BATCH_BYTES = 1 << 16;

    /** The result of {@link #take} after the queue is closed and empty. */
    private static final int CLOSED = -1;

    private static final class Item {
        final byte[] bytes;
        final int lines;
        final long number;

        Item(byte[] bytes, int lines, long number) {
            this.bytes = bytes;
            this.lines = lines;
            this.number = number;
        }
    }

    private final int capacity;
    private final long maxBytes;
    private final long maxBlockNanos;
    private final LineSink sink;
    private final DropCounts drops;

    // Used by the writer thread only.
    private final List<byte[]> taken = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition written = lock.newCondition();

    // Guarded by lock.
    private final List<ArrayDeque<Item>> byLevel = IntStream.range(0, LogLevel.RANKS)
            .mapToObj(level -> new ArrayDeque<Item>())
            .toList();
    private int waitingLines;
    private long waitingBytes;
    private int linesBeingWritten;
    private long lastNumber;

    /** The number of the last line that the writer took. */
    private long takenUpTo;

    /** The number of the last line whose write ended, with success or not. */
    private long settledUpTo;

    private boolean writerSleeps;
    private int callersWaiting;

    /**
     * The end of {@link #drain}, as {@link System#nanoTime}. While {@link #ending}, a call waits for its own line until
     * then, or for {@link #maxBlockNanos} if that is later.
     */
    private long deadline;

    /** Whether the process or the Logback context is about to end; set by {@link #drain}. */
    private boolean ending;

    /** The thread that writes; null = not started, or ended. */
    private volatile @Nullable Thread writer;

    /** Whether callers write their own lines, because the writer thread ends or could not be started. */
    private boolean closed;

    /**
     * Whether a write was stalled at {@link #close}. Until it returns, lines are dropped, so that callers do not block.
     */
    private boolean stalled;

    /** Whether {@link #close} has dropped the remaining lines, so that no call waits for them. */
    private boolean abandoned;

    /** Creates a queue. {@link Pipeline.Builder#queue} explains the parameters. */
    LineQueue(int capacity, long maxBytes, long maxBlockNanos, LineSink sink, DropCounts drops) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
        this.maxBlockNanos = maxBlockNanos;
        this.sink = sink;
        this.drops = drops;
    }

    /** Starts the writer thread. If none can be created, callers write their own lines. */
    void start(String name) {
        try {
            // Not a field, so that it is freed when the writer ends. A closed queue may stay reachable for long.
            byte[] batch = new byte[BATCH_BYTES];
            Thread thread = new Thread(() -> writeAll(batch), name);
            thread.setDaemon(true);
            thread.start();
            writer = thread;
        } catch (OutOfMemoryError noThread) {
            closed = true;
        }
    }

    /** As {@link RequestBuffer.Output#write}: blocks up to the maximum time if the queue is full. */
    void write(byte[] bytes, int lines, int level) {
        boolean interrupted = false;
        lock.lock();
        try {
            if (!closed) {
                interrupted = makeRoom(lines, bytes.length, rank(level));
                if (!closed) {
                    if (isFull(lines, bytes.length)) {
                        drops.add(DropReason.QUEUE_FULL, lines);
                        return;
                    }
                    add(bytes, lines, rank(level));
                    if (ending) {
                        interrupted |= awaitSettled(Math.max(deadline, System.nanoTime() + maxBlockNanos));
                    }
                    return;
                }
            }
            if (stalled) {
                drops.add(DropReason.UNWRITTEN, lines);
                return;
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        // The writer has ended, and its lines are written or dropped.
        drops.add(DropReason.UNWRITTEN, sink.write(bytes, bytes.length, lines));
    }

    /** Adds the line of a drop report. It needs no room in the queue and is never counted as dropped. */
    void writeReport(byte[] line) {
        lock.lock();
        try {
            if (!closed) {
                add(line, 0, rank(Level.ERROR_INT));
                return;
            }
            if (stalled) {
                return;
            }
        } finally {
            lock.unlock();
        }
        sink.write(line, line.length, 0);
    }

    private void add(byte[] bytes, int lines, int rank) {
        if (writerSleeps) {
            StackGuard.requireLine(); // a StackOverflowError in the signal would leave the writer asleep forever
        }
        byLevel.get(rank).add(new Item(bytes, lines, ++lastNumber));
        waitingLines += lines;
        waitingBytes += bytes.length;
        if (writerSleeps) {
            writerSleeps = false;
            filled.signal();
        }
    }

    private static int rank(int level) {
        return LogLevel.ofLogback(level).rank();
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return waitingLines < capacity && waitingBytes < maxBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the queue has no room for these lines. An empty queue has room for any number. */
    private boolean isFull(int lines, int bytes) {
        return waitingLines > 0 && (waitingLines + lines > capacity || waitingBytes + bytes > maxBytes);
    }

    /** Blocks up to the maximum time, then drops lines of lower levels. Returns whether the thread was interrupted. */
    private boolean makeRoom(int lines, int bytes, int rank) {
        boolean interrupted = false;
        if (maxBlockNanos > 0 && isFull(lines, bytes)) {
            interrupted = awaitCondition(() -> closed || !isFull(lines, bytes), System.nanoTime() + maxBlockNanos);
        }
        for (int lower = 0; lower < rank && isFull(lines, bytes); ) {
            Item dropped = byLevel.get(lower).poll();
            if (dropped == null) {
                lower++;
            } else {
                waitingLines -= dropped.lines;
                waitingBytes -= dropped.bytes.length;
                drops.add(DropReason.QUEUE_FULL, dropped.lines);
            }
        }
        return interrupted;
    }

    /**
     * Waits for a condition, at most until a time. An interrupt does not end the wait. Returns whether the thread was
     * interrupted.
     */
    private boolean awaitCondition(BooleanSupplier condition, long until) {
        // A StackOverflowError in the wait could leave this thread in the lock's queue forever.
        StackGuard.requireLine();
        boolean interrupted = false;
        callersWaiting++;
        try {
            long left = until - System.nanoTime();
            while (left > 0 && !condition.getAsBoolean()) {
                try {
                    left = written.awaitNanos(left);
                } catch (InterruptedException interruption) {
                    interrupted = true;
                    left = until - System.nanoTime();
                }
            }
        } finally {
            callersWaiting--;
        }
        return interrupted;
    }

    /** Waits until all lines that are now in the queue are written or dropped. */
    private boolean awaitSettled(long until) {
        long number = lastNumber;
        return awaitCondition(() -> abandoned || settledUpTo >= number || isEmpty(), until);
    }

    private boolean isEmpty() {
        return settledUpTo == takenUpTo && first().isEmpty();
    }

    /** Runs the writer thread. If a batch fails, its lines are counted and the next batch is tried. */
    private void writeAll(byte[] batch) {
        while (true) {
            try {
                if (!writeSome(batch)) {
                    return;
                }
            } catch (Throwable problem) {
                // Also an Error: if this thread ended, all later lines would be lost.
                taken.clear();
                settle(true);
            }
        }
    }

    private boolean writeSome(byte[] batch) {
        int lines = take();
        if (lines == CLOSED) {
            return false;
        }
        byte[] bytes = batch;
        int length = 0;
        for (byte[] one : taken) {
            if (one.length > BATCH_BYTES) {
                bytes = one; // such a line is taken alone
                length = one.length;
            } else {
                System.arraycopy(one, 0, batch, length, one.length);
                length += one.length;
            }
        }
        taken.clear();
        settle(sink.write(bytes, length, lines) > 0);
        return true;
    }

    /** Waits for lines and takes as many as fit into a batch. Returns how many, or {@link #CLOSED}. */
    private int take() {
        lock.lock();
        try {
            ArrayDeque<Item> next = first();
            while (next.isEmpty()) {
                if (closed) {
                    return CLOSED;
                }
                writerSleeps = true;
                filled.awaitUninterruptibly();
                next = first();
            }
            writerSleeps = false;
            int bytes = 0;
            do {
                Item item = next.remove();
                takenUpTo = item.number;
                waitingLines -= item.lines;
                waitingBytes -= item.bytes.length;
                linesBeingWritten += item.lines;
                bytes += item.bytes.length;
                taken.add(item.bytes);
                next = first();
            } while (!next.isEmpty() && bytes + next.element().bytes.length <= BATCH_BYTES);
            // Wakes all callers together when a quarter of the queue is free: waking one caller for each line would
            // take longer than writing the line.
            if (callersWaiting > 0
                    && waitingLines <= capacity - capacity / 4
                    && waitingBytes <= maxBytes - maxBytes / 4) {
                written.signalAll();
            }
            return linesBeingWritten;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the waiting lines of the level that has the oldest line of all; empty if no line waits. */
    private ArrayDeque<Item> first() {
        ArrayDeque<Item> first = byLevel.get(0);
        long number = Long.MAX_VALUE;
        for (int rank = 0; rank < byLevel.size(); rank++) {
            Item head = byLevel.get(rank).peek();
            if (head != null && head.number < number) {
                number = head.number;
                first = byLevel.get(rank);
            }
        }
        return first;
    }

    /** Ends a write, and wakes the callers that wait for it. */
    private void settle(boolean failed) {
        lock.lock();
        try {
            if (failed) {
                drops.add(DropReason.UNWRITTEN, linesBeingWritten);
            }
            linesBeingWritten = 0;
            settledUpTo = takenUpTo;
            stalled = false;
            if (callersWaiting > 0 && (ending || waitingLines == 0)) {
                written.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many lines wait or are being written. */
    long waiting() {
        lock.lock();
        try {
            return (long) waitingLines + linesBeingWritten;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all lines are written, at most until the deadline. From now on each call waits for its own line too,
     * because the process may end at any time.
     *
     * @param until as {@link System#nanoTime}
     * @return whether all lines that were in the queue at the call are written or dropped
     */
    boolean drain(long until) {
        boolean interrupted = false;
        lock.lock();
        try {
            ending = true;
            deadline = until;
            long number = lastNumber;
            interrupted = awaitSettled(until);
            return settledUpTo >= number || isEmpty();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Drains, then ends the writer. Lines that are not written by then are dropped and counted.
     *
     * @param until as {@link System#nanoTime}
     * @return whether no write is stalled
     */
    boolean close(long until) {
        drain(until);
        boolean interrupted;
        boolean finished;
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            written.signalAll();
            interrupted = awaitCondition(this::isEmpty, until);
            stalled = settledUpTo < takenUpTo;
            finished = !stalled;
            for (ArrayDeque<Item> items : byLevel) {
                items.forEach(item -> drops.add(DropReason.UNWRITTEN, item.lines));
                items.clear();
            }
            waitingLines = 0;
            waitingBytes = 0;
            abandoned = true;
            written.signalAll();
        } finally {
            lock.unlock();
        }
        if (interrupted || (finished && !awaitEnd(until))) {
            Thread.currentThread().interrupt();
        }
        return finished;
    }

    /**
     * Waits until the writer thread has ended: a servlet container looks for threads that an application left, as soon
     * as the application has stopped.
     *
     * @return false if the caller was interrupted
     */
    private boolean awaitEnd(long until) {
        Thread thread = writer;
        writer = null;
        if (thread != null) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            } catch (InterruptedException interrupt) {
                return false;
            }
        }
        return true;
    }
}
