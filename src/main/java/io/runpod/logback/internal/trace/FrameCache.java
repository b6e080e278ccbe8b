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

    /** What is written of a frame (module and loader are not), and what it becomes. */
    private record Entry(
            String type, String method, @Nullable String file, int line, TracePiece piece) {

        static Entry of(StackTraceElement frame, TracePiece piece) {
            return new Entry(
                    frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber(), piece);
        }

        boolean isFor(StackTraceElement frame) {
            return line == frame.getLineNumber()
                    && isSame(method, frame.getMethodName())
                    && isSame(type, frame.getClassName())
                    && isSame(file, frame.getFileName());
        }

        /** The JVM gives frames interned texts, so that most need not be read. */
        @SuppressWarnings("ReferenceEquality")
        private static boolean isSame(@Nullable String one, @Nullable String other) {
            return one == other || (one != null && one.equals(other));
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
            entries[slot] = Entry.of(frame, piece);
        }
        return piece;
    }
}
