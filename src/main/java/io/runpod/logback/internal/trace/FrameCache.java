package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.RecentCache;
import java.util.function.Function;

/**
 * Caches recently written frames as bytes. A program throws from the same places again and again, and building a
 * frame's text costs ten times as much as copying it.
 */
final class FrameCache extends RecentCache<StackTraceElement, TraceFrame> {

    private static final int SLOTS = 1024;

    /** Longer frames are not cached, so that the cache takes at most a few hundred kilobytes. */
    private static final int MAX_CACHED_BYTES = 320;

    FrameCache() {
        super(SLOTS);
    }

    @Override
    protected boolean isOf(TraceFrame entry, StackTraceElement frame) {
        return entry.isOf(frame);
    }

    TraceFrame of(StackTraceElement frame, Function<StackTraceElement, TraceFrame> preparation) {
        // Without the class name, to save a read: few classes have a method of the same name on the same line.
        int hash = frame.getMethodName().hashCode() + frame.getLineNumber() * 0x9e3779b9;
        TraceFrame known = find(frame, hash);
        if (known != null) {
            return known;
        }
        TraceFrame prepared = preparation.apply(frame);
        if (prepared.bytes().length <= MAX_CACHED_BYTES) {
            put(prepared, hash);
        }
        return prepared;
    }
}
