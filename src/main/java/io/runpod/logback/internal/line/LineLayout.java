package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Writes an event as a line, in one of the two formats: {@link JsonLayout} or {@link TextLayout}. */
interface LineLayout {

    /**
     * Writes the event as a complete line into the workspace's empty line buffer. The message is written first, and the
     * fields get the room that it leaves; if the message itself shows fields, these are written before it.
     */
    void write(ILoggingEvent event, Workspace workspace);

    /** Writes an ERROR line that says why an event could not be written. */
    void writeFailure(String text, Workspace workspace);
}
