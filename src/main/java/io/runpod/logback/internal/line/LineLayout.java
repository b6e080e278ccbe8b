package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** One of the two forms of a line. */
interface LineLayout {

    /**
     * Writes the event as a complete line into the workspace's empty line buffer. Message first, then the fields that
     * there is room for.
     */
    void write(ILoggingEvent event, Workspace workspace);

    /** Writes a line of level ERROR that says why an event could not be written. */
    void writeFailure(String text, Workspace workspace);
}
