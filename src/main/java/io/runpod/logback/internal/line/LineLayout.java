package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Lays out an event as a line, in one of the two formats: {@link JsonLayout} or {@link TextLayout}. */
interface LineLayout {

    /**
     * Writes the event as a complete line into the workspace's empty line buffer. Unless the message shows
     * the fields, it is written first, and they get the room that it leaves.
     */
    void write(ILoggingEvent event, Workspace workspace);

    /** Writes an ERROR line that says why an event could not be written. */
    void writeFailure(String text, Workspace workspace);
}
