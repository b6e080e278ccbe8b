package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of a stack trace: its header, its message and its frames, what they cost in characters, and how they
 * are written. Costs count the line end before each line. Not thread-safe; reused for one throwable after the other.
 */
final class TraceBlock {

    /** A message is cut to this at the least: the points that stand for what is missing. */
    private static final int SHORTEST_MESSAGE = 3;

    private static final String CIRCULAR = "[CIRCULAR REFERENCE: ";

    /** The line that counts elided frames, without its number. */
    private static final int ELIDED_COST = "...  frames elided".length();

    /** The line that counts folded frames, without its number. */
    private static final int COMMON_COST = "...  common frames omitted".length();

    /** More than any room; and no sum of some of it is negative. */
    private static final long TOO_MUCH = 1L << 40;

    private static final StackTraceElementProxy[] NO_FRAMES = {};
    private static final TraceFormat.TypeName NO_TYPE = new TraceFormat.TypeName(new byte[0], 0);

    private final TraceFormat format;
    private @Nullable IThrowableProxy throwable;
    private String prefix = "";
    private int level;
    private TraceFormat.TypeName type = NO_TYPE;
    private boolean repeated;
    private @Nullable String message;
    private StackTraceElementProxy[] frames = NO_FRAMES;

    /** Frames at the end of {@link #frames} that the enclosing trace has too. */
    private int common;

    private int own;
    private int shown;
    private int room;

    /** The first frames, and the last ones: all of them in one, if they are not far too many. */
    private FrameRun first;

    private FrameRun last;

    /** The block's own runs, for frames that are in no cache. */
    private final FrameRun ownFirst = new FrameRun();

    private final FrameRun ownLast = new FrameRun();

    TraceBlock(TraceFormat format) {
        this.format = format;
        this.first = ownFirst;
        this.last = ownFirst;
    }

    /**
     * Takes a throwable.
     *
     * @param before what stands before the header, as {@code "Caused by: "}
     * @param indent how deep it is indented
     * @param text its message, redacted; null = none
     * @param again whether the trace has this throwable already, so that its frames are not shown again
     * @param most characters; more frames than fit into them are never looked at; 0 = no limit
     */
    void fill(String before, int indent, IThrowableProxy thrown, @Nullable String text, boolean again, int most) {
        throwable = thrown;
        prefix = before;
        level = indent;
        type = format.type(String.valueOf(thrown.getClassName()));
        repeated = again;
        message = text;
        StackTraceElementProxy[] all = again ? null : thrown.getStackTraceElementProxyArray();
        frames = all == null ? NO_FRAMES : all;
        common = Math.max(0, Math.min(thrown.getCommonFrames(), frames.length));
        own = frames.length - common;
        shown = own;
        room = most;
        takeFrames();
    }

    private void takeFrames() {
        FrameRun known = format.runs().find(frames, own);
        if (known == null) {
            long most = room == 0 || own <= RunCache.MOST_FRAMES ? TOO_MUCH : room;
            known = ownFirst;
            known.fill(frames, 0, own, most, format);
            if (known.count() == own) {
                format.runs().made(known, frames);
            }
        }
        first = known;
        last = known;
        if (known.count() < own) {
            int from = own;
            for (long chars = 0; from > 0 && chars <= room; from--) {
                chars += format.frame(frames[from - 1].getStackTraceElement()).chars();
            }
            last = ownLast;
            last.fill(frames, from, own, TOO_MUCH, format);
        }
    }

    /** Lets go of the throwable. */
    void clear() {
        throwable = null;
        message = null;
        frames = NO_FRAMES;
        own = 0;
        first = ownFirst;
        last = ownFirst;
        ownFirst.clear();
        ownLast.clear();
    }

    boolean isOf(IThrowableProxy other) {
        return throwable == other;
    }

    int level() {
        return level;
    }

    boolean isSuppressed() {
        return level > 0;
    }

    /** How many frames there are to show. */
    int ownFrames() {
        return own;
    }

    void showFrames(int count) {
        shown = count;
    }

    int shownFrames() {
        return shown;
    }

    /** What the header costs with at most {@code longest} characters of the message. */
    long headerCost(int longest) {
        return (long) format.lineCost(level)
                + prefix.length()
                + (repeated ? CIRCULAR.length() + 1 : 0)
                + type.chars()
                + (message == null ? 0 : 2 + Math.min(message.length(), Math.max(SHORTEST_MESSAGE, longest)));
    }

    /** What {@code count} of the frames cost, the notes about the others included. */
    long framesCost(int count) {
        int top = top(count);
        return firstCost(top) + lastCost(count - top) + notesCost(count);
    }

    private long firstCost(int count) {
        return count > first.count() ? TOO_MUCH : first.firstChars(count) + count * lineCost();
    }

    private long lastCost(int count) {
        return count > last.count() ? TOO_MUCH : last.lastChars(count) + count * lineCost();
    }

    /** What the line of a frame costs, the frame itself apart. */
    private long lineCost() {
        return format.lineCost(level + 1) + (long) TraceFormat.AT.length();
    }

    private long notesCost(int count) {
        long line = format.lineCost(level + 1);
        long elided = count > 0 && count < own ? line + ELIDED_COST + LineBuffer.digits(own - count) : 0;
        return elided + (notesCommon(count) ? line + COMMON_COST + LineBuffer.digits(common) : 0);
    }

    /** A throwable that shows no frame has no notes about them either, unless all it has are folded ones. */
    private boolean notesCommon(int count) {
        return common > 0 && (count > 0 || own == 0);
    }

    /** How many of {@code count} frames that are shown stand before the gap. */
    private int top(int count) {
        return count == own ? count : (count * 3 + 3) / 4;
    }

    /**
     * Writes it without the line end before it, with at most {@code longest} characters of the message. What it shows
     * was asked for its cost before.
     */
    void write(int longest, BoundedText scratch, LineBuffer out) {
        out.ascii(prefix);
        if (repeated) {
            out.ascii(CIRCULAR);
        }
        out.put(type.bytes());
        if (repeated) {
            out.put(']');
        }
        if (message != null) {
            out.ascii(": ");
            putMessage(message, Math.max(SHORTEST_MESSAGE, longest), scratch.reset());
            scratch.writeTo(out, format.escapes());
        }
        int top = top(shown);
        first.write(0, top, level, format, out);
        if (shown > 0 && shown < own) {
            writeNote(own - shown, " frames elided", out);
        }
        last.write(last.count() - (shown - top), last.count(), level, format, out);
        if (notesCommon(shown)) {
            writeNote(common, " common frames omitted", out);
        }
    }

    /** Where it is too long, two thirds of what is kept are its beginning; no surrogate pair is split. */
    private static void putMessage(String message, int most, BoundedText out) {
        if (message.length() <= most) {
            out.append(message);
            return;
        }
        int head = (most - SHORTEST_MESSAGE) * 2 / 3;
        int tail = message.length() - (most - SHORTEST_MESSAGE - head);
        if (head > 0 && Character.isHighSurrogate(message.charAt(head - 1))) {
            head--;
        }
        if (tail < message.length() && Character.isLowSurrogate(message.charAt(tail))) {
            tail++;
        }
        out.append(message, 0, head).append("...").append(message, tail, message.length());
    }

    private void writeNote(int count, String text, LineBuffer out) {
        format.startLine(level + 1, out);
        out.ascii("... ");
        out.number(count);
        out.ascii(text);
    }
}
