package io.runpod.logback.viewer;

import java.io.IOException;

/** What is done with the lines that pass the filter. */
interface LineSink {

    void line(LogLine line, Place place) throws IOException;

    /** Takes what is no log line: {@code [from, to)}, without its line feed. */
    void text(byte[] bytes, int from, int to, Place place) throws IOException;

    /** Says what is left to say when all lines are through. */
    void finish() throws IOException;
}
