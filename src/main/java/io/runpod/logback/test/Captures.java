package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The captures of the process that are open, and whose a thread's lines are. */
final class Captures {

    /**
     * A capture, as the threads that belong to it know it. They may outlive it, in a pool: the capture is let go when it
     * is closed.
     */
    private static final class Owner {
        final @Nullable Owner outer;
        volatile @Nullable CapturedLogs logs;

        Owner(@Nullable Owner outer, CapturedLogs logs) {
            this.outer = outer;
            this.logs = logs;
        }

        Owner outermost() {
            Owner at = this;
            while (at.outer != null && at.outer.logs != null) {
                at = at.outer;
            }
            return at;
        }
    }

    /** Inherited by the threads that a thread creates. */
    private static final InheritableThreadLocal<@Nullable Owner> OWNER = new InheritableThreadLocal<>();

    private static final List<Owner> OPEN = new CopyOnWriteArrayList<>();

    private static @Nullable Listener listener;

    private Captures() {}

    static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException("Lines can be captured where SLF4J's provider is Logback, not "
                + factory.getClass().getName() + ". Is another provider on the class path?");
    }

    static synchronized void open(CapturedLogs logs) {
        Owner owner = new Owner(innermostOpen(OWNER.get()), logs);
        LoggerContext context = context();
        if (listener == null || listener.getContext() != context) {
            listener = new Listener(context);
        }
        listener.attach();
        OPEN.add(owner);
        OWNER.set(owner);
    }

    static synchronized void close(CapturedLogs logs) {
        OPEN.removeIf(owner -> {
            boolean itsOwn = owner.logs == logs;
            if (itsOwn) {
                owner.logs = null;
                logs.stopEncoder();
            }
            return itsOwn;
        });
        Owner left = innermostOpen(OWNER.get());
        if (left == null) {
            OWNER.remove();
        } else {
            OWNER.set(left);
        }
        if (OPEN.isEmpty() && listener != null) {
            listener.detach();
            listener = null;
        }
    }

    private static @Nullable Owner innermostOpen(@Nullable Owner owner) {
        Owner at = owner;
        while (at != null && at.logs == null) {
            at = at.outer;
        }
        return at;
    }

    /** Gives the event to those whose it is. */
    static void take(ILoggingEvent event) {
        List<CapturedLogs> owners = ofThisThread();
        if (owners.isEmpty()) {
            allOpen().forEach(CapturedLogs::addStray);
        }
        owners.forEach(logs -> logs.add(event));
    }

    /** Whether this thread's captures want a line of the level; any capture, where nobody can tell whose it is. */
    static boolean want(Level level) {
        List<CapturedLogs> owners = ofThisThread();
        return (owners.isEmpty() ? allOpen() : owners).stream().anyMatch(logs -> logs.wants(level));
    }

    /** The captures that this thread's lines belong to; none if nobody can tell. */
    private static List<CapturedLogs> ofThisThread() {
        List<CapturedLogs> found = new ArrayList<>(1);
        for (Owner at = OWNER.get(); at != null; at = at.outer) {
            CapturedLogs logs = at.logs;
            if (logs != null) {
                found.add(logs);
            }
        }
        boolean oneTestRuns = OPEN.stream().map(Owner::outermost).distinct().count() == 1;
        return found.isEmpty() && oneTestRuns ? allOpen() : found;
    }

    private static List<CapturedLogs> allOpen() {
        return OPEN.stream().map(owner -> owner.logs).filter(Objects::nonNull).toList();
    }
}
