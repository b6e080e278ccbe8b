package io.runpod.logback.internal.json;

import org.jspecify.annotations.Nullable;

/** The containers that are open: of what kind each is, how many elements it has, the name it has come to. */
final class Nesting {

    private final boolean[] arrays;
    private final int[] counts;
    private final int[] ids;
    private final @Nullable String[] names;
    private int depth;
    private int lastId;

    Nesting(int mostDepth) {
        arrays = new boolean[mostDepth + 1];
        counts = new int[mostDepth + 1];
        ids = new int[mostDepth + 1];
        names = new String[mostDepth + 1];
    }

    /** Begins anew, whatever the depth is. */
    void reset() {
        backTo(0);
        depth = 0;
        names[0] = null;
        lastId = 0;
        counts[0] = 0;
    }

    int depth() {
        return depth;
    }

    void open(boolean array) {
        depth++;
        arrays[depth] = array;
        counts[depth] = 0;
        ids[depth] = ++lastId;
        names[depth] = null;
    }

    /** Goes back to a level; what was open below it no longer is. */
    void backTo(int level) {
        for (; depth > level; depth--) {
            names[depth] = null;
        }
    }

    boolean isArray() {
        return arrays[depth];
    }

    boolean isArrayAt(int level) {
        return arrays[level];
    }

    /** A number that no other container of the line has. */
    int id() {
        return ids[depth];
    }

    int count() {
        return counts[depth];
    }

    int countAt(int level) {
        return counts[level];
    }

    /** Counts an element and returns how many stand before it. */
    int countUp() {
        return counts[depth]++;
    }

    void countDown() {
        counts[depth]--;
    }

    void countTo(int count) {
        countTo(depth, count);
    }

    void countTo(int level, int count) {
        counts[level] = count;
    }

    void name(String name) {
        names[depth] = name;
    }

    @Nullable
    String nameAt(int level) {
        return names[level];
    }
}
