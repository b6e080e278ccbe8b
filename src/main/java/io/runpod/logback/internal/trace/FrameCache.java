package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.NameCache;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The frames written lately, as bytes: a program throws from the same places again and again, and putting a frame's
 * text together costs ten times what copying it costs. Bounded: of the frames that share a place the oldest goes. Thread-safe: a
 * table of immutable entries, in which a race can only cost that a frame is prepared twice.
 */
final class FrameCache {

    private static final int SLOTS = 1024;

    /** Longer frames are not kept, so that the cache has at most some hundred kilobytes. */
    private static final int MAX_KEPT_BYTES = 320;

    private final @Nullable TraceFrame[] frames = new TraceFrame[SLOTS];

    TraceFrame of(StackTraceElement frame, Function<StackTraceElement, TraceFrame> preparation) {
        // Without the class's name: one text less to be fetched, and few classes have such a method on such a line.
        int hash = frame.getMethodName().hashCode() + frame.getLineNumber() * 0x9e3779b9;
        int first = (hash ^ (hash >>> 16)) & (SLOTS - NameCache.WAYS);
        for (int i = first; i < first + NameCache.WAYS; i++) {
            TraceFrame known = frames[i];
            if (known == null) {
                break;
            }
            if (known.isOf(frame)) {
                return known;
            }
        }
        TraceFrame made = preparation.apply(frame);
        if (made.bytes().length <= MAX_KEPT_BYTES) {
            NameCache.putFirst(frames, first, made);
        }
        return made;
    }
}
