package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.BoundedText;

/**
 * One frame as text: as {@code StackTraceElement.toString()}, without the class loader and module, which cost room and
 * say little.
 */
final class TraceFrame {

    private static final String NATIVE = "Native Method";
    private static final String UNKNOWN = "Unknown Source";

    private TraceFrame() {}

    static void write(StackTraceElement frame, BoundedText out) {
        out.append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName())
                .append('(');
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            out.append(NATIVE);
        } else if (file == null) {
            out.append(UNKNOWN);
        } else {
            out.append(file);
            if (frame.getLineNumber() >= 0) {
                out.append(':').append(frame.getLineNumber());
            }
        }
        out.append(')');
    }

    /** How many characters {@link #write} writes. */
    static int length(StackTraceElement frame) {
        return frame.getClassName().length() + frame.getMethodName().length() + 3 + placeLength(frame);
    }

    private static int placeLength(StackTraceElement frame) {
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            return NATIVE.length();
        }
        if (file == null) {
            return UNKNOWN.length();
        }
        return file.length() + (frame.getLineNumber() >= 0 ? 1 + digits(frame.getLineNumber()) : 0);
    }

    /** How many digits a number that is not negative has. */
    static int digits(int number) {
        int count = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            count++;
        }
        return count;
    }
}
