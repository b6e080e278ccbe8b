package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Receives the events of all loggers of a context while a capture is open. It is attached to the root and to each
 * logger that is not additive, and has a turbo filter that accepts the levels that a capture wants.
 *
 * <p>It attaches itself again when the context is reset, for example when Spring Boot starts within a test. A reset first
 * stops the turbo filters. The one of this class then adds this appender as a listener, the reset calls the listener at
 * its end, and removes it. So only the thread that resets changes the list of listeners, which is not thread-safe.
 */
final class CapturingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> implements LoggerContextListener {

    /** The event that this thread took last. Weak, because threads of a pool may live longer than a capture. */
    private static final ThreadLocal<@Nullable WeakReference<ILoggingEvent>> LAST = new ThreadLocal<>();

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
        // First the filter: a reset on another thread removes appenders before filters. So one of the two stays, or the
        // reset stops the filter, and this is called again.
        addFilter();
        loggers.getLoggerList().forEach(this::listenAt);
    }

    /** Called at each event too, because other code may have removed all turbo filters. */
    private void addFilter() {
        loggers.getTurboFilterList().addIfAbsent(levels);
        if (!attached) { // detached on another thread meanwhile
            loggers.getTurboFilterList().remove(levels);
        }
    }

    /**
     * Attaches to the last logger whose appenders get the events of a logger: the nearest one that is not additive, or
     * the root. Detaches from those between, which may have been not additive before.
     *
     * <p>Called before each event, and changes Logback's lists even if they are right. Logback loops over a copy of the
     * list, and the copy may stay outdated if another thread logs while the list changes. Each change renews the copy.
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
        at.addAppender(this);
        if (!attached) {
            at.detachAppender(this);
        }
    }

    synchronized void detach() {
        attached = false;
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

    /** Takes an event once, even if Logback calls this for two loggers because one of them has just changed. */
    @Override
    protected void append(ILoggingEvent event) {
        WeakReference<ILoggingEvent> last = LAST.get();
        if (!attached || (last != null && last.refersTo(event))) {
            return;
        }
        addFilter();
        OpenCaptures.take(event);
        // Last, because a toString may have logged another event meanwhile.
        LAST.set(new WeakReference<>(event));
    }

    /** Returns false: the reset that adds this listener also removes it. */
    @Override
    public boolean isResetResistant() {
        return false;
    }

    @Override
    public synchronized void onReset(LoggerContext context) {
        if (attached) {
            attach();
        }
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

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
            if (attached) {
                listenAt(logger);
            }
            return OpenCaptures.want(level) && !isDeniedLater(marker, logger, level, format, params, thrown)
                    ? FilterReply.ACCEPT
                    : FilterReply.NEUTRAL;
        }

        /** Called by a reset, on its thread, before it calls the listeners. */
        @Override
        public void stop() {
            super.stop();
            if (attached && !loggers.getCopyOfListenerList().contains(CapturingAppender.this)) {
                loggers.addListener(CapturingAppender.this);
            }
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
