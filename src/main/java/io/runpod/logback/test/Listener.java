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
 * not hand its events on; a filter that lets through what a capture wants. Is put back after a reset or stop, as when
 * Spring Boot starts within a test.
 */
final class Listener extends UnsynchronizedAppenderBase<ILoggingEvent> implements LoggerContextListener {

    private static final long MAX_WAIT_NANOS = 10_000_000_000L;

    private final LoggerContext loggers;
    private final LevelFilter levels = new LevelFilter();
    private volatile boolean attached;

    Listener(LoggerContext loggers) {
        this.loggers = loggers;
        setContext(loggers);
        setName("captured logs");
    }

    synchronized void attach() {
        attached = true;
        start();
        loggers.getLoggerList().forEach(this::listenAt);
        if (!loggers.getTurboFilterList().contains(levels)) {
            loggers.addTurboFilter(levels);
        }
        if (!loggers.getCopyOfListenerList().contains(this)) {
            loggers.addListener(this);
        }
    }

    /** Where the logger's events end up: at the root, or at the first that does not hand them on. */
    private void listenAt(Logger logger) {
        Logger at = logger;
        while (at.isAdditive() && !at.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            // Logback's loggers lie in each other by these two characters, and all of them are there.
            int end = Math.max(at.getName().lastIndexOf('.'), at.getName().lastIndexOf('$'));
            at = loggers.getLogger(
                    end <= 0 ? org.slf4j.Logger.ROOT_LOGGER_NAME : at.getName().substring(0, end));
        }
        if (!at.isAttached(this)) {
            at.addAppender(this);
        }
    }

    synchronized void detach() {
        attached = false;
        loggers.removeListener(this);
        loggers.getTurboFilterList().remove(levels);
        for (Logger logger : loggers.getLoggerList()) {
            logger.detachAppender(this);
        }
        stop();
    }

    /** Also what is logged while a line is made, by an argument's {@code toString}: an appender's base leaves that out. */
    @Override
    public void doAppend(ILoggingEvent event) {
        append(event);
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

    /** The context forgets all listeners right behind this call: so this one comes back from outside of it. */
    @Override
    public void onStop(LoggerContext context) {
        Thread thread = new Thread(this::comeBack, "captured logs");
        thread.setDaemon(true);
        thread.start();
    }

    private void comeBack() {
        long start = System.nanoTime();
        while (attached
                && loggers.getCopyOfListenerList().contains(this)
                && System.nanoTime() - start < MAX_WAIT_NANOS) {
            Thread.onSpinWait();
        }
        synchronized (this) {
            if (attached) {
                attach();
            }
        }
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {}

    /** Lets pass what a capture of the thread wants; the loggers' levels decide about the rest. */
    private final class LevelFilter extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                @Nullable Object @Nullable [] params,
                @Nullable Throwable thrown) {
            listenAt(logger);
            return Captures.want(level) && !isDeniedBehind(marker, logger, level, format, params, thrown)
                    ? FilterReply.ACCEPT
                    : FilterReply.NEUTRAL;
        }

        /** The filters behind this one are not asked any more once it accepts. */
        private boolean isDeniedBehind(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                @Nullable Object @Nullable [] params,
                @Nullable Throwable thrown) {
            boolean behind = false;
            for (TurboFilter filter : loggers.getTurboFilterList()) {
                if (behind && filter.decide(marker, logger, level, format, params, thrown) == FilterReply.DENY) {
                    return true;
                }
                behind |= filter == this;
            }
            return false;
        }
    }
}
