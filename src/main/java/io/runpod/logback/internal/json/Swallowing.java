package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;

/**
 * What a caller writes and the line does not take: one value, or the rest of a container. Tokens are counted, so that a
 * caller without an end is stopped.
 */
final class Swallowing {

    /** A serializer that goes on for this many tokens after its value was cut is stopped: it may have no end. */
    private static final int MOST_TOKENS = 100_000;

    /** So is one that nests this deep meanwhile. */
    private static final int MOST_DEPTH = 1000;

    /** The level of the value, or of the container's elements; -1 = nothing is swallowed. */
    private int level = -1;

    private boolean rest;

    /** Containers that were opened below {@link #level}, and not closed. */
    private int below;

    private int elements;
    private int tokens;

    void reset() {
        level = -1;
    }

    boolean isOn() {
        return level >= 0;
    }

    /** The level at which the line goes on, when what is swallowed ends. */
    int level() {
        return level;
    }

    boolean isRest() {
        return rest;
    }

    /** How many elements were swallowed; negative = unknown. */
    int elements() {
        return elements;
    }

    /**
     * Swallows a value.
     *
     * @param opened how many containers of it are open
     */
    void value(int ofLevel, int opened) {
        level = ofLevel;
        rest = false;
        below = opened;
        tokens = 0;
    }

    /** Swallows the rest of a container, of which {@code known} elements are (negative = unknown how many). */
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

    /** A name; returns false where it belongs to the line again, as the swallowed value never came. */
    boolean takesName(boolean inArray) {
        if (!rest && below == 0) {
            level = -1;
            return false;
        }
        tire();
        if (rest && below == 0 && !inArray) {
            countElement();
        }
        return true;
    }

    void takeScalar(boolean inArray) {
        tire();
        valueEnded(inArray);
    }

    void takeStart() {
        // Counted too: lists that hold lists alone can be more than anyone has time for.
        tire();
        if (++below > MOST_DEPTH) {
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

    private void tire() {
        if (++tokens > MOST_TOKENS) {
            throw new Failure.Refusal("more than " + MOST_TOKENS + " elements");
        }
    }
}
