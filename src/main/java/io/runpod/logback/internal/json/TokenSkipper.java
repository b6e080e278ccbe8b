package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;

/**
 * Skips tokens that a caller writes but the line does not take: either one value, or the rest of a container. Skipped
 * tokens are counted, so that an endless caller can be stopped. Not thread-safe.
 */
final class TokenSkipper {

    /** After this many skipped tokens a caller is stopped, because it may be endless. */
    private static final int MAX_TOKENS = 100_000;

    /** Maximum nesting of skipped tokens; a caller that nests deeper fails. */
    private static final int MAX_DEPTH = 1000;

    /** Maximum length of a chain of causes that is searched for a {@link Stop}. */
    private static final int MAX_WRAPPERS = 8;

    /** Stops a caller whose output the line no longer needs. */
    static final class Stop extends Error {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("not needed any more", null, false, false);
        }
    }

    /** Whether the exception is a {@link Stop}, or wraps one. */
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

    /** The level of the skipped value, or of the elements of the skipped container; -1 = nothing is skipped. */
    private int level = -1;

    /** Whether the rest of a container is skipped; false = one value. */
    private boolean skippingRest;

    /** Containers that were opened below {@link #level} and are not yet closed. */
    private int openContainers;

    /** How many elements of the container are missing; negative = not known. */
    private int elements;

    private int tokens;

    /** Whether the caller is known to end. It may then write any number of tokens, and all elements are counted. */
    private boolean finite;

    /** The levels at which the writer of a value handles a {@link Stop}; one bit each. */
    private long stoppableValues;

    /** The levels at which the writer of a container's elements handles a {@link Stop}; one bit each. */
    private long stoppableRests;

    void reset() {
        level = -1;
        finite = false;
        stoppableValues = 0;
        stoppableRests = 0;
    }

    void setFinite(boolean isFinite) {
        finite = isFinite;
    }

    boolean isSkipping() {
        return level >= 0;
    }

    /** Returns the level at which writing resumes when the skipping ends. */
    int level() {
        return level;
    }

    boolean isSkippingRest() {
        return skippingRest;
    }

    /** Returns how many elements are missing; negative = not known. */
    int elements() {
        return elements;
    }

    /** Starts to skip a value, of which {@code opened} containers are already open. */
    void skipValue(int atLevel, int opened) {
        level = atLevel;
        skippingRest = false;
        openContainers = opened;
        tokens = 0;
    }

    /**
     * Starts to skip the rest of a container; {@code missing} of its elements are missing already (negative = not
     * known).
     */
    void skipRest(int atLevel, int missing) {
        level = atLevel;
        skippingRest = true;
        openContainers = 0;
        elements = missing;
        tokens = 0;
    }

    void stopSkipping() {
        level = -1;
    }

    /** Declares that the writer of the value at this level handles a {@link Stop}; returns the state to restore. */
    long allowValueStop(int atLevel) {
        long before = stoppableValues;
        stoppableValues |= 1L << atLevel;
        return before;
    }

    /**
     * Declares that nothing at this level may be stopped, because a {@link Stop} would end several properties at once.
     * Returns the state to restore.
     */
    long forbidValueStop(int atLevel) {
        long before = stoppableValues;
        stoppableValues &= ~(1L << atLevel);
        return before;
    }

    void restoreValueStops(long before) {
        stoppableValues = before;
    }

    /** Declares that the writer of the elements at this level handles a {@link Stop}; returns the state to restore. */
    long allowRestStop(int atLevel) {
        long before = stoppableRests;
        stoppableRests |= 1L << atLevel;
        return before;
    }

    void restoreRestStops(long before) {
        stoppableRests = before;
    }

    /** Skips a name. Returns false if the value to skip was never written; the line then takes the name. */
    boolean skipName(boolean inArray) {
        if (!skippingRest && openContainers == 0) {
            level = -1;
            return false;
        }
        if (skippingRest && openContainers == 0 && !inArray) {
            countElement();
        }
        countToken();
        return true;
    }

    void skipScalar(boolean inArray) {
        if (!skippingRest && openContainers == 0) {
            level = -1; // this was the value to skip
            return;
        }
        valueEnded(inArray);
        countToken();
    }

    void skipStart() {
        // The token is counted too, because nested lists without any value can be practically endless. The container is
        // counted first, because a caller that catches the Stop may still close it.
        openContainers++;
        countToken();
        if (openContainers > MAX_DEPTH) {
            throw new Failure.Refusal("nests too deep");
        }
    }

    /** Skips the end of a container. Returns false if that container belongs to the line. */
    boolean skipEnd(boolean inArray) {
        if (openContainers == 0) {
            return false;
        }
        openContainers--;
        valueEnded(inArray);
        return true;
    }

    private void valueEnded(boolean inArray) {
        if (openContainers > 0) {
            return;
        }
        if (!skippingRest) {
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

    private void countToken() {
        if (((skippingRest ? stoppableRests : stoppableValues) >>> level & 1) != 0) {
            throw new Stop();
        }
        if (++tokens > MAX_TOKENS && !finite) {
            elements = -1; // the number of further elements is not known
            throw new Stop();
        }
    }
}
