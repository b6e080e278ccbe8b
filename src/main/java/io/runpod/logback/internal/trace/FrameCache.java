package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.RecentCache;
import java.util.function.Function;

/**
 * The frames written lately, as bytes: a program throws from the same places again and again, and putting a frame's
 * text together costs ten times what copying it costs.
 */
final class FrameCache extends RecentCache<StackTraceElement, TraceFrame> {

    private static final int SLOTS = 1024;

    /** Longer frames are not kept, so that the cache has at most some hundred kilobytes. */
    private static final int MAX_KEPT_BYTES = 320;

    FrameCache() {
        super(SLOTS);
    }

    @Override
    protected boolean isOf(TraceFrame entry, StackTraceElement frame) {
        return entry.isOf(frame);
    }

    TraceFrame of(StackTraceElement frame, Function<StackTraceElement, TraceFrame> preparation) {
        // Without the class's name: one text less to be fetched, and few classes have such a method on such a line.
        int hash = frame.getMethodName().hashCode() + frame.getLineNumber() * 0x9e3779b9;
        TraceFrame known = find(frame, hash);
        if (known != null) {
            return known;
        }
        TraceFrame made = preparation.apply(frame);
        if (made.bytes().length <= MAX_KEPT_BYTES) {
            put(made, hash);
        }
        return made;
    }
}
