package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** One of the two forms of a line. */
interface LineForm {

    /**
     * Writes the event as a complete line into the workspace's empty buffer.
     *
     * @param reserve bytes that the message has to leave free for what follows it
     * @return false where what follows the message did not fit
     */
    boolean write(ILoggingEvent event, Workspace workspace, int reserve);
}
