package io.runpod.logback.spring.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.internal.settings.ContextFields;
import io.runpod.logback.internal.settings.NamePatterns;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;

/**
 * Silences requests of chosen paths, health checks for example: what is logged for them below WARN, on whatever thread
 * carries their scope. Costs a look at a counter while none of them is on its way. Thread-safe.
 */
final class QuietRequests extends TurboFilter {

    private final NamePatterns paths;

    /**
     * The ids of those that are on their way, as instances: another request may send the same characters, and its lines
     * are not to be lost. The MDC passes the instance on.
     */
    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** How many there are, to be read without a lock. */
    private final AtomicInteger count = new AtomicInteger();

    private final LoggerContextListener again = new InstallAgain();

    QuietRequests(NamePatterns paths) {
        this.paths = paths;
        setName("quiet requests");
    }

    /** Makes this part of Logback, if there is any path to silence and Logback is what logs. */
    void install() {
        if (!paths.isEmpty() && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            setContext(context);
            start();
            context.addTurboFilter(this);
            context.addListener(again);
        }
    }

    void uninstall() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.removeListener(again);
            context.getTurboFilterList().remove(this);
        }
    }

    /** A request came in; returns whether it is one to silence, which {@link #end} is to be told then. */
    boolean begin(String path, String id) {
        if (paths.isEmpty() || !paths.matches(path)) {
            return false;
        }
        ids.add(id);
        count.incrementAndGet();
        return true;
    }

    void end(String id) {
        if (ids.remove(id)) {
            count.decrementAndGet();
        }
    }

    /**
     * Decides on a call.
     *
     * @return deny for a line below WARN of such a request, else neutral
     */
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable throwable) {
        if (count.get() == 0 || level.isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        String id = MDC.get(ContextFields.REQUEST_ID);
        return id != null && ids.contains(id) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** A context that is configured anew forgets its filters. */
    private final class InstallAgain implements LoggerContextListener {

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            context.addTurboFilter(QuietRequests.this);
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onStop(LoggerContext context) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }
}
