package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/** Holds the open captures of the process, and finds those to which the lines of a thread belong. */
final class OpenCaptures {

    /**
     * Refers to a capture, for the threads that belong to it. Threads of a pool may outlive the capture, so the
     * reference is removed when the capture is closed.
     */
    private static final class Owner {
        /** The owner that the thread had before this one, and has again after it. */
        final @Nullable Owner before;

        /** Weak, because threads of a pool that inherited this owner may live longer. */
        private final WeakReference<Thread> opener = new WeakReference<>(Thread.currentThread());

        volatile @Nullable CapturedLogs logs;

        Owner(@Nullable Owner before, CapturedLogs logs) {
            this.before = before;
            this.logs = logs;
        }

        /** Returns the owner that also gets the lines of this one; null = none. */
        @Nullable
        Owner outer() {
            CapturedLogs own = logs;
            if (own == null || own.hasParallelTests()) {
                return null;
            }
            // A test's thread may have inherited the owner from a thread that runs another test.
            return own.isTest() && before != null && before.opener.get() != opener.get() ? null : before;
        }

        Owner outermost() {
            Owner at = this;
            for (Owner next = innermostOpen(at.outer()); next != null; next = innermostOpen(at.outer())) {
                at = next;
            }
            return at;
        }
    }

    /** The innermost owner of a thread. The threads that it creates inherit it. */
    private static final InheritableThreadLocal<@Nullable Owner> OWNER = new InheritableThreadLocal<>();

    /** Waits for half a minute in all, because the first configuration of Logback may take seconds. */
    private static final int MAX_TRIES = 3000;

    private static final long TRY_NANOS = 10_000_000;

    private static final List<Owner> OPEN = new CopyOnWriteArrayList<>();

    private static @Nullable CapturingAppender appender;

    private OpenCaptures() {}

    static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        // Other threads get this factory while one thread initialises SLF4J.
        for (int i = 0; i < MAX_TRIES && factory instanceof SubstituteLoggerFactory; i++) {
            LockSupport.parkNanos(TRY_NANOS);
            factory = LoggerFactory.getILoggerFactory();
        }
        if (factory instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException("Lines can be captured where SLF4J's provider is Logback, not "
                + factory.getClass().getName() + ". Is another provider on the class path?");
    }

    static synchronized void open(CapturedLogs logs) {
        Owner owner = new Owner(innermostOpen(OWNER.get()), logs);
        LoggerContext context = context();
        if (appender == null || appender.getContext() != context) {
            appender = new CapturingAppender(context);
        }
        appender.attach();
        OPEN.add(owner);
        OWNER.set(owner);
    }

    static synchronized void close(CapturedLogs logs) {
        OPEN.removeIf(owner -> {
            boolean isClosing = owner.logs == logs;
            if (isClosing) {
                owner.logs = null;
                logs.stopEncoder();
            }
            return isClosing;
        });
        Owner left = innermostOpen(OWNER.get());
        if (left == null) {
            OWNER.remove();
        } else {
            OWNER.set(left);
        }
        if (OPEN.isEmpty() && appender != null) {
            appender.detach();
            appender = null;
        }
    }

    private static @Nullable Owner innermostOpen(@Nullable Owner owner) {
        Owner at = owner;
        while (at != null && at.logs == null) {
            at = at.before;
        }
        return at;
    }

    /** Adds the event to the captures that it belongs to. If there are none, all open captures count it as a stray. */
    static void take(ILoggingEvent event) {
        List<CapturedLogs> owners = capturesOfThisThread();
        if (owners.isEmpty()) {
            allOpen().forEach(CapturedLogs::addStray);
        }
        owners.forEach(logs -> logs.add(event));
    }

    /** Returns whether one of this thread's captures wants a line of the level. */
    static boolean want(Level level) {
        return capturesOfThisThread().stream().anyMatch(logs -> logs.wants(level));
    }

    /** Returns the captures that this thread's lines belong to; empty if unknown. */
    private static List<CapturedLogs> capturesOfThisThread() {
        List<CapturedLogs> found = new ArrayList<>(1);
        for (Owner at = innermostOpen(OWNER.get()); at != null; at = innermostOpen(at.outer())) {
            CapturedLogs logs = at.logs;
            if (logs != null) {
                found.add(logs);
            }
        }
        return found.isEmpty() && oneTestRuns() ? allOpen() : found;
    }

    private static boolean oneTestRuns() {
        List<Owner> roots = OPEN.stream().map(Owner::outermost).distinct().toList();
        if (roots.size() != 1) {
            return false;
        }
        CapturedLogs logs = roots.get(0).logs;
        return logs != null && !logs.hasParallelTests();
    }

    private static List<CapturedLogs> allOpen() {
        return OPEN.stream().map(owner -> owner.logs).filter(Objects::nonNull).toList();
    }
}
