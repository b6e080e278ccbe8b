package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.EventEncoder;
import io.runpod.logback.internal.text.Failure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of an event through an appender: throttle, sample, buffer, queue, sink, those that are there. Every event is
 * written, waits, or is counted. Now and then it tells what was dropped, by a line that no stage sees. Thread-safe.
 */
public final class Pipeline {

    private final EventEncoder encoder;
    private final LineSink sink;
    private final EventEncoder.Sink toSink;
    private final DropCounts drops;
    private final Function<String, ILoggingEvent> report;
    private final @Nullable Throttle throttle;
    private final @Nullable Sampler sampler;
    private final @Nullable RequestBuffer buffer;
    private final @Nullable LineQueue queue;
    private final LineOutput output;
    private final AtomicLong lostCounted;
    private final BooleanSupplier canTell = this::canTell;

    private Pipeline(Builder from) {
        this.encoder = from.encoder;
        this.sink = from.sink;
        this.toSink = sink::write;
        this.lostCounted = new AtomicLong(sink.lost());
        this.drops = from.drops;
        this.report = from.report;
        this.throttle = from.throttle;
        this.sampler = from.sampler;
        this.buffer = from.buffer;
        this.queue = from.queue;
        this.output = queue != null ? queue : (bytes, lines, level) -> sink.write(bytes, bytes.length, lines);
    }

    /** The stages of a pipeline to be; without any the encoder's lines go to the sink. Not thread-safe. */
    public static final class Builder {

        private final EventEncoder encoder;
        private final LineSink sink;
        private final LongSupplier clock;
        private final Function<String, ILoggingEvent> report;
        private final DropCounts drops;
        private @Nullable Throttle throttle;
        private @Nullable Sampler sampler;
        private @Nullable RequestBuffer buffer;
        private @Nullable LineQueue queue;

        /**
         * Starts without any stage.
         *
         * @param clock nanoseconds, as {@link System#nanoTime}
         * @param report makes the event that tells of drops
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
         * Adds a limit for each kind of line.
         *
         * @param linesPerSecond at least 1
         * @param burst how many lines may come at once; at least 1
         * @param exemptFrom this level of Logback's, and those above, are always let through
         */
        public void throttle(int linesPerSecond, int burst, int exemptFrom) {
            throttle = new Throttle(linesPerSecond, burst, exemptFrom, clock);
        }

        /**
         * Adds a choice of requests whose details are kept.
         *
         * @param oneIn at least 1; 1 = all
         */
        public void sample(int oneIn) {
            sampler = new Sampler(oneIn);
        }

        /**
         * Adds a buffer for the details of each request.
         *
         * @param maxBytes of one request
         * @param maxRequests that are kept at once
         * @param maxQuiet a request of which nothing was heard for so long is forgotten; milliseconds
         */
        public void buffer(int maxBytes, int maxRequests, long maxQuiet) {
            buffer = new RequestBuffer(
                    maxBytes, maxRequests, TimeUnit.MILLISECONDS.toNanos(maxQuiet), encoder, drops, clock);
        }

        /**
         * Adds a queue and a thread that writes what is in it.
         *
         * @param capacity lines, at least 1
         * @param maxBlock how long a caller waits for room in a full queue; milliseconds, 0 = not at all
         */
        public void queue(int capacity, long maxBlock) {
            queue = new LineQueue(capacity, TimeUnit.MILLISECONDS.toNanos(maxBlock), sink, drops);
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

    /** Whether something is done, or kept, that the process must not end without. */
    public boolean hasAny() {
        return throttle != null || sampler != null || buffer != null || queue != null;
    }

    public void accept(ILoggingEvent event) {
        if (throttle != null && !throttle.admits(event)) {
            drops.add(DropReason.THROTTLED, 1);
        } else if (sampler == null && buffer == null) {
            write(event);
        } else {
            String requestId = encoder.requestId(event);
            if (sampler != null && !sampler.admits(event, requestId)) {
                drops.add(DropReason.SAMPLED, 1);
            } else if (buffer == null || !buffer.take(event, requestId, output)) {
                write(event);
            }
        }
        countLost();
        tell(drops.due(canTell));
    }

    /** The sink is the process's, and counts for itself; takes over what was added. */
    private void countLost() {
        long before = lostCounted.get();
        long now = sink.lost();
        if (now > before && lostCounted.compareAndSet(before, now)) {
            drops.add(DropReason.UNWRITTEN, now - before);
        }
    }

    private void write(ILoggingEvent event) {
        if (queue == null) {
            encoder.encodeTo(event, toSink);
        } else {
            queue.write(encoder.encode(event), 1, event.getLevel().levelInt);
        }
    }

    /** An event was accepted, but its line could not be made. */
    public void countFailure() {
        drops.add(DropReason.UNWRITTEN, 1);
    }

    /** Not while the output fails, or stands still: what is told then would be lost with the rest, or wait with it. */
    private boolean canTell() {
        return !sink.isFailing() && (queue == null || queue.hasRoom());
    }

    private void tell(@Nullable String news) {
        if (news == null) {
            return;
        }
        try {
            byte[] line = encoder.encode(report.apply(news));
            if (queue == null) {
                sink.write(line, line.length, 0);
            } else {
                queue.writeBeside(line);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            // An encoder of another kind fails on this as on any event; the counts are there for who asks.
        }
    }

    /** Waits for it no longer than the time, though an output that stands still may hold up a write for ever. */
    private void tellLast(long timeoutNanos) {
        countLost();
        String news = sink.isFailing() ? null : drops.last();
        if (queue != null || news == null) {
            tell(news);
            return;
        }
        Thread thread = new Thread(() -> tell(news), "runpod-log-report");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            tell(news);
            return;
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
    }

    /** How many lines were given up for the reason. */
    public long dropped(DropReason reason) {
        countLost();
        return drops.of(reason);
    }

    /** How many lines wait in the buffer or the queue. */
    public long waiting() {
        return (buffer == null ? 0 : buffer.waiting()) + (queue == null ? 0 : queue.waiting());
    }

    /** The process ends: waits until all that was accepted is written, and tells of the last drops. */
    public void drain(long timeoutNanos) {
        long until = System.nanoTime() + timeoutNanos;
        drainQueue(until);
        tellLast(timeoutNanos);
        drainQueue(until);
    }

    /** The appender stops: as {@link #drain}, and ends what was started. Events are still taken, without a queue. */
    public void close(long timeoutNanos) {
        if (buffer != null) {
            buffer.close();
        }
        long until = System.nanoTime() + timeoutNanos;
        drainQueue(until);
        tellLast(timeoutNanos);
        if (queue != null) {
            queue.close(until);
        }
    }

    /** Twice: whether the output recovered, and how many lines were lost, is known when the queue's lines are through. */
    private void drainQueue(long until) {
        if (queue != null) {
            queue.drain(until);
        }
    }
}
