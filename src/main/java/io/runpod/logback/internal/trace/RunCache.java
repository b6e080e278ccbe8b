package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.NameCache;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The runs of frames written lately: what fails once at a place mostly fails there again, by the same way. Compared with
 * going through {@link FrameCache} frame by frame it takes half the time, and all of a run is copied at once. A run is
 * kept when it comes the second time. Bounded, and thread-safe, as that cache is.
 */
final class RunCache {

    private static final int SLOTS = 64;
    /** Longer runs are not kept. */
    static final int MAX_FRAMES = 256;

    private static final int MAX_BYTES = 1 << 15;

    private final @Nullable FrameRun[] runs = new FrameRun[SLOTS];

    /** Hashes of runs that came once. */
    private final AtomicIntegerArray seen = new AtomicIntegerArray(SLOTS * 4);

    /** The run of the first {@code own} frames, or null. */
    @Nullable
    FrameRun find(StackTraceElementProxy[] all, int own) {
        if (own == 0 || own > MAX_FRAMES) {
            return null;
        }
        int first = slot(hash(all, own));
        for (int i = first; i < first + NameCache.WAYS; i++) {
            FrameRun run = runs[i];
            if (run == null) {
                break;
            }
            if (run.isOf(all, own)) {
                return run;
            }
        }
        return null;
    }

    /** Takes a run of the first {@code own} frames that was not found, and had to be made. */
    void put(FrameRun run, StackTraceElementProxy[] all, int own) {
        if (own == 0 || own > MAX_FRAMES || run.bytes() > MAX_BYTES) {
            return;
        }
        int hash = hash(all, own);
        if (seen.getAndSet(hash & (seen.length() - 1), hash) == hash) {
            NameCache.putFirst(runs, slot(hash), run.copy(all, own));
        }
    }

    private static int slot(int hash) {
        return (hash >>> 16) & (SLOTS - NameCache.WAYS);
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
