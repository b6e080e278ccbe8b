package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** One of the two forms of a line. */
interface LineForm {

    /** What {@link #write} returns for a line that is not too long. */
    int FITS = -1;

    /** Room for the count of dropped fields, the least that has to follow a message of an event with fields. */
    int ROOM_FOR_COUNT = 64;

    /**
     * Writes the event as a complete line into the workspace's empty buffer.
     *
     * @param reserve bytes that the message has to leave free for what follows it
     * @return {@link #FITS}, or the bytes to reserve the next time
     */
    int write(ILoggingEvent event, Workspace workspace, int reserve);
}
