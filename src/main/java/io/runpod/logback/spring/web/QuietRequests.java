package io.runpod.logback.spring.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.internal.scope.LibraryTurboFilter;
import io.runpod.logback.internal.settings.NamePatterns;
import io.runpod.logback.internal.settings.Settings.ContextFields;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;

/**
 * Drops the lines below WARN of requests of chosen paths, for example of health checks, on every thread that carries
 * their scope. While no such request runs, it only reads a counter. Thread-safe.
 */
final class QuietRequests extends LibraryTurboFilter {

    private final NamePatterns paths;

    /**
     * The ids of the running quiet requests. Compared by identity, because another request may send an equal id, and
     * its lines must not be lost. The MDC keeps the instance.
     */
    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** The number of ids, to be read without a lock. */
    private final AtomicInteger count = new AtomicInteger();

    QuietRequests(NamePatterns paths) {
        super("quiet requests");
        this.paths = paths;
    }

    /** Adds this filter to Logback, if there are paths and SLF4J uses Logback. */
    void install() {
        if (!paths.isEmpty()) {
            addToLogback();
        }
    }

    void uninstall() {
        removeFromLogback();
    }

    /** Starts a request. Returns whether it is quiet; only then {@link #end} must be called. */
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
}
