package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;

/**
 * Skips the tokens that a caller writes and the line does not take: those of one value, or of the rest of a container.
 * Tokens are counted, so that a caller without an end is stopped. Not thread-safe.
 */
final class TokenSkipper {

    /** A caller that goes on for this many tokens is stopped: it may have no end. */
    private static final int MAX_TOKENS = 100_000;

    /** So is one that nests this deep meanwhile. */
    private static final int MAX_DEPTH = 1000;

    private static final int MAX_WRAPPERS = 8;

    /** Thrown to a caller that can stop early: the line needs nothing more of its value. */
    static final class Stop extends Error {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("not needed any more", null, false, false);
        }
    }

    /** Whether it is a stop, or somebody's wrapper of one. */
    static boolean isStop(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_WRAPPERS && cause != null; i++) {
            if (cause instanceof Stop) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The level of the value, or of the container's elements; -1 = nothing is skipped. */
    private int level = -1;

    private boolean rest;

    /** Containers that were opened below {@link #level}, and not closed. */
    private int below;

    private int elements;
    private int tokens;

    /** Whether the caller surely ends: then it is not stopped, so that the count is exact. */
    private boolean finite;

    /** The levels at which the caller of a value, or of a container's elements, takes a {@link Stop}; one bit each. */
    private long stoppableValues;

    private long stoppableRests;

    void reset() {
        level = -1;
        finite = false;
        stoppableValues = 0;
        stoppableRests = 0;
    }

    void finite(boolean isFinite) {
        finite = isFinite;
    }

    boolean isOn() {
        return level >= 0;
    }

    /** The level at which the line goes on, when what is skipped ends. */
    int level() {
        return level;
    }

    boolean isRest() {
        return rest;
    }

    /** How many elements were skipped; negative = unknown. */
    int elements() {
        return elements;
    }

    /**
     * Skips a value.
     *
     * @param opened how many containers of it are open
     */
    void value(int ofLevel, int opened) {
        level = ofLevel;
        rest = false;
        below = opened;
        tokens = 0;
    }

    /** Skips the rest of a container, of which {@code known} elements are missing (negative = not known how many). */
    void rest(int ofLevel, int known) {
        level = ofLevel;
        rest = true;
        below = 0;
        elements = known;
        tokens = 0;
    }

    void off() {
        level = -1;
    }

    /** Promises that the writer of the value at this level takes a {@link Stop}; returns what to restore. */
    long promiseValueStop(int atLevel) {
        long before = stoppableValues;
        stoppableValues |= 1L << atLevel;
        return before;
    }

    /** Takes the promise back while many values are written at this level; returns what to restore. */
    long forgetValueStop(int atLevel) {
        long before = stoppableValues;
        stoppableValues &= ~(1L << atLevel);
        return before;
    }

    void restoreValueStops(long before) {
        stoppableValues = before;
    }

    /** Promises that the writer of the elements at this level takes a {@link Stop}; returns what to restore. */
    long promiseRestStop(int atLevel) {
        long before = stoppableRests;
        stoppableRests |= 1L << atLevel;
        return before;
    }

    void restoreRestStops(long before) {
        stoppableRests = before;
    }

    /** Takes a name; returns false if the skipped value never came, and the name belongs to the line again. */
    boolean takesName(boolean inArray) {
        if (!rest && below == 0) {
            level = -1;
            return false;
        }
        if (rest && below == 0 && !inArray) {
            countElement();
        }
        count();
        return true;
    }

    void takeScalar(boolean inArray) {
        if (!rest && below == 0) {
            level = -1; // all that was to be skipped
            return;
        }
        valueEnded(inArray);
        count();
    }

    void takeStart() {
        // Counted too: lists that hold lists alone can be more than anyone has time for. A caller that catches the stop
        // may
        // close what it opened, so that is known before.
        below++;
        count();
        if (below > MAX_DEPTH) {
            throw new Failure.Refusal("nests too deep");
        }
    }

    /** The end of a container; returns false where that container belongs to the line. */
    boolean takesEnd(boolean inArray) {
        if (below == 0) {
            return false;
        }
        below--;
        valueEnded(inArray);
        return true;
    }

    private void valueEnded(boolean inArray) {
        if (below > 0) {
            return;
        }
        if (!rest) {
            level = -1;
        } else if (inArray) {
            countElement();
        }
    }

    private void countElement() {
        if (elements >= 0) {
            elements++;
        }
    }

    private void count() {
        if (((rest ? stoppableRests : stoppableValues) >>> level & 1) != 0) {
            throw new Stop();
        }
        if (++tokens > MAX_TOKENS && !finite) {
            elements = -1; // how many more there would be is not known
            throw new Stop();
        }
    }
}
