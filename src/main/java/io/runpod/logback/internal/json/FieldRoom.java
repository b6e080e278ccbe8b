package io.runpod.logback.internal.json;

import java.util.Arrays;

/**
 * The room that a line has for its fields, and what became of each: written, or dropped. A field that could never fit
 * is dropped alone; with one that only came too late the line is full, and what comes after it, of lower rank, is
 * dropped too.
 */
final class FieldRoom {

    /** The level of the fields' names, or -1 while there are no fields. */
    private int level = -1;

    private int firstStart;
    private int limit;
    private int start;
    private int[] starts = new int[64];
    private int written;
    private int dropped;
    private boolean full;

    void reset() {
        level = -1;
    }

    /**
     * Begins the fields.
     *
     * @param atLevel the level of their names
     * @param position where the first one begins
     * @param end where the last one has to end
     */
    void open(int atLevel, int position, int end) {
        level = atLevel;
        firstStart = position;
        limit = end;
        written = 0;
        dropped = 0;
        full = false;
    }

    void close() {
        level = -1;
    }

    int level() {
        return level;
    }

    boolean isOpen() {
        return level >= 0;
    }

    /** Whether nothing more fits, so that a field need not be tried. */
    boolean isFull() {
        return full;
    }

    int written() {
        return written;
    }

    void writtenTo(int count) {
        written = count;
    }

    int dropped() {
        return dropped;
    }

    void fieldBegins(int position) {
        start = position;
    }

    /** Where the open field begins. */
    int start() {
        return start;
    }

    /** Whether the fields may not reach up to here. */
    boolean isBeyond(int position) {
        return position > limit;
    }

    /** Whether the open field, if it reached up to here, took more than all fields may take. */
    boolean outgrows(long position) {
        return position - Math.max(start, firstStart) > limit - firstStart;
    }

    void fieldWritten() {
        if (written == starts.length) {
            starts = Arrays.copyOf(starts, written * 2);
        }
        starts[written++] = start;
    }

    /** @param alone whether what comes after it may still fit */
    void fieldDropped(boolean alone) {
        dropped++;
        full |= !alone;
    }

    /** Drops the last field that was written; returns where it began. */
    int dropLast() {
        dropped++;
        return starts[--written];
    }
}
