package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sorts the lines of several workers by time, within a window of some seconds and of bounded size. Not thread-safe. */
final class MergeWindow {

    private static final long WINDOW_MILLIS = 10_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 10_000;

    /**
     * The output for one line, or for a text and its continuation; {@code time} is the line's own time, if it has one.
     */
    record Entry(long sortMillis, long sequence, long time, LineBuffer text) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::sortMillis).thenComparingLong(Entry::sequence));
    private long newestMillis = LineTime.NONE;
    private int bytes;

    void add(LineOrigin origin, long time, LineBuffer text) {
        // A line without a time is sorted after all others here.
        long millis = origin.sortMillis == LineTime.NONE ? newestMillis : origin.sortMillis;
        entries.add(new Entry(millis, origin.sequence, time, LineBuffer.of(text.copyFrom(0))));
        bytes += text.length();
        newestMillis = Math.max(newestMillis, millis);
    }

    /**
     * Removes the first entry and returns it; null if there is none. Without {@code all}, also null if a line that
     * belongs before it may still come.
     */
    @Nullable
    Entry poll(boolean all) {
        Entry first = entries.peek();
        if (first == null || !(all || bytes > MAX_BYTES || entries.size() > MAX_ENTRIES || isDue(first))) {
            return null;
        }
        bytes -= first.text.length();
        return entries.remove();
    }

    private boolean isDue(Entry entry) {
        return entry.sortMillis != newestMillis && entry.sortMillis < newestMillis - WINDOW_MILLIS;
    }
}
