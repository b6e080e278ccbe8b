package io.runpod.logback.viewer;

import java.io.IOException;

/** Takes what the filter lets pass. */
interface EntrySink {

    /** Takes a line that was read; {@code [from, to)} is its JSON as the worker wrote it, empty where it is none. */
    void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) throws IOException;

    /** Takes a line of text with what continues it, or text that is no log line. */
    void text(TextGroup group) throws IOException;

    /**
     * Takes a piece of a line that is too long to be read.
     *
     * @param first whether the line begins with it
     * @param last whether the line ends with it
     */
    void piece(byte[] bytes, int from, int to, boolean first, boolean last) throws IOException;

    /** Nothing follows for now: shows what is held back. */
    void flush() throws IOException;

    /** Says what is left to say when all lines are through. */
    void finish() throws IOException;
}
