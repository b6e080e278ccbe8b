package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.EventEncoder;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.internal.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes events through the stages of an appender (throttle, sampler, buffer and queue, if configured), then to the
 * sink. Every event is written, waits, or is dropped and counted. Drops are reported by a line that bypasses the
 * stages. Thread-safe.
 */
public final class Pipeline {

    /** Why a line was dropped. */
    public enum DropReason {
        THROTTLED("throttled"),
        SAMPLED("sampled out"),

        /**
         * The line's request ended, or was quiet for too long, without an error. Normal for a buffer, so not reported.
         */
        FORGOTTEN("of requests without an error"),
        BUFFER_FULL("buffer full"),
        QUEUE_FULL("queue full"),

        /** The line could not be encoded, or the output did not take it. */
        UNWRITTEN("not taken by the output");

        private final String text;

        DropReason(String text) {
            this.text = text;
        }

        boolean isReported() {
            return this != FORGOTTEN;
        }

        String text() {
            return text;
        }
    }

    /** The maximum time for the report on standard error, because that stream may be stalled too. */
    private static final long MAX_ERROR_REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final EventEncoder encoder;
    private final LineSink sink;
    private final EventEncoder.Sink toSink;
    private final DropCounts drops;
    private final Function<String, ILoggingEvent> report;
    private final @Nullable Throttle throttle;
    private final @Nullable Sampler sampler;
    private final @Nullable RequestBuffer buffer;
    private final @Nullable LineQueue queue;
    private final BooleanSupplier canReport = this::canReport;
    private final AtomicBoolean unwrittenReported = new AtomicBoolean();

    private Pipeline(Builder from) {
        this.encoder = from.encoder;
        this.sink = from.sink;
        this.drops = from.drops;
        this.toSink = (line, length) -> drops.add(DropReason.UNWRITTEN, sink.write(line, length));
        this.report = from.report;
        this.throttle = from.throttle;
        this.sampler = from.sampler;
        this.queue = from.queue;
        this.buffer = from.buffer == null ? null : from.buffer.apply(queue == null ? this::writeToSink : queue::write);
    }

    /** Collects the stages of a pipeline. Without any, lines go from the encoder to the sink. Not thread-safe. */
    public static final class Builder {

        private final EventEncoder encoder;
        private final LineSink sink;
        private final LongSupplier clock;
        private final Function<String, ILoggingEvent> report;
        private final DropCounts drops;
        private @Nullable Throttle throttle;
        private @Nullable Sampler sampler;

        /** Makes the buffer. Its argument, the buffer's output, is known only after all stages were added. */
        private @Nullable Function<RequestBuffer.Output, RequestBuffer> buffer;

        private @Nullable LineQueue queue;

        /**
         * Starts without any stage.
         *
         * @param clock in nanoseconds, such as {@link System#nanoTime}
         * @param report makes the event of a drop report from its text
         */
        public Builder(
                EventEncoder encoder, LineSink sink, LongSupplier clock, Function<String, ILoggingEvent> report) {
            this.encoder = encoder;
            this.sink = sink;
            this.clock = clock;
            this.report = report;
            this.drops = new DropCounts(clock);
        }

        /**
         * Adds a rate limit for each kind of line (logger, level and message template).
         *
         * @param linesPerSecond at least 1
         * @param burst how many lines of one kind may come at once; at least 1
         * @param exemptFrom lines of this level or above are not limited; as in {@code ch.qos.logback.classic.Level}
         */
        public void throttle(int linesPerSecond, int burst, int exemptFrom) {
            throttle = new Throttle(linesPerSecond, burst, exemptFrom, clock);
        }

        /**
         * Adds a sampler: the DEBUG and TRACE lines of one request in {@code oneIn} pass.
         *
         * @param oneIn at least 1; 1 = all
         */
        public void sample(int oneIn) {
            sampler = new Sampler(oneIn);
        }

        /**
         * Adds a buffer for the DEBUG and TRACE lines of each request.
         *
         * @param maxBytes the maximum size of the kept lines of one request
         * @param maxRequests the maximum number of requests whose lines are kept at once
         * @param maxQuietMillis after this time without a line, the kept lines of a request are dropped
         * @param slowerThanMillis the kept lines of a request that took longer are written at its end
         */
        public void buffer(int maxBytes, int maxRequests, long maxQuietMillis, long slowerThanMillis) {
            buffer = output -> new RequestBuffer(
                    maxBytes,
                    maxRequests,
                    TimeUnit.MILLISECONDS.toNanos(maxQuietMillis),
                    TimeUnit.MILLISECONDS.toNanos(slowerThanMillis),
                    output,
                    encoder,
                    drops,
                    clock);
        }

        /**
         * Adds a queue and a thread that writes what is in it.
         *
         * @param capacity the maximum number of waiting lines; at least 1
         * @param maxBytes the maximum size of all waiting lines
         * @param maxBlockMillis how long a caller waits for room in a full queue; 0 = not at all
         */
        public void queue(int capacity, int maxBytes, long maxBlockMillis) {
            queue = new LineQueue(capacity, maxBytes, TimeUnit.MILLISECONDS.toNanos(maxBlockMillis), sink, drops);
        }

        public Pipeline build() {
            return new Pipeline(this);
        }
    }

    public void start(String name) {
        if (queue != null) {
            queue.start(name);
        }
    }

    /** Returns whether there is any stage. If so, {@link #drain} must run before the process ends. */
    public boolean hasStages() {
        return throttle != null || sampler != null || buffer != null || queue != null;
    }

    public void accept(ILoggingEvent event) {
        if (throttle != null && !throttle.admits(event)) {
            drops.add(DropReason.THROTTLED, 1);
        } else if ((sampler == null && buffer == null) || isAskedFor(event)) {
            write(event);
        } else {
            String requestId = encoder.requestId(event);
            if (sampler != null && !sampler.admits(event, requestId)) {
                drops.add(DropReason.SAMPLED, 1);
            } else if (buffer == null || !buffer.take(event, requestId)) {
                write(event);
            }
        }
        writeReport(drops.dueReport(canReport));
    }

    /** Returns whether this is a DEBUG or TRACE event whose request asks for that level. Then it is written at once. */
    private static boolean isAskedFor(ILoggingEvent event) {
        int level = event.getLevel().levelInt;
        return level < Level.INFO_INT && RequestRecord.asksFor(level);
    }

    private void write(ILoggingEvent event) {
        if (queue != null) {
            queue.write(encoder.encode(event), 1, event.getLevel().levelInt);
        } else if (sink.isBusy()) {
            // Encoded before the wait for the sink, so that no workspace is in use during the wait.
            writeToSink(encoder.encode(event), 1, event.getLevel().levelInt);
        } else {
            encoder.encodeTo(event, toSink);
        }
    }

    private void writeToSink(byte[] bytes, int lines, int level) {
        drops.add(DropReason.UNWRITTEN, sink.write(bytes, bytes.length, lines));
    }

    /** Counts an accepted event whose line could not be made. */
    public void countFailure() {
        drops.add(DropReason.UNWRITTEN, 1);
    }

    /**
     * Returns whether a report can be written now. It cannot while the output fails, because it would be lost, and
     * while the queue is full.
     */
    private boolean canReport() {
        return !sink.isFailing() && (queue == null || queue.hasRoom());
    }

    private void writeReport(@Nullable String text) {
        if (text == null) {
            return;
        }
        try {
            byte[] line = encoder.encode(report.apply(text));
            if (queue == null) {
                sink.write(line, line.length, 0);
            } else {
                queue.writeReport(line);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            // The encoder may be the user's own and fail on any event. The counts remain in the statistics.
        }
    }

    /** Writes the last report, at most until the timeout. Returns whether it was in time. */
    private boolean writeLastReport(long timeoutNanos) {
        String text = sink.isFailing() ? null : drops.lastReport();
        if (queue != null || text == null) {
            writeReport(text);
            return true;
        }
        return runWithin(timeoutNanos, () -> writeReport(text));
    }

    /**
     * Reports once, on standard error, what was lost at the end. The output itself takes no report any more.
     *
     * @param settled whether all lines and the report were written or dropped in time
     */
    private void reportUnwritten(boolean settled) {
        long left = settled || queue == null ? 0 : queue.waiting();
        String dropped = drops.totals();
        boolean lost =
                !settled || drops.hasUnreported(DropReason.UNWRITTEN) || (sink.isFailing() && !dropped.isEmpty());
        if (!lost || sink == LineSink.STANDARD_ERROR || unwrittenReported.getAndSet(true)) {
            return;
        }
        String counts = left == 0 ? dropped : left + " waiting" + (dropped.isEmpty() ? "" : ", " + dropped);
        byte[] line = ("runpod-logback: the output accepts no more log lines. Lost since the start: " + counts + "\n")
                .getBytes(StandardCharsets.UTF_8);
        runWithin(MAX_ERROR_REPORT_NANOS, () -> LineSink.STANDARD_ERROR.write(line, line.length));
    }

    /**
     * Runs a write on another thread and waits no longer than the timeout, because a stalled output may block it
     * forever.
     *
     * @return whether it ended in time
     */
    public static boolean runWithin(long timeoutNanos, Runnable write) {
        Thread thread = new Thread(write, "runpod-log-end");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            write.run();
            return true;
        }
        boolean interrupted = Thread.interrupted();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, timeoutNanos);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** Returns how many lines were dropped for the reason. */
    public long dropped(DropReason reason) {
        return drops.of(reason);
    }

    /** Returns how many lines wait in the buffer or the queue. */
    public long waiting() {
        return (buffer == null ? 0 : buffer.waiting()) + (queue == null ? 0 : queue.waiting());
    }

    /**
     * Called when the process ends. Waits, at most for the timeout, until the queue's lines are written, and reports
     * the last drops. Lines in the buffer are not written.
     */
    public void drain(long timeoutNanos) {
        long until = System.nanoTime() + timeoutNanos;
        drainQueue(until);
        boolean reportWritten = writeLastReport(timeoutNanos);
        reportUnwritten(drainQueue(until) && reportWritten);
    }

    /** Called when the appender stops. Drains, and ends the writer thread. Later events are written without a queue. */
    public void close(long timeoutNanos) {
        if (buffer != null) {
            buffer.close();
        }
        long until = System.nanoTime() + timeoutNanos;
        drainQueue(until);
        boolean reportWritten = writeLastReport(timeoutNanos);
        reportUnwritten((queue == null || queue.close(until)) && reportWritten);
    }

    /**
     * Waits until the queue's lines are written. Returns whether they are. Called before the last report, which says
     * what was lost, and again after it, so that the report is written.
     */
    private boolean drainQueue(long until) {
        return queue == null || queue.drain(until);
    }
}
