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
 * Receives the events of all loggers of a context while a capture is open. It is attached to the root and to each
 * logger that is not additive, and has a turbo filter that accepts the levels that a capture wants. It attaches itself
 * again after a reset or stop of the context, for example when Spring Boot starts within a test.
 */
final class CapturingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> implements LoggerContextListener {

    private static final long MAX_WAIT_NANOS = 10_000_000_000L;

    private final LoggerContext loggers;
    private final LevelFilter levels = new LevelFilter();
    private volatile boolean attached;

    CapturingAppender(LoggerContext loggers) {
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

    /**
     * Attaches to the last logger whose appenders get the events of a logger: the nearest one that is not additive, or
     * the root. Detaches from those between, which may have been not additive before.
     */
    private void listenAt(Logger logger) {
        Logger at = logger;
        while (at.isAdditive() && !at.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            at.detachAppender(this);
            // Logback separates the names of nested loggers by these two characters, and creates every parent.
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

    /** Also takes events that a {@code toString} logs while a line is encoded. The base class drops those. */
    @Override
    public void doAppend(ILoggingEvent event) {
        append(event);
    }

    @Override
    protected void append(ILoggingEvent event) {
        OpenCaptures.take(event);
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

    /** Attaches again on another thread, because the context removes all listeners right after this call. */
    @Override
    public void onStop(LoggerContext context) {
        Thread thread = new Thread(this::reattach, "captured logs");
        thread.setDaemon(true);
        thread.start();
    }

    private void reattach() {
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

    /** Accepts what a capture of the thread wants. The levels of the loggers decide on the rest. */
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
            return OpenCaptures.want(level) && !isDeniedLater(marker, logger, level, format, params, thrown)
                    ? FilterReply.ACCEPT
                    : FilterReply.NEUTRAL;
        }

        /** Asks the filters after this one, because Logback no longer asks them once this one accepts. */
        private boolean isDeniedLater(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                @Nullable Object @Nullable [] params,
                @Nullable Throwable thrown) {
            boolean isAfterThis = false;
            for (TurboFilter filter : loggers.getTurboFilterList()) {
                if (isAfterThis && filter.decide(marker, logger, level, format, params, thrown) == FilterReply.DENY) {
                    return true;
                }
                isAfterThis |= filter == this;
            }
            return false;
        }
    }
}
