package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;
import java.util.List;

/**
 * Shares the limit of a trace among its throwables if the trace is too long. The headers of the cause chain come first,
 * the root cause's included; then the top frames of each throwable; then the rest. Long messages share the room for
 * headers. What is left out, in this order: inner causes of suppressed throwables; suppressed throwables; causes in the
 * middle of the main chain. Not thread-safe; reused for one trace after the other.
 */
final class TraceBudget {

    private static final String SUPPRESSED_ELIDED = " suppressed elided";
    private static final String CAUSES_FOLLOWED = " causes followed, there are more";

    /** Suppressed throwables are left out if the headers do not fit with this many characters of each message. */
    private static final int MESSAGE_CHARS_BESIDE_SUPPRESSED = 32;

    private final TraceFormat format;
    private List<TraceBlock> blocks = List.of();
    private long limit;
    private int maxMessageChars;
    private int suppressedElided;
    private int causesFollowed;
    private long taken;

    TraceBudget(TraceFormat format) {
        this.format = format;
    }

    /**
     * Removes from the collected throwables those that do not fit, and decides how much the others show.
     *
     * @param max the most that the trace may take
     * @return false if even the root cause's header exceeds it
     */
    boolean share(TraceCollector collector, long max) {
        blocks = collector.blocks();
        limit = max;
        maxMessageChars = Integer.MAX_VALUE;
        suppressedElided = collector.notCollected();
        causesFollowed = collector.causesFollowed();
        taken = whole();
        if (Extent.fits(taken, limit)) {
            return true;
        }
        long share = Extent.of(Extent.chars(limit) * 2L / 3, Extent.bytes(limit) * 2L / 3);
        if (!headersFit(Integer.MAX_VALUE, share) && !shareHeaders(share)) {
            return false;
        }
        shareFrames(headers(maxMessageChars, limit));
        return true;
    }

    /**
     * Leaves out headers and cuts messages until the headers fit. Their limit is {@code share}, or the room that all
     * frames leave if that is more.
     */
    private boolean shareHeaders(long share) {
        leaveOutSuppressed(share);
        if (!headersFit(0, limit)) {
            elideCauses();
            if (!headersFit(0, limit)) {
                return false;
            }
        }
        maxMessageChars =
                maxMessageChars(Extent.max(share, Extent.remaining(limit, lines(Integer.MAX_VALUE, true, limit))));
        return true;
    }

    /** The extent of what is shown; valid only after {@link #share} returned true. */
    long extent() {
        return taken;
    }

    void writeTo(BoundedText scratch, LineBuffer out) {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).write(i == 0, maxMessageChars, scratch, out);
        }
        format.writeNote(0, suppressedElided, SUPPRESSED_ELIDED, out);
        format.writeNote(0, causesFollowed, CAUSES_FOLLOWED, out);
    }

    /** The extent of the notes at the end of the trace. */
    private long notes() {
        return format.note(0, suppressedElided, SUPPRESSED_ELIDED) + format.note(0, causesFollowed, CAUSES_FOLLOWED);
    }

    /** The extent of the whole trace, or any extent above the limit. */
    private long whole() {
        long sum = headers(Integer.MAX_VALUE, limit);
        return Extent.fits(sum, limit) ? sum + lines(Integer.MAX_VALUE, true, limit) : sum;
    }

    private boolean headersFit(int maxChars, long max) {
        return Extent.fits(headers(maxChars, max), max);
    }

    /** The extent of the headers and of the notes at the end of the trace, or any extent above {@code max}. */
    private long headers(int maxChars, long max) {
        long sum = notes();
        // There is no line end before the first line.
        long first = format.lineEnd();
        for (int i = 0; i < blocks.size() && Extent.fits(sum, max + first); i++) {
            sum += blocks.get(i).header(maxChars);
        }
        return sum - first;
    }

    /**
     * Leaves out inner causes of suppressed throwables, then suppressed throwables, until the headers fit. Starts at
     * the end of the trace.
     */
    private void leaveOutSuppressed(long max) {
        long sum = headers(MESSAGE_CHARS_BESIDE_SUPPRESSED, Extent.UNLIMITED);
        for (int i = blocks.size() - 2; i > 0 && !Extent.fits(sum, max); i--) {
            if (isBetweenCauses(i)) {
                sum -= headers(i, i + 2);
                TraceBlock removed = blocks.remove(i);
                blocks.get(i).elide(1 + removed.elided());
                sum += headers(i, i + 1);
            }
        }
        for (int i = blocks.size() - 1; i > 0 && !Extent.fits(sum, max); i--) {
            TraceBlock block = blocks.get(i);
            if (block.level() > 0 && !block.isCause()) {
                int end = endOfChain(i);
                sum -= headers(i, end) + notes();
                for (TraceBlock removed : blocks.subList(i, end)) {
                    suppressedElided += 1 + removed.elided();
                }
                sum += notes();
                blocks.subList(i, end).clear();
            }
        }
    }

    /** Whether a block is an inner cause of a suppressed throwable and has no suppressed throwables itself. */
    private boolean isBetweenCauses(int i) {
        TraceBlock block = blocks.get(i);
        TraceBlock next = blocks.get(i + 1);
        return block.level() > 0 && block.isCause() && next.isCause() && next.level() == block.level();
    }

    /**
     * The index after a suppressed throwable's chain of causes. Throwables suppressed by those of the chain must be
     * removed before.
     */
    private int endOfChain(int start) {
        int end = start + 1;
        while (end < blocks.size()
                && blocks.get(end).isCause()
                && blocks.get(end).level() == blocks.get(start).level()) {
            end++;
        }
        return end;
    }

    private long headers(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += blocks.get(i).header(MESSAGE_CHARS_BESIDE_SUPPRESSED);
        }
        return sum;
    }

    /** Elides the middle of a cause chain whose headers do not fit. The root cause always stays. */
    private void elideCauses() {
        TraceBlock root = blocks.get(blocks.size() - 1);
        root.elide(blocks.size()); // reserves room for as many digits as the note may have
        long sum = notes() + root.header(0);
        long max = limit + format.lineEnd();
        int first = 0;
        int last = blocks.size() - 1;
        while (first < last) {
            sum += blocks.get(first).header(0);
            if (!Extent.fits(sum, max)) {
                break;
            }
            first++;
            if (first < last) {
                sum += blocks.get(last - 1).header(0);
                if (!Extent.fits(sum, max)) {
                    break;
                }
                last--;
            }
        }
        root.elide(-blocks.size());
        blocks.get(last).elide(last - first);
        blocks.subList(first, last).clear();
    }

    /** The most characters of each message with which all headers fit. */
    private int maxMessageChars(long max) {
        if (headersFit(Integer.MAX_VALUE, max)) {
            return Integer.MAX_VALUE;
        }
        int low = 0;
        int high = Extent.chars(max);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (headersFit(middle, max)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * Gives each throwable the same number of lines. If there is no room for one line of each, only the throwables of
     * the cause chain get lines. The room that is left goes first to those that show no line, one line each; then to
     * one throwable after the other, as many lines as fit.
     */
    private void shareFrames(long headers) {
        int each = linesOfEach(headers, true);
        boolean forAll = each > 0;
        if (!forAll) {
            each = linesOfEach(headers, false);
        }
        taken = headers + lines(each, forAll, Extent.UNLIMITED);
        for (int i = 0; i < blocks.size(); i++) { // an iterator would be garbage for each line
            blocks.get(i).show(lines(blocks.get(i), each, forAll));
        }
        showMore(1);
        showMore(Integer.MAX_VALUE);
    }

    private void showMore(int most) {
        for (int i = 0; i < blocks.size(); i++) {
            // The last one first, which is usually the root cause; then the others from the top.
            TraceBlock block = blocks.get(i == 0 ? blocks.size() - 1 : i - 1);
            int shown = block.shown();
            long extentOfBlock = block.lines(shown);
            while (shown < Math.min(most, block.maxLines())) {
                long extentOfOneMore = block.lines(shown + 1);
                if (!Extent.fits(taken - extentOfBlock + extentOfOneMore, limit)) {
                    break;
                }
                taken += extentOfOneMore - extentOfBlock;
                extentOfBlock = extentOfOneMore;
                shown++;
            }
            block.show(shown);
        }
    }

    /**
     * The most lines of each throwable with which the frames fit.
     *
     * @param ofAll false = only those of the cause chain; the suppressed ones show nothing
     */
    private int linesOfEach(long headers, boolean ofAll) {
        int low = TraceBlock.NOTHING;
        int high = 0;
        for (int i = 0; i < blocks.size(); i++) {
            high = Math.max(high, blocks.get(i).maxLines());
        }
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (Extent.fits(headers + lines(middle, ofAll, limit), limit)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The extent of the frames if each throwable shows at most {@code each} lines, or any extent above {@code max}. */
    private long lines(int each, boolean ofAll, long max) {
        long sum = 0;
        for (int i = 0; i < blocks.size() && Extent.fits(sum, max); i++) {
            TraceBlock block = blocks.get(i);
            sum += block.lines(lines(block, each, ofAll));
        }
        return sum;
    }

    private static int lines(TraceBlock block, int each, boolean ofAll) {
        return ofAll || block.level() == 0 ? Math.min(each, block.maxLines()) : TraceBlock.NOTHING;
    }
}
