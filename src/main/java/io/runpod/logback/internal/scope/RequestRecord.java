package io.runpod.logback.internal.scope;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.text.LogLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Collects data of a request while its scope is open: fields, the number of lines of each level, the failure, and the
 * level from which its lines pass. It is carried to each thread that works for the request. Thread-safe.
 */
public final class RequestRecord {

    /** No level: no line passes because of the request. */
    public static final int NO_LEVEL = Integer.MAX_VALUE;

    /** The most fields that are kept; more would not fit into a line. */
    private static final int MAX_FIELDS = 200;

    /** The most characters of names and texts that are kept, so that a request cannot fill the memory. */
    private static final int MAX_CHARS = 1 << 16;

    private static final ThreadLocal<@Nullable RequestRecord> CURRENT = new ThreadLocal<>();
    private static final AtomicBoolean COLD = new AtomicBoolean(true);

    private final @Nullable RequestRecord outer;
    private final long started = System.nanoTime();
    private final AtomicIntegerArray lines = new AtomicIntegerArray(LogLevel.RANKS);
    private volatile @Nullable String summaryName;
    private volatile int level = NO_LEVEL;

    // Guarded by this.
    private final Map<String, KeptValue> fields = new LinkedHashMap<>();
    private int chars;
    private boolean full;
    private boolean ended;
    private @Nullable Throwable failure;
    private boolean markedFailed;

    /** @param outer the record of the scope around this one; null = there is none */
    public RequestRecord(@Nullable RequestRecord outer) {
        this.outer = outer;
        this.level = outer == null ? NO_LEVEL : outer.level;
    }

    /** Returns the record of the current thread's request; null = there is none. */
    public static @Nullable RequestRecord current() {
        return CURRENT.get();
    }

    /** Binds a record to the current thread; null = none. */
    public static void bind(@Nullable RequestRecord record) {
        if (record == null) {
            CURRENT.remove();
            RequestTurboFilter.forgetCalls();
        } else {
            CURRENT.set(record);
        }
    }

    /** Asks for a summary under this name when the scope closes. */
    public void summarize(String name) {
        summaryName = name;
        RequestTurboFilter.install();
    }

    /** Returns the name of the summary; null = none is asked for. */
    public @Nullable String summaryName() {
        return summaryName;
    }

    /** Lets this request's lines pass from this level of Logback on. */
    public void level(int from) {
        level = from;
        RequestTurboFilter.install();
    }

    /** Returns whether the current thread's request lets lines of this level of Logback pass. */
    public static boolean asksFor(int logbackLevel) {
        RequestRecord record = CURRENT.get();
        return record != null && record.passes(logbackLevel);
    }

    /**
     * Counts an event that reached an appender or encoder, unless its call was counted. Must be called on the thread
     * that logs the event; may be called several times for an event.
     */
    public static void reached(ILoggingEvent event) {
        RequestTurboFilter.reached(event);
    }

    boolean passes(int logbackLevel) {
        return logbackLevel >= level;
    }

    /** Returns the record that takes lines and fields: the innermost one with a summary; without any, this one. */
    private RequestRecord collecting() {
        for (RequestRecord record = this; record != null; record = record.outer) {
            if (record.summaryName != null) {
                return record;
            }
        }
        return this;
    }

    void countLine(int logbackLevel) {
        collecting().lines.incrementAndGet(LogLevel.ofLogback(logbackLevel).rank());
    }

    /**
     * Collects a field. A later value of the same name replaces it.
     *
     * @return the reason why it was dropped; null = it was not, or the reason was returned before
     */
    public @Nullable String put(String name, @Nullable Object value) {
        return collecting().add(name, value);
    }

    private @Nullable String add(String name, @Nullable Object value) {
        KeptValue kept = KeptValue.of(value, MAX_CHARS); // outside of the lock, because it runs code of the application
        synchronized (this) {
            if (ended) {
                return "the request is over";
            }
            KeptValue before = fields.get(name);
            int less = before == null ? -name.length() : before.chars();
            if (kept == null
                    || (before == null && fields.size() >= MAX_FIELDS)
                    || chars - less + kept.chars() > MAX_CHARS) {
                boolean reported = full;
                full = true;
                return reported ? null : "a request keeps " + MAX_FIELDS + " fields and " + MAX_CHARS + " characters";
            }
            chars += kept.chars() - less;
            fields.put(name, kept);
            return null;
        }
    }

    /** Sets what made the request fail. Only the first call counts. */
    public void fail(Throwable problem) {
        collecting().takeFailure(problem);
    }

    /** Returns whether the collecting has ended. */
    public synchronized boolean isEnded() {
        return ended;
    }

    /** Makes the outcome an error, without an exception. */
    public synchronized void markFailed() {
        markedFailed = true;
    }

    private synchronized void takeFailure(Throwable problem) {
        if (failure == null && !ended) {
            failure = problem;
        }
    }

    /**
     * The content of a summary.
     *
     * @param level the level of the line
     * @param fields the fields in the order of the line
     * @param failure the exception of the line; null = none
     */
    public record Outcome(
            Level level,
            Map<String, @Nullable Object> fields,
            @Nullable Throwable failure) {}

    /**
     * Ends the collecting and returns what was collected. Does not keep it, because a task may refer to this record for
     * long.
     *
     * @param isShown whether the summary will be logged
     */
    public synchronized Outcome end(boolean isShown) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        Throwable cause = failure;
        boolean failed = markedFailed || cause != null || lines.get(LogLevel.ERROR.rank()) > 0;
        all.put("outcome", failed ? "error" : "ok");
        if (lines.get(LogLevel.WARN.rank()) + lines.get(LogLevel.ERROR.rank()) > 0) {
            all.put("lines", linesByLevel());
        }
        if (isShown && COLD.getAndSet(false)) {
            all.put("cold_start", true);
        }
        fields.forEach((name, value) -> all.putIfAbsent(name, value.copy()));
        ended = true;
        fields.clear();
        failure = null;
        level = NO_LEVEL;
        return new Outcome(cause == null ? Level.INFO : Level.ERROR, all, cause);
    }

    private Map<String, Integer> linesByLevel() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (LogLevel one : LogLevel.values()) {
            int count = one == LogLevel.TIP ? 0 : lines.get(one.rank());
            if (count > 0) {
                counts.put(one.name(), count);
            }
        }
        return counts;
    }
}
