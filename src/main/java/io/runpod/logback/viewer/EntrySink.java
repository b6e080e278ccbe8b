package io.runpod.logback.viewer;

import java.io.IOException;

/** Takes the lines that the filter lets pass. */
interface EntrySink {

    /** Takes a log line. Bytes {@code [from, to)} are its JSON as the worker wrote it; empty if it was text. */
    void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) throws IOException;

    /** Takes a line of text with what continues it, or text that is no log line. */
    default void text(TextGroup group) throws IOException {}

    /**
     * Takes a piece of a line that is too long to be parsed; {@code first} and {@code last} say where it is in the
     * line.
     */
    default void piece(byte[] bytes, int from, int to, boolean first, boolean last) throws IOException {}

    /** Shows lines that are held back, because no input is available now. */
    default void flush() throws IOException {}

    /** Called once, after the last line. */
    default void finish() throws IOException {
        flush();
    }
}
