package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.RecentCache;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Caches recently written runs of frames, since the same failure usually occurs again with the same stack. A cached run
 * is written by one copy, which takes half the time of single frames from {@link FrameCache}. A run is cached when it
 * occurs for the second time.
 */
final class RunCache extends RecentCache<TraceBlock, FrameRun> {

    private static final int SLOTS = 64;

    /** Longer runs are not cached. */
    static final int MAX_FRAMES = 256;

    private static final int MAX_BYTES = 1 << 15;

    /** The hashes of runs that occurred once. */
    private final AtomicIntegerArray seen = new AtomicIntegerArray(SLOTS * 4);

    RunCache() {
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
     * Caches the run of a throwable's own frames at its second occurrence; called after {@link #find} returned null.
     */
    void put(FrameRun run, TraceBlock block) {
        if (!isCacheable(block.ownFrames()) || run.bytes() > MAX_BYTES) {
            return;
        }
        int hash = hash(block.frames(), block.ownFrames());
        if (seen.getAndSet(hash & (seen.length() - 1), hash) == hash) {
            put(run.copy(block.frames(), block.ownFrames()), hash);
        }
    }

    /** Hashes three frames: the place of the throw, the outermost caller, and the middle, where call paths differ. */
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
