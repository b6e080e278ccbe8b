package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Listens to all loggers of a context while there is a capture: an appender at the root, and at each logger that does
 * not hand its events on to the root; a filter that lets through what a capture wants. Is put back after a reset, as
 * when Spring Boot starts within a test.
 */
final class Listener extends UnsynchronizedAppenderBase<ILoggingEvent> implements LoggerContextListener {

    private final LoggerContext loggers;
    private final LevelFilter levels = new LevelFilter();

    Listener(LoggerContext loggers) {
        this.loggers = loggers;
        setContext(loggers);
        setName("captured logs");
    }

    void attach() {
        start();
        for (Logger logger : loggers.getLoggerList()) {
            boolean root = logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
            if ((root || !logger.isAdditive()) && !logger.isAttached(this)) {
                logger.addAppender(this);
            }
        }
        if (!loggers.getTurboFilterList().contains(levels)) {
            loggers.addTurboFilter(levels);
        }
        if (!loggers.getCopyOfListenerList().contains(this)) {
            loggers.addListener(this);
        }
    }

    void detach() {
        loggers.removeListener(this);
        loggers.getTurboFilterList().remove(levels);
        for (Logger logger : loggers.getLoggerList()) {
            logger.detachAppender(this);
        }
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        Captures.take(event);
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onReset(LoggerContext context) {
        attach();
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}

    /** Lets pass what a capture of the thread wants; the loggers' levels decide about the rest. */
    private static final class LevelFilter extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                @Nullable Object @Nullable [] params,
                @Nullable Throwable thrown) {
            return Captures.want(level) ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
        }
    }
}
