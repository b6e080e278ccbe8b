package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of a stack trace: its header, its message and its frames, what they cost in characters, and how they
 * are written. Costs count the line end before each line.
 */
final class TraceBlock {

    /** How the lines of a trace begin and end. */
    record Lines(String indent, int extra) {

        /** What a line costs before anything stands on it. */
        long cost(int level) {
            return 1L + extra + (long) level * indent.length();
        }

        void indent(int level, BoundedText out) {
            for (int i = 0; i < level; i++) {
                out.append(indent);
            }
        }
    }

    /** A message is cut to this at the least: the points that stand for what is missing. */
    private static final int SHORTEST_MESSAGE = 3;

    private static final String CIRCULAR = "[CIRCULAR REFERENCE: ";
    private static final String AT = "at ";

    /** The line that counts elided frames, without its number; a little more than it takes. */
    private static final int ELIDED_COST = 20;

    /** The line that counts folded frames, without its number. */
    private static final int COMMON_COST = 26;

    private static final StackTraceElementProxy[] NO_FRAMES = {};

    private final Lines lines;
    private final String prefix;
    private final int level;
    private final String type;
    private final boolean repeated;
    private final @Nullable String message;
    private final StackTraceElementProxy[] frames;

    /** Frames at the end of {@link #frames} that the enclosing trace has too. */
    private final int common;

    private final int own;
    private int shown;

    /** What the first {@code i} frames cost; made when it is needed, as most traces fit. */
    private long @Nullable [] costs;

    /**
     * @param prefix what stands before the header, as {@code "Caused by: "}
     * @param level how deep it is indented
     * @param message redacted; null = none
     * @param repeated whether the trace has this throwable already, so that its frames are not shown again
     */
    TraceBlock(
            Lines lines,
            String prefix,
            int level,
            IThrowableProxy throwable,
            @Nullable String message,
            boolean repeated) {
        this.lines = lines;
        this.prefix = prefix;
        this.level = level;
        this.type = String.valueOf(throwable.getClassName());
        this.repeated = repeated;
        this.message = message;
        StackTraceElementProxy[] all = repeated ? null : throwable.getStackTraceElementProxyArray();
        this.frames = all == null ? NO_FRAMES : all;
        this.common = Math.max(0, Math.min(throwable.getCommonFrames(), frames.length));
        this.own = frames.length - common;
        this.shown = own;
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

    /** What the header costs with at most {@code longest} characters of the message. */
    long headerCost(int longest) {
        return lines.cost(level)
                + prefix.length()
                + (repeated ? CIRCULAR.length() + 1 : 0)
                + type.length()
                + (message == null ? 0 : 2 + Math.min(message.length(), Math.max(SHORTEST_MESSAGE, longest)));
    }

    /** What everything costs; no longer counted once it is more than {@code most}. */
    long wholeCost(long most) {
        long sum = headerCost(Integer.MAX_VALUE) + notesCost(own);
        for (int i = 0; i < own && sum <= most; i++) {
            sum += frameCost(i);
        }
        return sum;
    }

    /** What {@code count} of the frames cost, the notes about the others included. */
    long framesCost(int count) {
        if (costs == null) {
            costs = costs();
        }
        int top = top(count);
        return costs[top] + costs[own] - costs[own - (count - top)] + notesCost(count);
    }

    private long[] costs() {
        long[] sums = new long[own + 1];
        for (int i = 0; i < own; i++) {
            sums[i + 1] = sums[i] + frameCost(i);
        }
        return sums;
    }

    private long frameCost(int index) {
        return lines.cost(level + 1) + AT.length() + TraceFrame.length(frames[index].getStackTraceElement());
    }

    private long notesCost(int count) {
        long line = lines.cost(level + 1);
        long elided = count > 0 && count < own ? line + ELIDED_COST + TraceFrame.digits(own - count) : 0;
        return elided + (notesCommon(count) ? line + COMMON_COST + TraceFrame.digits(common) : 0);
    }

    /** A throwable that shows no frame has no notes about them either, unless all it has are folded ones. */
    private boolean notesCommon(int count) {
        return common > 0 && (count > 0 || own == 0);
    }

    /** How many of {@code count} frames that are shown stand before the gap. */
    private int top(int count) {
        return count == own ? count : (count * 3 + 3) / 4;
    }

    /** Writes it without the line end before it, with at most {@code longest} characters of the message. */
    void write(int longest, BoundedText out) {
        lines.indent(level, out);
        out.append(prefix);
        if (repeated) {
            out.append(CIRCULAR).append(type).append(']');
        } else {
            out.append(type);
        }
        if (message != null) {
            writeMessage(message, Math.max(SHORTEST_MESSAGE, longest), out.append(": "));
        }
        int top = top(shown);
        writeFrames(0, top, out);
        if (shown > 0 && shown < own) {
            startLine(out);
            out.append("... ").append(own - shown).append(" frames elided");
        }
        writeFrames(own - (shown - top), own, out);
        if (notesCommon(shown)) {
            startLine(out);
            out.append("... ").append(common).append(" common frames omitted");
        }
    }

    /** Where it is too long, two thirds of what is kept are its beginning; no surrogate pair is split. */
    private static void writeMessage(String message, int most, BoundedText out) {
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

    private void writeFrames(int from, int to, BoundedText out) {
        for (int i = from; i < to; i++) {
            startLine(out);
            TraceFrame.write(frames[i].getStackTraceElement(), out.append(AT));
        }
    }

    private void startLine(BoundedText out) {
        out.append('\n');
        lines.indent(level + 1, out);
    }
}
