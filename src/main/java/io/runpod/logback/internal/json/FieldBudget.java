package io.runpod.logback.internal.json;

import java.util.Arrays;

/**
 * Keeps account of the bytes that a line has for its fields: where each written field ends, and how many were dropped.
 * A field larger than the whole budget is dropped alone. The first other field that does not fit fills the line: it and
 * all later fields, which have a lower rank, are dropped. Not thread-safe.
 */
final class FieldBudget {

    /** A longer array of ends is not kept for the next line. */
    private static final int MAX_KEPT = 4096;

    private int limit;
    private int[] ends = new int[64];
    private int written;

    /** Where the last written field ends. */
    private int end;

    private int dropped;
    private boolean full;
    private long largestUnread;

    /** @param maxBytes bytes that all fields together may take */
    void reset(int maxBytes) {
        limit = maxBytes;
        written = 0;
        end = 0;
        dropped = 0;
        full = false;
        largestUnread = 0;
        if (ends.length > MAX_KEPT) {
            ends = new int[64];
        }
    }

    /** Whether nothing more fits, so that no further field needs to be tried. */
    boolean isFull() {
        return full;
    }

    /**
     * Whether fields that end at this position fit.
     *
     * @param unread their {@link #largestUnread}
     */
    boolean fits(long position, long unread) {
        return position <= limit && unread <= limit;
    }

    int written() {
        return written;
    }

    int dropped() {
        return dropped;
    }

    /** Returns where a field ends; 0 for index -1, before the first field. */
    int end(int field) {
        return field < 0 ? 0 : ends[field];
    }

    /** Returns where the last field ends, and the open one begins. */
    int end() {
        return end;
    }

    /**
     * Whether the open field is alone larger than the whole budget, if a string of it is written without an escape,
     * mask or cut and then ends at this position. Such a string is not looked at.
     */
    boolean exceedsLimitUnread(long position) {
        largestUnread = Math.max(largestUnread, position - end);
        return exceedsLimit(position);
    }

    /** Returns the largest size that {@link #exceedsLimitUnread} was asked for in this line. */
    long largestUnread() {
        return largestUnread;
    }

    /** Whether the open field, if it reaches this position, is alone larger than the whole budget. */
    boolean exceedsLimit(long position) {
        return position - end > limit;
    }

    /** Ends the open field here. Returns false if it does not fit, and is dropped. */
    boolean endField(int position) {
        if (position > limit) {
            drop(exceedsLimit(position));
            return false;
        }
        if (written == ends.length) {
            ends = Arrays.copyOf(ends, written * 2);
        }
        ends[written++] = position;
        end = position;
        return true;
    }

    /** Forgets the fields after the first {@code count}. */
    void rollback(int count) {
        written = count;
        end = end(count - 1);
    }

    /** @param alone whether only this field is dropped, and later ones may still fit */
    void drop(boolean alone) {
        dropped++;
        full |= !alone;
    }
}
