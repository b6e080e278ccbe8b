package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of a stack trace: measures and writes its header, its message and its frames. Extents include the line
 * end before each line. Not thread-safe; reused for one throwable after the other.
 */
final class TraceBlock {

    /** The argument of {@link #show} for no frames and no notes that count them. */
    static final int NOTHING = -1;

    private static final String CIRCULAR = "[CIRCULAR REFERENCE: ";
    private static final String CAUSES_ELIDED = " causes elided";
    private static final String FRAMES_ELIDED = " frames elided";
    private static final String FRAMES_IN_COMMON = " common frames omitted";

    private static final StackTraceElementProxy[] NO_FRAMES = {};
    private static final FrameRun NO_RUN = new FrameRun();

    private final TraceFormat format;
    private @Nullable IThrowableProxy throwable;
    private String prefix = "";
    private int level;

    /** How many causes are left out between the previous block and this one. */
    private int elided;

    private TraceFormat.TypeName type;
    private String separator = "";
    private final TraceMessage message;
    private boolean repeated;

    /** The extent of the header without its message and without the note before it. */
    private long headerStart;

    private StackTraceElementProxy[] frames = NO_FRAMES;

    /** How many frames at the end of {@link #frames} are in common with the enclosing trace. */
    private int common;

    /** How many frames are not in common with the enclosing trace. */
    private int own;

    /** Whether {@link #first} holds all own frames; false if they are far too many for the limit. */
    private boolean isWhole;

    private int maxLines;
    private int shown;

    /** The first frames; the same run as {@link #last} if {@link #isWhole}. */
    private FrameRun first = NO_RUN;

    private FrameRun last = NO_RUN;

    /** The block's own runs, reused for frames that are in no cache. */
    private @Nullable FrameRun ownFirst;

    private @Nullable FrameRun ownLast;

    TraceBlock(TraceFormat format) {
        this.format = format;
        this.type = format.type("");
        this.message = new TraceMessage(format.writer().escapes());
    }

    /**
     * Takes a throwable.
     *
     * @param headerPrefix the text before the header, such as {@code "Caused by: "}
     * @param indent the level of its indent; 0 = the outermost
     * @param causesElided how many causes are left out before it
     * @param isRepeated whether the trace has this throwable already; its frames are not shown again
     */
    void set(String headerPrefix, int indent, int causesElided, IThrowableProxy thrown, boolean isRepeated) {
        throwable = thrown;
        prefix = headerPrefix;
        level = indent;
        elided = causesElided;
        repeated = isRepeated;
    }

    /**
     * Takes the parts of its header.
     *
     * @param typeName the name of its class; empty where the header does not begin with it
     * @param typeSeparator the text between the name and the message
     * @param text the message, redacted; null = none
     */
    void setHeader(String typeName, String typeSeparator, @Nullable String text) {
        type = format.type(typeName);
        separator = typeSeparator;
        message.set(text);
        headerStart = format.line(level)
                + Extent.ofAscii(prefix.length() + separator.length() + (repeated ? CIRCULAR.length() + 1 : 0))
                + type.extent();
    }

    /** Takes the frames of its throwable. Of very many frames, only those at either end that may fit into the limit. */
    void setFrames(StackTraceElementProxy @Nullable [] all, int inCommon, long limit) {
        frames = all == null ? NO_FRAMES : all;
        common = Math.max(0, Math.min(inCommon, frames.length));
        own = frames.length - common;
        FrameRun found = own == 0 ? NO_RUN : format.runs().find(this);
        first = found == null ? firstFrames(limit) : found;
        isWhole = first.framesOfFirst(first.lines()) == own;
        last = isWhole ? first : lastFrames(limit);
        // With a gap, three quarters of the lines come from the first run and a quarter from the last one.
        maxLines = isWhole ? first.lines() : Math.min(first.lines() * 4 / 3, last.lines() * 4);
        shown = maxLines;
    }

    private FrameRun firstFrames(long limit) {
        if (ownFirst == null) {
            ownFirst = new FrameRun();
        }
        ownFirst.fill(frames, 0, own, own <= FrameRun.Cache.MAX_FRAMES ? Extent.UNLIMITED : limit, format);
        format.runs().put(ownFirst, this);
        return ownFirst;
    }

    private FrameRun lastFrames(long limit) {
        int from = own;
        for (long taken = 0; from > 0 && Extent.fits(taken, limit); from--) {
            TraceFrame frame = format.frame(frames[from - 1].getStackTraceElement());
            taken += frame.isExcluded() ? 0 : frame.extent();
        }
        if (ownLast == null) {
            ownLast = new FrameRun();
        }
        ownLast.fill(frames, from, own, Extent.UNLIMITED, format);
        return ownLast;
    }

    /** Releases the throwable. */
    void clear() {
        throwable = null;
        message.set(null);
        frames = NO_FRAMES;
        own = 0;
        first = NO_RUN;
        last = NO_RUN;
        if (ownFirst != null) {
            ownFirst.clear();
        }
        if (ownLast != null) {
            ownLast.clear();
        }
    }

    boolean isOf(IThrowableProxy other) {
        return throwable == other;
    }

    int level() {
        return level;
    }

    StackTraceElementProxy[] frames() {
        return frames;
    }

    /** How many frames are not in common with the enclosing trace. */
    int ownFrames() {
        return own;
    }

    /** Whether it is the cause of the previous block on its level; false for the first block of a chain. */
    boolean isCause() {
        return prefix.equals(TraceCollector.CAUSED_BY);
    }

    int elided() {
        return elided;
    }

    /** Counts further causes that are left out between the previous block and this one. */
    void elide(int more) {
        elided += more;
    }

    /** The header without its prefix and indent. */
    String header() {
        return type.text() + separator + (message.text() == null ? "" : message.text());
    }

    /** The extent of the header, with its message cut to at most {@code maxMessageChars}. */
    long header(int maxMessageChars) {
        return headerStart + message.extent(maxMessageChars) + format.note(level, elided, CAUSES_ELIDED);
    }

    /** The most lines of frames that it can show. If these are not all lines, there is a gap in the middle. */
    int maxLines() {
        return maxLines;
    }

    /** Sets how many lines of frames are shown, or {@link #NOTHING}. */
    void show(int lines) {
        shown = lines;
    }

    int shown() {
        return shown;
    }

    /** The extent of {@code count} lines of frames, with the notes that count the other frames. */
    long lines(int count) {
        if (count == NOTHING) {
            return 0;
        }
        int top = top(count);
        return first.first(top)
                + last.last(count - top)
                + count * format.indent(level)
                + format.note(level + 1, gap(count), FRAMES_ELIDED)
                + format.note(level + 1, notedCommon(count), FRAMES_IN_COMMON);
    }

    /** How many of {@code count} lines are shown before the gap: three quarters, or all if there is no gap. */
    private int top(int count) {
        return showsAll(count) ? count : (count * 3 + 3) / 4;
    }

    private boolean showsAll(int count) {
        return isWhole && count == maxLines;
    }

    /** How many frames are in the gap; 0 if no frame is shown, since the gap has no note then. */
    private int gap(int count) {
        if (count == 0 || showsAll(count)) {
            return 0;
        }
        int top = top(count);
        return own - first.framesOfFirst(top) - last.framesOfLast(count - top);
    }

    /**
     * How many common frames the note counts. No note (0) if the throwable has frames of its own, but none of them is shown.
     */
    private int notedCommon(int count) {
        return count > 0 || own == 0 ? common : 0;
    }

    /** Writes what is shown, with the message cut to at most {@code maxMessageChars}. */
    void write(boolean isFirst, int maxMessageChars, BoundedText scratch, LineBuffer out) {
        if (!isFirst) {
            format.startLine(level, out);
        }
        if (elided > 0) {
            format.writeNote(elided, CAUSES_ELIDED, out);
            format.startLine(level, out);
        }
        out.ascii(prefix);
        if (repeated) {
            out.ascii(CIRCULAR);
        }
        out.put(type.bytes());
        if (repeated) {
            out.put(']');
        }
        out.ascii(separator);
        message.writeTo(maxMessageChars, scratch, out);
        if (shown != NOTHING) {
            writeLines(out);
        }
    }

    private void writeLines(LineBuffer out) {
        int top = top(shown);
        first.write(0, top, level, format, out);
        format.writeNote(level + 1, gap(shown), FRAMES_ELIDED, out);
        last.write(last.lines() - (shown - top), last.lines(), level, format, out);
        format.writeNote(level + 1, notedCommon(shown), FRAMES_IN_COMMON, out);
    }
}
