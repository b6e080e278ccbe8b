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

    /**
     * @param bytes what is written
     * @param chars what the frame costs of the room for a trace, without what stands before it
     */
    TraceFrame(StackTraceElement frame, byte[] bytes, int chars) {
        this.frame = frame;
        this.bytes = bytes;
        this.chars = chars;
    }

    byte[] bytes() {
        return bytes;
    }

    int chars() {
        return chars;
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
