package io.runpod.logback.internal.trace;

import org.jspecify.annotations.Nullable;

/**
 * A frame, ready to be written: redacted and escaped, with the line end, indent and {@code at} that stand before it on
 * the outermost level, so that it is one copy there. Immutable.
 */
final class TraceFrame {

    private final StackTraceElement frame;
    private final byte[] bytes;
    private final int chars;
    private final boolean excluded;

    /**
     * @param bytes what is written
     * @param chars how many characters they stand for
     * @param excluded whether it is only counted
     */
    TraceFrame(StackTraceElement frame, byte[] bytes, int chars, boolean excluded) {
        this.frame = frame;
        this.bytes = bytes;
        this.chars = chars;
        this.excluded = excluded;
    }

    byte[] bytes() {
        return bytes;
    }

    long extent() {
        return Extent.of(chars, bytes.length);
    }

    boolean isExcluded() {
        return excluded;
    }

    boolean isOf(StackTraceElement other) {
        return isSame(frame, other);
    }

    /** Whether two frames are written alike: module and loader are not written, and not looked at. */
    @SuppressWarnings("ReferenceEquality") // equal ones are compared by what is written of them
    static boolean isSame(StackTraceElement one, StackTraceElement other) {
        return one == other
                || (one.getLineNumber() == other.getLineNumber()
                        && isSame(one.getMethodName(), other.getMethodName())
                        && isSame(one.getClassName(), other.getClassName())
                        && isSame(one.getFileName(), other.getFileName()));
    }

    /** The JVM gives frames interned texts, so that most need not be read. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one == other || (one != null && one.equals(other));
    }
}
