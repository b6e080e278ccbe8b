package io.runpod.logback.viewer;

/** Says where stack traces begin in messages, and which of their lines name an exception. */
final class StackTraces {

    private static final String JAVA_FRAME = "\n\tat ";
    private static final String PYTHON_TRACE = "\nTraceback (most recent call last)";

    private StackTraces() {}

    /**
     * Where the trace begins in a message of more than one line; after the message where there is none.
     *
     * @param errorType the class of the exception, where it is known
     */
    static int start(CharArrayBuffer message, CharArrayBuffer errorType) {
        int none = message.length() + 1;
        int firstEnd = message.indexOf("\n", 0);
        if (firstEnd < 0) {
            return none;
        }
        int header = errorType.length() == 0 ? -1 : message.indexOf("\n" + errorType, firstEnd);
        if (header < 0) {
            header = message.indexOf(PYTHON_TRACE, firstEnd);
        }
        if (header >= 0) {
            return header + 1;
        }
        int frame = message.indexOf(JAVA_FRAME, 0);
        if (frame <= firstEnd) {
            return none;
        }
        header = frame - 1;
        while (message.charAt(header) != '\n') {
            header--;
        }
        return header + 1;
    }

    /** Whether the line at {@code from} names an exception. */
    static boolean isHeader(CharArrayBuffer message, int from, int trace) {
        if (from == trace) {
            return true;
        }
        int at = from;
        while (at < message.length() && message.charAt(at) == '\t') {
            at++;
        }
        return message.startsWith("Caused by: ", at) || message.startsWith("Suppressed: ", at);
    }
}
