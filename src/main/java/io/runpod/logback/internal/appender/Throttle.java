package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets through so many lines a second of each kind: of one logger, level and message template. A kind may save up a
 * burst. Thread-safe, and waits for nobody.
 *
 * <p>A token bucket kept as one number, the time at which the bucket will be full again (ITU-T I.371, "generic cell
 * rate algorithm").
 */
final class Throttle {

    /** So many kinds are told apart; a program has hundreds. All beyond share one allowance. */
    private static final int MAX_KINDS = 4096;

    private static final int MAX_KEPT_CHARS = 256;

    private record Kind(String logger, int level, @Nullable String template) {

        /** As the compiler's own, which takes 30 ms when it is first called (it links method handles). */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kind kind
                    && level == kind.level
                    && logger.equals(kind.logger)
                    && Objects.equals(template, kind.template);
        }

        @Override
        public int hashCode() {
            return (logger.hashCode() * 31 + level) * 31 + Objects.hashCode(template);
        }
    }

    private static final class Bucket {
        /** When it is full again, in the clock's nanoseconds. */
        final AtomicLong fullAt;

        Bucket(long now) {
            fullAt = new AtomicLong(now);
        }
    }

    private final ConcurrentHashMap<Kind, Bucket> buckets = new ConcurrentHashMap<>();
    private final Bucket rest;
    private final long nanosPerLine;
    private final long nanosOfBurst;
    private final int exemptFrom;
    private final LongSupplier clock;
    private final AtomicLong nextSweep;

    /**
     * @param linesPerSecond of each kind; at least 1
     * @param burst how many lines of a kind may come at once; at least 1
     * @param exemptFrom this level, and those above, are always let through
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    Throttle(int linesPerSecond, int burst, int exemptFrom, LongSupplier clock) {
        this.nanosPerLine = 1_000_000_000L / linesPerSecond;
        this.nanosOfBurst = nanosPerLine * (burst - 1L);
        this.exemptFrom = exemptFrom;
        this.clock = clock;
        this.rest = new Bucket(clock.getAsLong());
        this.nextSweep = new AtomicLong(clock.getAsLong());
    }

    boolean admits(ILoggingEvent event) {
        int level = event.getLevel().levelInt;
        if (level >= exemptFrom) {
            return true;
        }
        long now = clock.getAsLong();
        Kind kind = new Kind(String.valueOf(event.getLoggerName()), level, template(event.getMessage()));
        AtomicLong fullAt = bucket(kind, now).fullAt;
        while (true) {
            long before = fullAt.get();
            long ahead = Math.max(0, before - now);
            if (ahead > nanosOfBurst) {
                return false;
            }
            if (fullAt.compareAndSet(before, now + ahead + nanosPerLine)) {
                return true;
            }
        }
    }

    /** Of a long one only its beginning and its hash are kept: thousands of whole messages would fill the memory. */
    private static @Nullable String template(@Nullable String message) {
        return message == null || message.length() <= MAX_KEPT_CHARS
                ? message
                : message.substring(0, MAX_KEPT_CHARS) + message.hashCode();
    }

    private Bucket bucket(Kind kind, long now) {
        Bucket known = buckets.get(kind);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= MAX_KINDS) {
            sweep(now);
            if (buckets.size() >= MAX_KINDS) {
                return rest;
            }
        }
        return buckets.computeIfAbsent(kind, unused -> new Bucket(now));
    }

    /** Forgets buckets that are full: a new one is no different. At most once a second. */
    private void sweep(long now) {
        long due = nextSweep.get();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + 1_000_000_000L)) {
            buckets.values().removeIf(bucket -> now - bucket.fullAt.get() >= 0);
        }
    }
}
