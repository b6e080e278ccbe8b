package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.RecentCache;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A frame, ready to be written: redacted and escaped, with the line end, indent and {@code at} before it. On the
 * outermost level it is written by one copy. Immutable.
 *
 * @param bytes the bytes to write
 * @param chars the number of code points before escaping
 * @param isExcluded whether the frame is only counted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the array is written to the line and never changed
record TraceFrame(StackTraceElement frame, byte[] bytes, int chars, boolean isExcluded) {

    long extent() {
        return Extent.of(chars, bytes.length);
    }

    /** Whether two frames are written alike. Module and loader are not compared, since they are not written. */
    @SuppressWarnings("ReferenceEquality") // a shortcut; others are compared by what is written of them
    static boolean isSame(StackTraceElement one, StackTraceElement other) {
        return one == other
                || (one.getLineNumber() == other.getLineNumber()
                        && isSame(one.getMethodName(), other.getMethodName())
                        && isSame(one.getClassName(), other.getClassName())
                        && isSame(one.getFileName(), other.getFileName()));
    }

    /** The JVM interns the strings of frames, so that most need not be compared by content. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one == other || (one != null && one.equals(other));
    }

    /**
     * Caches recently written frames as bytes. A program throws from the same places again and again, and building a
     * frame's text costs ten times as much as copying it.
     */
    static final class Cache extends RecentCache<StackTraceElement, TraceFrame> {

        private static final int SLOTS = 1024;

        /** Longer frames are not cached, so that the cache takes at most a few hundred kilobytes. */
        private static final int MAX_CACHED_BYTES = 320;

        Cache() {
            super(SLOTS);
        }

        @Override
        protected boolean isOf(TraceFrame entry, StackTraceElement frame) {
            return isSame(entry.frame, frame);
        }

        TraceFrame of(StackTraceElement frame, Function<StackTraceElement, TraceFrame> preparation) {
            // Without the class name, to save a read: few classes have a method of the same name on the same line.
            int hash = frame.getMethodName().hashCode() + frame.getLineNumber() * 0x9e3779b9;
            TraceFrame known = find(frame, hash);
            if (known != null) {
                return known;
            }
            TraceFrame prepared = preparation.apply(frame);
            if (prepared.bytes.length <= MAX_CACHED_BYTES) {
                put(prepared, hash);
            }
            return prepared;
        }
    }
}
