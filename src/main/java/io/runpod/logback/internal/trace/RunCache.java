package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.RecentCache;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The runs of frames written lately: what fails once at a place mostly fails there again, by the same way. Compared with
 * going through {@link FrameCache} frame by frame it takes half the time, and all of a run is copied at once. A run is
 * kept when it comes the second time.
 */
final class RunCache extends RecentCache<TraceBlock, FrameRun> {

    private static final int SLOTS = 64;
    /** Longer runs are not kept. */
    static final int MAX_FRAMES = 256;

    private static final int MAX_BYTES = 1 << 15;

    /** Hashes of runs that came once. */
    private final AtomicIntegerArray seen = new AtomicIntegerArray(SLOTS * 4);

    RunCache() {
        super(SLOTS);
    }

    @Override
    protected boolean isOf(FrameRun entry, TraceBlock block) {
        return entry.isOf(block.frames(), block.ownFrames());
    }

    /** The run of a throwable's own frames, or null. */
    @Nullable
    FrameRun find(TraceBlock block) {
        return isKept(block.ownFrames()) ? find(block, hash(block.frames(), block.ownFrames())) : null;
    }

    private static boolean isKept(int frames) {
        return frames > 0 && frames <= MAX_FRAMES;
    }

    /** Takes the run of a throwable's own frames that was not found, and had to be made. */
    void put(FrameRun run, TraceBlock block) {
        if (!isKept(block.ownFrames()) || run.bytes() > MAX_BYTES) {
            return;
        }
        int hash = hash(block.frames(), block.ownFrames());
        if (seen.getAndSet(hash & (seen.length() - 1), hash) == hash) {
            put(run.copy(block.frames(), block.ownFrames()), hash);
        }
    }

    /** Of three frames: where it was thrown, where it came from, and the middle, where ways differ. */
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
