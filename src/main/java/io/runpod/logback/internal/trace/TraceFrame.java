package io.runpod.logback.internal.trace;

import org.jspecify.annotations.Nullable;

/**
 * A frame, ready to be written: redacted and escaped, with the line end, indent and {@code at} that stand before it on
 * the outermost level, so that it is one copy there. Immutable.
 */
final class TraceFrame {

    private final String type;
    private final String method;
    private final @Nullable String file;
    private final int line;
    private final byte[] bytes;
    private final int chars;

    /**
     * @param bytes what is written
     * @param chars what the frame costs of the room for a trace, without what stands before it
     */
    TraceFrame(StackTraceElement frame, byte[] bytes, int chars) {
        this.type = frame.getClassName();
        this.method = frame.getMethodName();
        this.file = frame.getFileName();
        this.line = frame.getLineNumber();
        this.bytes = bytes;
        this.chars = chars;
    }

    byte[] bytes() {
        return bytes;
    }

    int chars() {
        return chars;
    }

    /** Whether it is that frame; module and loader are not written, and not looked at. */
    boolean isOf(StackTraceElement frame) {
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
