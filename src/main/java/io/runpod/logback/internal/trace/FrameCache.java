package io.runpod.logback.internal.trace;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The frames written lately, as bytes: a program throws from the same places again and again, and putting a frame's
 * text together costs ten times what copying it costs. Bounded: a frame takes the place of another one. Thread-safe: a
 * table of immutable entries, in which a race can only cost that a frame is prepared twice.
 */
final class FrameCache {

    private static final int SLOTS = 1024;

    /** Longer frames are not kept, so that the cache has at most some hundred kilobytes. */
    private static final int LONGEST_KEPT = 300;

    private record Entry(StackTraceElement frame, TracePiece piece) {

        /** As {@code equals}, without module and loader, which are not written. The texts are mostly the same objects. */
        boolean isFor(StackTraceElement other) {
            return frame.getLineNumber() == other.getLineNumber()
                    && frame.getMethodName().equals(other.getMethodName())
                    && frame.getClassName().equals(other.getClassName())
                    && equal(frame.getFileName(), other.getFileName());
        }

        private static boolean equal(@Nullable String one, @Nullable String other) {
            return one == null ? other == null : one.equals(other);
        }
    }

    private final @Nullable Entry[] entries = new Entry[SLOTS];

    TracePiece of(StackTraceElement frame, Function<StackTraceElement, TracePiece> preparation) {
        int hash =
                (frame.getClassName().hashCode() * 31 + frame.getMethodName().hashCode()) * 31 + frame.getLineNumber();
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        Entry entry = entries[slot];
        if (entry != null && entry.isFor(frame)) {
            return entry.piece;
        }
        TracePiece piece = preparation.apply(frame);
        if (piece.chars() <= LONGEST_KEPT) {
            entries[slot] = new Entry(frame, piece);
        }
        return piece;
    }
}
