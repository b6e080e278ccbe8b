package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.LineBuffer;
import java.util.Arrays;

/**
 * Frames that follow each other, as bytes one behind the other, and what they cost. Any number of them from the top, or
 * from the end, is one copy. Filled by one thread; a {@link #copy} for others never changes.
 */
final class FrameRun {

    /** What a longer run needs is not kept for the next one. */
    private static final int MOST_KEPT = 1024;

    private final LineBuffer bytes;
    private StackTraceElement[] frames = {};
    private int[] byteEnds;
    private long[] charEnds;
    private int count;

    FrameRun() {
        this(new LineBuffer(), new int[65], new long[65], 0);
    }

    private FrameRun(LineBuffer bytes, int[] byteEnds, long[] charEnds, int count) {
        this.bytes = bytes;
        this.byteEnds = byteEnds;
        this.charEnds = charEnds;
        this.count = count;
    }

    void clear() {
        count = 0;
        bytes.reset();
        if (byteEnds.length > MOST_KEPT) {
            byteEnds = new int[65];
            charEnds = new long[65];
        }
    }

    /** Takes the frames {@code [from, to)}, but none behind the one with which they cost more than {@code most}. */
    void fill(StackTraceElementProxy[] all, int from, int to, long most, TraceFormat format) {
        clear();
        for (int i = from; i < to && charEnds[count] <= most; i++) {
            add(format.frame(all[i].getStackTraceElement()));
        }
    }

    private void add(TraceFrame frame) {
        if (count + 1 == byteEnds.length) {
            byteEnds = Arrays.copyOf(byteEnds, byteEnds.length * 2);
            charEnds = Arrays.copyOf(charEnds, charEnds.length * 2);
        }
        bytes.put(frame.bytes());
        charEnds[count + 1] = charEnds[count] + frame.chars();
        count++;
        byteEnds[count] = bytes.length();
    }

    /** A run of its own that knows its frames. */
    FrameRun copy(StackTraceElementProxy[] all) {
        FrameRun copy = new FrameRun(
                LineBuffer.of(bytes.copyFrom(0)),
                Arrays.copyOf(byteEnds, count + 1),
                Arrays.copyOf(charEnds, count + 1),
                count);
        copy.frames = new StackTraceElement[count];
        for (int i = 0; i < count; i++) {
            copy.frames[i] = all[i].getStackTraceElement();
        }
        return copy;
    }

    /** Whether a copy is of the first {@code own} frames of these. */
    boolean isOf(StackTraceElementProxy[] all, int own) {
        if (count != own) {
            return false;
        }
        for (int i = own - 1; i >= 0; i--) {
            if (!TraceFrame.isSame(frames[i], all[i].getStackTraceElement())) {
                return false;
            }
        }
        return true;
    }

    int count() {
        return count;
    }

    int bytes() {
        return bytes.length();
    }

    /** How many characters the first {@code n} frames have. */
    long firstChars(int n) {
        return charEnds[n];
    }

    /** How many the last {@code n} have. */
    long lastChars(int n) {
        return charEnds[count] - charEnds[count - n];
    }

    /** Writes the frames {@code [from, to)} on a level. */
    void write(int from, int to, int level, TraceFormat format, LineBuffer out) {
        if (level == 0) {
            out.put(bytes.array(), byteEnds[from], byteEnds[to] - byteEnds[from]);
            return;
        }
        int lineEnd = format.lineEndBytes();
        for (int i = from; i < to; i++) {
            format.startLine(level, out);
            out.put(bytes.array(), byteEnds[i] + lineEnd, byteEnds[i + 1] - byteEnds[i] - lineEnd);
        }
    }
}
