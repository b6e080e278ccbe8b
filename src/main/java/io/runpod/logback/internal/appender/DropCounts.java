package io.runpod.logback.internal.appender;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts lines that were given up, by reason, and says when it is time to tell. Thread-safe. */
final class DropCounts {

    /** The least time from the first drop that was not told yet to the line that tells it. */
    private static final long REPORT_NANOS = 10_000_000_000L;

    private static final long NOTHING_TO_TELL = 0;

    private final Map<DropReason, LongAdder> counts = new EnumMap<>(DropReason.class);
    private final LongSupplier clock;
    private final AtomicLong untoldSince = new AtomicLong(NOTHING_TO_TELL);

    // Guarded by this.
    private final Map<DropReason, Long> told = new EnumMap<>(DropReason.class);

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    DropCounts(LongSupplier clock) {
        this.clock = clock;
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, new LongAdder());
            told.put(reason, 0L);
        }
    }

    void add(DropReason reason, long lines) {
        if (lines == 0) {
            return;
        }
        Objects.requireNonNull(counts.get(reason)).add(lines);
        if (reason.isReported() && untoldSince.get() == NOTHING_TO_TELL) {
            long now = clock.getAsLong();
            untoldSince.compareAndSet(NOTHING_TO_TELL, now == NOTHING_TO_TELL ? 1 : now);
        }
    }

    long of(DropReason reason) {
        return Objects.requireNonNull(counts.get(reason)).sum();
    }

    /**
     * What is to be told now, if there was a drop ten seconds ago or longer; null = nothing, or not yet.
     *
     * @param canTell whether it can be told now; asked only if there is something
     */
    @Nullable
    String due(BooleanSupplier canTell) {
        long since = untoldSince.get();
        if (since == NOTHING_TO_TELL
                || clock.getAsLong() - since < REPORT_NANOS
                || !canTell.getAsBoolean()
                || !untoldSince.compareAndSet(since, NOTHING_TO_TELL)) {
            return null;
        }
        return news();
    }

    /** What was not told yet; null = nothing. */
    @Nullable
    String last() {
        return untoldSince.getAndSet(NOTHING_TO_TELL) == NOTHING_TO_TELL ? null : news();
    }

    private synchronized @Nullable String news() {
        long all = 0;
        StringJoiner reasons = new StringJoiner(", ");
        for (DropReason reason : DropReason.values()) {
            long now = of(reason);
            long before = Objects.requireNonNull(told.put(reason, now));
            if (now > before && reason.isReported()) {
                all += now - before;
                reasons.add((now - before) + " " + reason.text());
            }
        }
        return all == 0 ? null : "Dropped " + all + (all == 1 ? " log line: " : " log lines: ") + reasons;
    }
}
