package io.runpod.logback.internal.event;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The level that a line shows. */
public enum LineLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    /** The SDK's level for advice, past the threshold. */
    TIP;

    /** The event's level; one of the user's own is named after the one below it. */
    public static LineLevel of(ILoggingEvent event) {
        OwnMarker marker = Events.ownMarker(event);
        if (marker != null && marker.isTip()) {
            return TIP;
        }
        Level level = event.getLevel();
        int value = level == null ? Level.INFO_INT : level.toInt();
        if (value >= Level.ERROR_INT) {
            return ERROR;
        } else if (value >= Level.WARN_INT) {
            return WARN;
        } else if (value >= Level.INFO_INT) {
            return INFO;
        }
        return value >= Level.DEBUG_INT ? DEBUG : TRACE;
    }
}
