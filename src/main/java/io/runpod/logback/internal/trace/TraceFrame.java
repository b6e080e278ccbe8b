package io.runpod.logback.internal.trace;

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

    boolean isOf(StackTraceElement other) {
        return isSame(frame, other);
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
}
