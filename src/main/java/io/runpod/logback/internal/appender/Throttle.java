package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the lines per second of each kind, which is a logger, level and message template. A kind that was quiet may
 * write a burst. Thread-safe; never makes a caller wait.
 *
 * <p>Each kind has a token bucket that is stored as one number: the time at which it is full again (ITU-T I.371,
 * "generic cell rate algorithm").
 */
final class Throttle {

    /** The most kinds with a bucket of their own; a program has hundreds. All further kinds share one bucket. */
    private static final int MAX_KINDS = 4096;

    private static final int MAX_TEMPLATE_CHARS = 256;

    private record Kind(String logger, int level, @Nullable String template) {

        /** Does the same as the generated method, whose first call takes 30 ms because it links method handles. */
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

    /** The bucket of each kind: when it is full again, in nanoseconds of the clock. */
    private final ConcurrentHashMap<Kind, AtomicLong> buckets = new ConcurrentHashMap<>();

    private final AtomicLong sharedBucket;
    private final long nanosPerLine;
    private final long nanosOfBurst;
    private final int exemptFrom;
    private final LongSupplier clock;
    private final AtomicLong nextSweep;

    /** Creates a throttle. {@link Pipeline.Builder#throttle} explains the parameters. */
    Throttle(int linesPerSecond, int burst, int exemptFrom, LongSupplier clock) {
        this.nanosPerLine = 1_000_000_000L / linesPerSecond;
        this.nanosOfBurst = nanosPerLine * (burst - 1L);
        this.exemptFrom = exemptFrom;
        this.clock = clock;
        this.sharedBucket = new AtomicLong(clock.getAsLong());
        this.nextSweep = new AtomicLong(clock.getAsLong());
    }

    boolean admits(ILoggingEvent event) {
        int level = event.getLevel().levelInt;
        if (level >= exemptFrom) {
            return true;
        }
        long now = clock.getAsLong();
        Kind kind = new Kind(String.valueOf(event.getLoggerName()), level, template(event.getMessage()));
        AtomicLong fullAt = bucket(kind, now);
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

    /** Shortens a long template to its beginning and its hash: thousands of long ones would fill the memory. */
    private static @Nullable String template(@Nullable String message) {
        return message == null || message.length() <= MAX_TEMPLATE_CHARS
                ? message
                : message.substring(0, MAX_TEMPLATE_CHARS) + message.hashCode();
    }

    private AtomicLong bucket(Kind kind, long now) {
        AtomicLong known = buckets.get(kind);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= MAX_KINDS) {
            sweep(now);
            if (buckets.size() >= MAX_KINDS) {
                return sharedBucket;
            }
        }
        return buckets.computeIfAbsent(kind, unused -> new AtomicLong(now));
    }

    /** Removes full buckets, because a new bucket is full too. Runs at most once a second. */
    private void sweep(long now) {
        long due = nextSweep.get();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + 1_000_000_000L)) {
            buckets.values().removeIf(fullAt -> now - fullAt.get() >= 0);
        }
    }
}
