package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.LineBuffer;
import java.util.List;

/**
 * Shares the room among the throwables of a trace that is too long for it. What survives, in this order: the headers of
 * the cause chain, the root cause's included; then the top frames of each; then the rest. Long messages share the room
 * of the headers; suppressed throwables go before a cause does.
 * Not thread-safe; reused for one trace after the other.
 */
final class TraceRoom {

    /** What follows the number in the lines that count throwables which are gone. */
    static final String CAUSES_ELIDED = " causes elided";

    static final String SUPPRESSED_ELIDED = " suppressed elided";

    /** Suppressed throwables go where the headers do not fit with this much of each message. */
    private static final int MESSAGE_BESIDE_SUPPRESSED = 32;

    private final TraceFormat format;
    private List<TraceBlock> blocks = List.of();
    private int room;
    private int longestMessage;
    private int causesBefore;
    private int causesGone;
    private int suppressedGone;

    TraceRoom(TraceFormat format) {
        this.format = format;
    }

    /**
     * Takes from {@code throwables} those there is no room for, and sets how many frames the others show.
     *
     * @param notCollected suppressed throwables that are gone already
     * @param most characters; 0 = no limit
     * @return how many characters the trace takes, or a few more
     */
    long share(List<TraceBlock> throwables, int notCollected, int most) {
        blocks = throwables;
        room = most;
        longestMessage = Integer.MAX_VALUE;
        causesBefore = 0;
        causesGone = 0;
        suppressedGone = notCollected;
        long whole = cost();
        if (most == 0 || whole <= most) {
            return whole;
        }
        share();
        return cost();
    }

    /** What is shown costs; there is no line end before the first line. */
    private long cost() {
        long sum = notesCost() - format.lineEndChars();
        for (int i = 0; i < blocks.size(); i++) {
            TraceBlock block = blocks.get(i);
            sum += block.headerCost(longestMessage) + block.framesCost(block.shownFrames());
            if (room > 0 && sum > room && longestMessage == Integer.MAX_VALUE) {
                break; // too much anyway
            }
        }
        return sum;
    }

    /** How many characters of a message are shown. */
    int longestMessage() {
        return longestMessage;
    }

    /** How many blocks stand before the causes that are gone. */
    int causesBefore() {
        return causesBefore;
    }

    int causesGone() {
        return causesGone;
    }

    /** Suppressed throwables that are gone, those that were not collected included. */
    int suppressedGone() {
        return suppressedGone;
    }

    private void share() {
        int ofHeaders = (int) (room * 2L / 3);
        leaveOutSuppressed(ofHeaders);
        if (headersCost(0) > room) {
            elideCauses();
        }
        longestMessage = longestMessage(ofHeaders);
        shareFrames(room - headersCost(longestMessage) - notesCost());
    }

    private long notesCost() {
        return noteCost(causesGone, CAUSES_ELIDED) + noteCost(suppressedGone, SUPPRESSED_ELIDED);
    }

    private long noteCost(int gone, String text) {
        return gone > 0 ? format.lineEndChars() + "... ".length() + LineBuffer.digits(gone) + text.length() : 0;
    }

    private long headersCost(int longest) {
        long sum = 0;
        for (int i = 0; i < blocks.size(); i++) {
            sum += blocks.get(i).headerCost(longest);
        }
        return sum;
    }

    /** Takes suppressed throwables away, the last first, until the headers fit. */
    private void leaveOutSuppressed(int most) {
        long cost = headersCost(MESSAGE_BESIDE_SUPPRESSED);
        for (int i = blocks.size() - 1; i >= 0 && cost > most; i--) {
            if (blocks.get(i).isSuppressed()) {
                cost -= blocks.remove(i).headerCost(MESSAGE_BESIDE_SUPPRESSED);
                suppressedGone++;
            }
        }
    }

    /** Keeps the two ends of a chain that is too long for its headers; the root cause stays whatever it costs. */
    private void elideCauses() {
        long left = room - noteCost(blocks.size(), CAUSES_ELIDED);
        int first = 0;
        int last = blocks.size();
        while (first < last) {
            long cost = blocks.get(last - 1).headerCost(0);
            if (first > 0 && cost > left) {
                break;
            }
            left -= cost;
            last--;
            if (first < last) {
                cost = blocks.get(first).headerCost(0);
                if (cost > left) {
                    break;
                }
                left -= cost;
                first++;
            }
        }
        causesBefore = first;
        causesGone = last - first;
        blocks.subList(first, last).clear();
    }

    /** How long messages may be so that all headers take at most {@code most}. */
    private int longestMessage(int most) {
        if (headersCost(Integer.MAX_VALUE) <= most) {
            return Integer.MAX_VALUE;
        }
        int low = 0;
        int high = Math.max(1, most);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (headersCost(middle) <= most) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Each shows as many frames as every one can; what is left over goes to one after the other. */
    private void shareFrames(long most) {
        int each = framesOfEach(most);
        long left = most - framesCost(each);
        for (int i = 0; i < blocks.size(); i++) {
            // The last one comes first, mostly the root cause, then the others from the top.
            TraceBlock block = blocks.get(i == 0 ? blocks.size() - 1 : i - 1);
            int shown = Math.min(each, block.ownFrames());
            long cost = block.framesCost(shown);
            while (shown < block.ownFrames() && block.framesCost(shown + 1) - cost <= left) {
                shown++;
                left += cost;
                cost = block.framesCost(shown);
                left -= cost;
            }
            block.showFrames(shown);
        }
    }

    private int framesOfEach(long most) {
        int low = 0;
        int high = 0;
        for (int i = 0; i < blocks.size(); i++) {
            high = Math.max(high, blocks.get(i).ownFrames());
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (framesCost(middle) <= most) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long framesCost(int each) {
        long sum = 0;
        for (int i = 0; i < blocks.size(); i++) {
            TraceBlock block = blocks.get(i);
            sum += block.framesCost(Math.min(each, block.ownFrames()));
        }
        return sum;
    }
}
