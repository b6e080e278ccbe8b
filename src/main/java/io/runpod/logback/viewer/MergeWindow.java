package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Sorts the lines of several workers by time, within a window of some seconds and of bounded size. Not thread-safe. */
final class MergeWindow {

    private static final long WINDOW_MILLIS = 10_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 10_000;

    /**
     * What is printed of a line, or of a text with what continues it.
     *
     * @param sortMillis its place, with the sequence number; {@code time} is that of the line itself, if it has one
     */
    record Entry(long sortMillis, long sequence, long time, LineBuffer text) {}

    /** Takes the entries in their order. */
    interface Target {
        void print(Entry entry) throws IOException;
    }

    private final Target target;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::sortMillis).thenComparingLong(Entry::sequence));
    private long newestMillis = LineTime.NONE;
    private int bytes;

    MergeWindow(Target target) {
        this.target = target;
    }

    void add(LineOrigin origin, long time, LineBuffer text) throws IOException {
        // A line without a time goes after all that are here.
        long millis = origin.sortMillis == LineTime.NONE ? newestMillis : origin.sortMillis;
        entries.add(new Entry(millis, origin.sequence, time, LineBuffer.of(text.copyFrom(0))));
        bytes += text.length();
        newestMillis = Math.max(newestMillis, millis);
        while (bytes > MAX_BYTES || entries.size() > MAX_ENTRIES || isDue(entries.peek())) {
            poll();
        }
    }

    private boolean isDue(Entry entry) {
        return entry != null && entry.sortMillis != newestMillis && entry.sortMillis < newestMillis - WINDOW_MILLIS;
    }

    private void poll() throws IOException {
        Entry entry = entries.remove();
        bytes -= entry.text.length();
        target.print(entry);
    }

    void flush() throws IOException {
        while (!entries.isEmpty()) {
            poll();
        }
    }
}
