package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.RecentCache;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A run of consecutive frames as bytes, with their extents. Each frame is one line; adjacent excluded frames share one
 * line that counts them. On the outermost level any number of lines, from the top or from the end, is written by one
 * copy. Filled by one thread; a {@link #copy} for other threads never changes.
 */
final class FrameRun {

    /** The arrays of a longer run are not kept for the next run. */
    private static final int MAX_KEPT_LINES = 1024;

    private static final int INITIAL_LINES = 65;
    private static final String EXCLUDED = " frames excluded";

    private final LineBuffer bytes;

    /** All frames of a copy, the excluded ones included; empty if this is no copy. */
    private StackTraceElement[] frames = {};

    /** At index {@code n}: the extent of the first {@code n} lines on the outermost level. */
    private long[] ends;

    /** At index {@code n}: how many frames the first {@code n} lines stand for. */
    private int[] frameEnds;

    private int lines;

    FrameRun() {
        this(new LineBuffer(), new long[INITIAL_LINES], new int[INITIAL_LINES], 0);
    }

    private FrameRun(LineBuffer bytes, long[] ends, int[] frameEnds, int lines) {
        this.bytes = bytes;
        this.ends = ends;
        this.frameEnds = frameEnds;
        this.lines = lines;
    }

    void clear() {
        lines = 0;
        bytes.reset();
        if (ends.length > MAX_KEPT_LINES) {
            ends = new long[INITIAL_LINES];
            frameEnds = new int[INITIAL_LINES];
        }
    }

    /** Takes the frames {@code [from, to)}; stops after the first line that exceeds the limit. */
    void fill(StackTraceElementProxy[] all, int from, int to, long limit, TraceFormat format) {
        clear();
        int excluded = 0;
        for (int i = from; i < to && Extent.fits(ends[lines], limit); i++) {
            TraceFrame frame = format.frame(all[i].getStackTraceElement());
            if (frame.isExcluded() && i > 0) { // the place of the throw is always shown
                excluded++;
                continue;
            }
            if (excluded > 0) {
                addExcluded(excluded, format);
                excluded = 0;
            }
            bytes.put(frame.bytes());
            endLine(frame.extent(), 1);
        }
        if (excluded > 0) {
            addExcluded(excluded, format);
        }
    }

    private void addExcluded(int count, TraceFormat format) {
        format.writeNote(1, count, EXCLUDED, bytes);
        endLine(format.note(1, count, EXCLUDED), count);
    }

    private void endLine(long extent, int framesOfLine) {
        if (lines + 1 == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
            frameEnds = Arrays.copyOf(frameEnds, frameEnds.length * 2);
        }
        ends[lines + 1] = ends[lines] + extent;
        frameEnds[lines + 1] = frameEnds[lines] + framesOfLine;
        lines++;
    }

    /** An immutable copy, which also knows its frames: the first {@code count} of {@code all}. */
    FrameRun copy(StackTraceElementProxy[] all, int count) {
        FrameRun copy = new FrameRun(
                LineBuffer.of(bytes.copyFrom(0)),
                Arrays.copyOf(ends, lines + 1),
                Arrays.copyOf(frameEnds, lines + 1),
                lines);
        copy.frames = new StackTraceElement[count];
        for (int i = 0; i < count; i++) {
            copy.frames[i] = all[i].getStackTraceElement();
        }
        return copy;
    }

    /** Whether this copy was made of the same frames as the first {@code count} of {@code all}. */
    boolean isOf(StackTraceElementProxy[] all, int count) {
        if (frames.length != count) {
            return false;
        }
        for (int i = count - 1; i >= 0; i--) {
            if (!TraceFrame.isSame(frames[i], all[i].getStackTraceElement())) {
                return false;
            }
        }
        return true;
    }

    int lines() {
        return lines;
    }

    /** How many frames the first {@code n} lines stand for. */
    int framesOfFirst(int n) {
        return frameEnds[n];
    }

    /** How many frames the last {@code n} lines stand for. */
    int framesOfLast(int n) {
        return frameEnds[lines] - frameEnds[lines - n];
    }

    /** The extent of the first {@code n} lines on the outermost level. */
    long first(int n) {
        return ends[n];
    }

    /** The extent of the last {@code n} lines on the outermost level. */
    long last(int n) {
        return ends[lines] - ends[lines - n];
    }

    /** Writes the lines {@code [from, to)} with the indent of a level; 0 = the outermost. */
    void write(int from, int to, int level, TraceFormat format, LineBuffer out) {
        if (level == 0) {
            int start = Extent.bytes(ends[from]);
            out.put(bytes.array(), start, Extent.bytes(ends[to]) - start);
            return;
        }
        int lineEnd = Extent.bytes(format.lineEnd());
        for (int i = from; i < to; i++) {
            format.startLine(level, out);
            int start = Extent.bytes(ends[i]) + lineEnd;
            out.put(bytes.array(), start, Extent.bytes(ends[i + 1]) - start);
        }
    }

    /**
     * Caches recently written runs of frames, since the same failure usually occurs again with the same stack. A cached
     * run is written by one copy, which takes half the time of single frames from {@link TraceFrame.Cache}. A run is
     * cached when it occurs for the second time.
     */
    static final class Cache extends RecentCache<TraceBlock, FrameRun> {

        private static final int SLOTS = 64;

        /** Longer runs are not cached. */
        static final int MAX_FRAMES = 256;

        private static final int MAX_BYTES = 1 << 15;

        /** The hashes of runs that occurred at least once. */
        private final AtomicIntegerArray seen = new AtomicIntegerArray(SLOTS * 4);

        Cache() {
            super(SLOTS);
        }

        @Override
        protected boolean isOf(FrameRun entry, TraceBlock block) {
            return entry.isOf(block.frames(), block.ownFrames());
        }

        /** The cached run of a throwable's own frames (those not in common with the enclosing trace), or null. */
        @Nullable
        FrameRun find(TraceBlock block) {
            return isCacheable(block.ownFrames()) ? find(block, hash(block.frames(), block.ownFrames())) : null;
        }

        private static boolean isCacheable(int frames) {
            return frames > 0 && frames <= MAX_FRAMES;
        }

        /**
         * Caches the run of a throwable's own frames when it occurs for the second time. Called after {@link #find}
         * returned null.
         */
        void put(FrameRun run, TraceBlock block) {
            if (!isCacheable(block.ownFrames()) || run.bytes.length() > MAX_BYTES) {
                return;
            }
            int hash = hash(block.frames(), block.ownFrames());
            if (seen.getAndSet(hash & (seen.length() - 1), hash) == hash) {
                put(run.copy(block.frames(), block.ownFrames()), hash);
            }
        }

        /** Hashes the frame that threw, the outermost caller, and the frame in the middle, where call paths differ. */
        private static int hash(StackTraceElementProxy[] all, int own) {
            int hash = own;
            hash = hash * 0x9e3779b9 + hash(all[0].getStackTraceElement());
            hash = hash * 0x9e3779b9 + hash(all[own / 2].getStackTraceElement());
            hash = hash * 0x9e3779b9 + hash(all[own - 1].getStackTraceElement());
            return hash ^ (hash >>> 15);
        }

        private static int hash(StackTraceElement frame) {
            return frame.getMethodName().hashCode() * 31 + frame.getLineNumber();
        }
    }
}
