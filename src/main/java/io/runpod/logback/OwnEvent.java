package io.runpod.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Context;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the library itself has to say in the worker's log. */
final class OwnEvent {

    private static final String LOGGER = "io.runpod.logback";

    private OwnEvent() {}

    /** An event of level WARN that belongs to no request. */
    static ILoggingEvent warning(@Nullable Context context, String text) {
        LoggingEvent event = new LoggingEvent();
        if (context instanceof LoggerContext loggers) {
            event.setLoggerContextRemoteView(loggers.getLoggerContextRemoteView());
        }
        event.setLoggerName(LOGGER);
        event.setLevel(Level.WARN);
        event.setMessage(text);
        event.setInstant(Instant.now());
        event.setThreadName(Thread.currentThread().getName());
        event.setMDCPropertyMap(Map.of());
        return event;
    }
}
