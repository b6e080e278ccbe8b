package io.runpod.logback.internal.scope;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Counts the lines of requests, and lets lines pass that a request's own level asks for. It is installed when the first
 * scope asks for a summary or a level, and costs nothing before. If SLF4J's provider is not Logback, it counts nothing
 * and changes no levels.
 */
public final class RequestWatch extends LibraryTurboFilter {

    private static final RequestWatch INSTANCE = new RequestWatch();

    private RequestWatch() {
        super("runpod requests");
    }

    /** Installs the filter in the process's Logback, as the last one, unless it is installed already. */
    public static void begin() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            INSTANCE.addTo(context);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable throwable) {
        RequestRecord record = RequestRecord.current();
        if (record == null) {
            return FilterReply.NEUTRAL;
        }
        boolean passes = record.passes(level.toInt());
        // If all three are null, this is only a check whether the level is on.
        boolean isCall = format != null || params != null || throwable != null;
        if (isCall && (passes || logger.getEffectiveLevel().toInt() <= level.toInt())) {
            record.countLine(level.toInt());
        }
        return passes ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
    }
}
