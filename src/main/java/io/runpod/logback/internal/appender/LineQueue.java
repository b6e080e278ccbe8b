package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.internal.text.StackGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Finished lines that wait for a thread of their own to write them, so that an output that stands still does not stop
 * the application. Bounded in lines. In a full queue a caller waits for a while, or not at all; then the lowest level
 * gives way to higher ones, its oldest line first, and every line that goes is counted. Lines leave in the order in
 * which they came. Thread-safe; locks, not monitors, so that a virtual thread that waits gives its carrier back.
 */
final class LineQueue implements LineOutput {

    /** The writer takes so much at once; a pipe of Linux holds 64 KiB. */
    private static final int BATCH_BYTES = 1 << 16;

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
    private final long maxBlockNanos;
    private final LineSink sink;
    private final DropCounts drops;

    // The writer's own.
    private final List<byte[]> taken = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition written = lock.newCondition();

    // Guarded by lock.
    private final List<ArrayDeque<Item>> byLevel = IntStream.range(0, LogLevel.RANKS)
            .mapToObj(level -> new ArrayDeque<Item>())
            .toList();
    private int waitingLines;
    private int linesOnTheirWay;
    private long lastNumber;

    /** Lines leave by their numbers: all up to these were taken, and are settled. */
    private long takenUpTo;

    private long settledUpTo;
    private boolean writerSleeps;
    private int callersWaiting;

    /** The process, or the context, ends: a call returns when its line is written, or at this time. 0 = not yet. */
    private long deadline;

    private boolean ending;
    private boolean closed;

    /** It was closed while the output stood still: what comes now is given up too, rather than to stand still as well. */
    private boolean stuck;

    /** What could not be written is given up. */
    private boolean over;

    /**
     * @param capacity in lines, at least 1
     * @param maxBlockNanos how long a caller waits for room; 0 = not at all
     */
    LineQueue(int capacity, long maxBlockNanos, LineSink sink, DropCounts drops) {
        this.capacity = capacity;
        this.maxBlockNanos = maxBlockNanos;
        this.sink = sink;
        this.drops = drops;
    }

    /** Starts the writer; without one (no thread is to be had) lines are written by those who log them. */
    void start(String name) {
        try {
            // The writer's, and gone with it: a queue that was closed may be kept alive for long.
            byte[] batch = new byte[BATCH_BYTES];
            Thread thread = new Thread(() -> writeAll(batch), name);
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            closed = true;
        }
    }

    @Override
    public void write(byte[] bytes, int lines, int level) {
        boolean interrupted = false;
        lock.lock();
        try {
            if (!closed) {
                interrupted = makeRoom(lines, rank(level));
                if (!closed) {
                    if (isFull(lines)) {
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
            if (stuck) {
                drops.add(DropReason.UNWRITTEN, lines);
                return;
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        // The writer is gone, and all that it had to write with it.
        sink.write(bytes, bytes.length, lines);
    }

    /** Takes a line that stands beside all others: it takes no room, waits for nobody, and is not counted. */
    void writeBeside(byte[] line) {
        lock.lock();
        try {
            if (!closed) {
                add(line, 0, rank(Level.ERROR_INT));
                return;
            }
            if (stuck) {
                return;
            }
        } finally {
            lock.unlock();
        }
        sink.write(line, line.length, 0);
    }

    private void add(byte[] bytes, int lines, int rank) {
        if (writerSleeps) {
            StackGuard.requireLine(); // a signal that is broken off would leave the writer asleep for ever
        }
        byLevel.get(rank).add(new Item(bytes, lines, ++lastNumber));
        waitingLines += lines;
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
            return waitingLines < capacity;
        } finally {
            lock.unlock();
        }
    }

    /** What is larger than the whole queue may have it for itself. */
    private boolean isFull(int lines) {
        return waitingLines > 0 && waitingLines + lines > capacity;
    }

    /** Waits, as far as the rule allows, then lets lower levels go; returns whether the thread was interrupted. */
    private boolean makeRoom(int lines, int rank) {
        boolean interrupted = false;
        if (maxBlockNanos > 0 && isFull(lines)) {
            interrupted = awaitWritten(() -> closed || !isFull(lines), System.nanoTime() + maxBlockNanos);
        }
        for (int lower = 0; lower < rank && isFull(lines); ) {
            Item dropped = byLevel.get(lower).poll();
            if (dropped == null) {
                lower++;
            } else {
                waitingLines -= dropped.lines;
                drops.add(DropReason.QUEUE_FULL, dropped.lines);
            }
        }
        return interrupted;
    }

    /** Waits until it is so, or the time; an interruption does not end it, but is told. */
    private boolean awaitWritten(BooleanSupplier condition, long until) {
        StackGuard.requireLine(); // a wait that is broken off may leave this thread in the lock's queue for ever
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

    /** Waits for all lines that are there now, whatever comes behind them; not for those that are given up. */
    private boolean awaitSettled(long until) {
        long number = lastNumber;
        return awaitWritten(() -> over || settledUpTo >= number || isEmpty(), until);
    }

    private boolean isEmpty() {
        return settledUpTo == takenUpTo && first().isEmpty();
    }

    /** The writer's life. Whatever goes wrong with one batch, the next is tried. */
    private void writeAll(byte[] batch) {
        while (true) {
            try {
                if (!writeSome(batch)) {
                    return;
                }
            } catch (Throwable problem) {
                // Also an Error: without this thread all that comes after would be lost too.
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
                bytes = one; // it was taken alone
                length = one.length;
            } else {
                System.arraycopy(one, 0, batch, length, one.length);
                length += one.length;
            }
        }
        taken.clear();
        sink.write(bytes, length, lines);
        settle(false);
        return true;
    }

    /** Waits for lines, and takes as many as fit into a batch; says how many, or {@link #CLOSED}. */
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
                linesOnTheirWay += item.lines;
                bytes += item.bytes.length;
                taken.add(item.bytes);
                next = first();
            } while (!next.isEmpty() && bytes + next.element().bytes.length <= BATCH_BYTES);
            // All at once, and only when there is room for all: a caller that is woken for a single line costs more
            // than the line.
            if (callersWaiting > 0 && waitingLines <= capacity - capacity / 4) {
                written.signalAll();
            }
            return linesOnTheirWay;
        } finally {
            lock.unlock();
        }
    }

    /** Where the line is that came first of all that wait; any level where none waits. */
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

    private void settle(boolean failed) {
        lock.lock();
        try {
            if (failed) {
                drops.add(DropReason.UNWRITTEN, linesOnTheirWay);
            }
            linesOnTheirWay = 0;
            settledUpTo = takenUpTo;
            stuck = false;
            if (callersWaiting > 0 && (ending || waitingLines == 0)) {
                written.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many lines wait, or are being written. */
    long waiting() {
        lock.lock();
        try {
            return (long) waitingLines + linesOnTheirWay;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all is written, at most until the deadline. From now on a call returns when its own line is written
     * too, as nobody knows how long the process lives.
     */
    void drain(long until) {
        boolean interrupted = false;
        lock.lock();
        try {
            ending = true;
            deadline = until;
            interrupted = awaitSettled(until);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Drains, then ends the writer; what could not be written until then is given up and counted. */
    void close(long until) {
        drain(until);
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            written.signalAll();
            interrupted = awaitWritten(this::isEmpty, until);
            stuck = settledUpTo < takenUpTo;
            for (ArrayDeque<Item> items : byLevel) {
                items.forEach(item -> drops.add(DropReason.UNWRITTEN, item.lines));
                items.clear();
            }
            waitingLines = 0;
            over = true;
            written.signalAll();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
