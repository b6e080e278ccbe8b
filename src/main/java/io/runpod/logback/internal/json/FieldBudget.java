package io.runpod.logback.internal.json;

import java.util.Arrays;

/**
 * Counts the bytes that a line has for its fields: records where each written field ends, and how many fields were
 * dropped. If one field alone is larger than the whole budget, only this field is dropped. If any other field does not
 * fit, the line is full: this field and all later ones, which have a lower rank, are dropped. Not thread-safe.
 */
final class FieldBudget {

    /** Maximum number of fields that a line's sources may name. A source may be endless. */
    static final int MAX_FIELDS = 1_000_000;

    /** Maximum length of an array of ends that is kept for the next line. */
    private static final int MAX_KEPT_FIELDS = 4096;

    /** Bytes that all fields together may take. */
    private int limit;

    private int[] ends = new int[64];
    private int written;

    /** Where the last written field ends. */
    private int end;

    private int named;
    private int dropped;
    private boolean full;
    private long largestRawBytes;

    /** @param maxBytes bytes that all fields together may take */
    void reset(int maxBytes) {
        limit = maxBytes;
        written = 0;
        end = 0;
        named = 0;
        dropped = 0;
        full = false;
        largestRawBytes = 0;
        if (ends.length > MAX_KEPT_FIELDS) {
            ends = new int[64];
        }
    }

    /** Whether the line takes no more fields. */
    boolean isFull() {
        return full;
    }

    /** Whether the line takes this many more fields, if there is room for their bytes. */
    boolean takes(int more) {
        return !full && named + more <= MAX_FIELDS;
    }

    /** Returns how many fields the sources of this line have named, dropped ones included. */
    int named() {
        return named;
    }

    /** Counts fields that a source named; returns false if there are more than {@link #MAX_FIELDS} now. */
    boolean countNamed(int more) {
        named += more;
        return named <= MAX_FIELDS;
    }

    /**
     * Whether fields that end at this position fit.
     *
     * @param rawBytes their {@link #largestRawBytes}
     */
    boolean fits(long position, long rawBytes) {
        return position <= limit && rawBytes <= limit;
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

    /** Returns where the last written field ends; the open field begins there. */
    int end() {
        return end;
    }

    /**
     * Like {@link #exceedsLimit}, asked before a string of the field is read: the position is where the string would
     * end if it were copied unchanged. So a secret counts in full, even if its mask is shorter.
     */
    boolean exceedsLimitRaw(long position) {
        largestRawBytes = Math.max(largestRawBytes, position - end);
        return exceedsLimit(position);
    }

    /**
     * Returns the largest size that {@link #exceedsLimitRaw} has seen in this line, in bytes. Encoded fields keep it,
     * so that a later line drops a copied field in the same cases as a newly written one.
     */
    long largestRawBytes() {
        return largestRawBytes;
    }

    /** Whether the open field alone is larger than the whole budget if it ends at this position. */
    boolean exceedsLimit(long position) {
        return position - end > limit;
    }

    /** Ends the open field at this position. Returns false if the field does not fit; it then counts as dropped. */
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

    /** Returns the index of the written field that contains this position. */
    int fieldAt(int position) {
        int field = written - 1;
        while (field > 0 && ends[field - 1] > position) {
            field--;
        }
        return field;
    }

    /** Moves the end of a written field, and all that is after it, by so many bytes; negative = towards the start. */
    void shift(int field, int bytes) {
        for (int i = field; i < written; i++) {
            ends[i] += bytes;
        }
        end = end(written - 1);
    }

    /** Whether the written fields take more than the whole budget. */
    boolean isExceeded() {
        return end > limit;
    }

    /** Removes all fields but the first {@code count}. */
    void rollback(int count) {
        written = count;
        end = end(count - 1);
    }

    /** @param alone true = later fields may still fit; false = the line is now full */
    void drop(boolean alone) {
        dropped++;
        full |= !alone;
    }
}
