package io.runpod.logback.internal.appender;

import io.runpod.logback.internal.appender.Pipeline.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts dropped lines by reason, and makes the text of the report when it is due. Thread-safe. */
final class DropCounts {

    /** The minimum time from the first unreported drop to the report. */
    private static final long REPORT_NANOS = 10_000_000_000L;

    private static final long NOTHING_TO_REPORT = 0;

    private final Map<DropReason, LongAdder> counts = new EnumMap<>(DropReason.class);
    private final LongSupplier clock;
    private final AtomicLong unreportedSince = new AtomicLong(NOTHING_TO_REPORT);

    // Guarded by this.
    private final Map<DropReason, Long> reported = new EnumMap<>(DropReason.class);

    /** @param clock in nanoseconds, such as {@link System#nanoTime} */
    DropCounts(LongSupplier clock) {
        this.clock = clock;
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, new LongAdder());
            reported.put(reason, 0L);
        }
    }

    void add(DropReason reason, long lines) {
        if (lines == 0) {
            return;
        }
        Objects.requireNonNull(counts.get(reason)).add(lines);
        if (reason.isReported() && unreportedSince.get() == NOTHING_TO_REPORT) {
            long now = clock.getAsLong();
            unreportedSince.compareAndSet(NOTHING_TO_REPORT, now == NOTHING_TO_REPORT ? 1 : now);
        }
    }

    long of(DropReason reason) {
        return Objects.requireNonNull(counts.get(reason)).sum();
    }

    /**
     * Returns the report of all unreported drops if the first of them is at least ten seconds old; else null.
     *
     * @param canReport returns whether a report can be written now; called only if one is due
     */
    @Nullable
    String dueReport(BooleanSupplier canReport) {
        long since = unreportedSince.get();
        if (since == NOTHING_TO_REPORT
                || clock.getAsLong() - since < REPORT_NANOS
                || !canReport.getAsBoolean()
                || !unreportedSince.compareAndSet(since, NOTHING_TO_REPORT)) {
            return null;
        }
        return report();
    }

    /** Returns the report of all unreported drops, whatever their age; null = there are none. */
    @Nullable
    String lastReport() {
        return unreportedSince.getAndSet(NOTHING_TO_REPORT) == NOTHING_TO_REPORT ? null : report();
    }

    /** Returns whether lines were dropped for this reason after the last report. */
    synchronized boolean hasUnreported(DropReason reason) {
        return of(reason) > Objects.requireNonNull(reported.get(reason));
    }

    /**
     * Returns the counts since the start as a text, such as {@code 12 throttled, 3 queue full}; empty if all are 0.
     * {@link DropReason#FORGOTTEN} is left out.
     */
    String totals() {
        StringJoiner reasons = new StringJoiner(", ");
        for (DropReason reason : DropReason.values()) {
            long lines = of(reason);
            if (lines > 0 && reason.isReported()) {
                reasons.add(lines + " " + reason.text());
            }
        }
        return reasons.toString();
    }

    private synchronized @Nullable String report() {
        long all = 0;
        StringJoiner reasons = new StringJoiner(", ");
        for (DropReason reason : DropReason.values()) {
            long now = of(reason);
            long before = Objects.requireNonNull(reported.put(reason, now));
            if (now > before && reason.isReported()) {
                all += now - before;
                reasons.add((now - before) + " " + reason.text());
            }
        }
        return all == 0 ? null : "Dropped " + all + (all == 1 ? " log line: " : " log lines: ") + reasons;
    }
}
