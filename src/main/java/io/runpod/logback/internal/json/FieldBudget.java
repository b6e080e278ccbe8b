package io.runpod.logback.internal.json;

import java.util.Arrays;

/**
 * The bytes that a line has for its fields, where each field that was written ends, and how many were dropped. A field
 * larger than the whole budget is dropped alone. The first other field that does not fit fills the line: it and all later
 * fields, of lower rank, are dropped. Not thread-safe.
 */
final class FieldBudget {

    /** What a longer list of ends needs is not kept for the next line. */
    private static final int MAX_KEPT = 4096;

    private int limit;
    private int[] ends = new int[64];
    private int written;

    /** Where the last field that was written ends. */
    private int end;

    private int dropped;
    private boolean full;

    /** @param maxBytes of all fields together */
    void reset(int maxBytes) {
        limit = maxBytes;
        written = 0;
        end = 0;
        dropped = 0;
        full = false;
        if (ends.length > MAX_KEPT) {
            ends = new int[64];
        }
    }

    /** Whether nothing more fits, so that a field need not be tried. */
    boolean isFull() {
        return full;
    }

    int written() {
        return written;
    }

    int dropped() {
        return dropped;
    }

    /** Where the field of this number ends; 0 for the one before the first. */
    int end(int field) {
        return field < 0 ? 0 : ends[field];
    }

    /** Where the last field ends, and the open one begins. */
    int end() {
        return end;
    }

    /** Whether the open field, if it reached up to here, alone took more than all may take. */
    boolean outgrows(long position) {
        return position - end > limit;
    }

    /** Ends the open field here; returns false where it does not fit, and is dropped. */
    boolean endField(int position) {
        if (position > limit) {
            drop(outgrows(position));
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
    void backTo(int count) {
        written = count;
        end = end(count - 1);
    }

    /** @param alone whether what follows may still fit */
    void drop(boolean alone) {
        dropped++;
        full |= !alone;
    }
}
