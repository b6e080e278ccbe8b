package io.runpod.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.joran.spi.DefaultClass;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import io.runpod.logback.internal.line.EventEncoder;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.internal.settings.SettingParser;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.StackGuard;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to the worker's standard output, each line in one write, directly to the file descriptor.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender"/>
 * }</pre>
 *
 * <p>Without stages, a call returns after its line was passed to the operating system, so nothing is left to write when
 * the process ends. A broken, closed or full standard output causes no error in the application: the lost lines are
 * counted, and when the output recovers, writing resumes on a new line. Thread-safe.
 *
 * <p>Noisy workers can add stages. Each is off unless configured, and they run in this order: {@link ThrottleStage},
 * {@link SampleStage}, {@link BufferStage}, {@link QueueStage}. Every line is written or counted ({@link #stats}). A
 * WARN line reports all drops but the {@code forgotten} ones, at most one every 10 seconds and one at the end.
 *
 * @since 0.1
 */
public final class RunPodAppender extends ContextAwareBase implements Appender<ILoggingEvent> {

    private static final int MAX_REPORTS = 3;
    private static final int MAX_SHUTDOWN_MILLIS = 600_000;

    private final @Nullable LineSink givenSink;
    private final LongSupplier clock;
    private final AtomicInteger reports = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();
    private final AppenderRegistration registration = new AppenderRegistration(this);
    private @Nullable Encoder<ILoggingEvent> encoder;
    private @Nullable ThrottleStage throttle;
    private @Nullable SampleStage sample;
    private @Nullable BufferStage buffer;
    private @Nullable QueueStage queue;
    private @Nullable String target;
    private @Nullable String shutdownTimeout;
    private @Nullable String captureSystemOut;
    private @Nullable String name;
    private long shutdownNanos;
    private LineSink sink = LineSink.STANDARD_OUTPUT;
    private volatile @Nullable Pipeline pipeline;
    private volatile @Nullable CapturedPrints prints;
    private volatile boolean started;

    /** Creates an appender. It uses a {@link RunPodEncoder} unless another encoder is set. */
    public RunPodAppender() {
        this(null, System::nanoTime);
    }

    RunPodAppender(@Nullable LineSink sink) {
        this(sink, System::nanoTime);
    }

    RunPodAppender(@Nullable LineSink sink, LongSupplier clock) {
        this.givenSink = sink;
        this.clock = clock;
    }

    /**
     * Sets the encoder.
     *
     * @param encoder any encoder of lines; default: a {@link RunPodEncoder} with all defaults
     */
    @DefaultClass(RunPodEncoder.class)
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        warnIfSet("encoder", this.encoder);
        this.encoder = encoder;
    }

    /** Returns the encoder that was set; without one, the default encoder after {@link #start}, and null before. */
    public @Nullable Encoder<ILoggingEvent> getEncoder() {
        return encoder;
    }

    /**
     * Sets where lines go.
     *
     * @param target {@code stdout} (default) or {@code stderr}: the process's own streams; or {@code System.out}, which
     *     an application may replace, and which reports no failures
     */
    public void setTarget(String target) {
        warnIfSet("target", this.target);
        this.target = target;
    }

    /** Limits the lines per second of each kind of line; default: no limit. */
    public void setThrottle(ThrottleStage throttle) {
        warnIfSet("throttle", this.throttle);
        this.throttle = throttle;
    }

    /** Keeps the DEBUG and TRACE lines of only some requests; default: of all. */
    public void setSample(SampleStage sample) {
        warnIfSet("sample", this.sample);
        this.sample = sample;
    }

    /** Holds back the DEBUG and TRACE lines of a request until it fails; default: they are written at once. */
    public void setBuffer(BufferStage buffer) {
        warnIfSet("buffer", this.buffer);
        this.buffer = buffer;
    }

    /** Writes lines on a separate thread; default: on the thread that logs. */
    public void setQueue(QueueStage queue) {
        warnIfSet("queue", this.queue);
        this.queue = queue;
    }

    /**
     * Sets how long the appender waits, when the process or the context ends, until the queue's lines and the last
     * report of drops are written.
     *
     * @param shutdownTimeout 0 to ten minutes, for example {@code 500 ms} or {@code 2 s}; milliseconds if there is no
     *     unit; default: 2 s
     */
    public void setShutdownTimeout(String shutdownTimeout) {
        warnIfSet("shutdownTimeout", this.shutdownTimeout);
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Sets whether printed text becomes lines of this appender: {@code System.out} as INFO lines of the logger
     * {@code stdout}, {@code System.err} as WARN lines of the logger {@code stderr}, each with the request id of the
     * thread that prints. Empty lines are left out. Has no effect with the target {@code System.out}.
     *
     * @param captureSystemOut true or false (default)
     */
    public void setCaptureSystemOut(String captureSystemOut) {
        warnIfSet("captureSystemOut", this.captureSystemOut);
        this.captureSystemOut = captureSystemOut;
    }

    /**
     * Warns if a setting has a value already, as when a configuration names it twice. After the first start there is no
     * warning, because code may set the appender up again.
     */
    private void warnIfSet(String setting, @Nullable Object before) {
        if (before != null && pipeline == null) {
            addWarn(setting + ": given more than once. Going on with the last one.");
        }
    }

    /** Returns how many lines were written, were dropped, and wait, since the appender was started. */
    public RunPodAppenderStats stats() {
        StackGuard.requireLine();
        Pipeline current = pipeline;
        if (current == null) {
            return new RunPodAppenderStats(0, 0, 0, 0, 0, 0, 0, 0);
        }
        long waiting = current.waiting();
        long dropped = 0;
        for (DropReason reason : DropReason.values()) {
            dropped += current.dropped(reason);
        }
        return new RunPodAppenderStats(
                Math.max(0, accepted.sum() - dropped - waiting),
                current.dropped(DropReason.THROTTLED),
                current.dropped(DropReason.SAMPLED),
                current.dropped(DropReason.FORGOTTEN),
                current.dropped(DropReason.BUFFER_FULL),
                current.dropped(DropReason.QUEUE_FULL),
                current.dropped(DropReason.UNWRITTEN),
                waiting);
    }

    /** Starts the appender, and its encoder unless that is already started. */
    @Override
    public void start() {
        if (started) {
            return;
        }
        SettingParser parser = new SettingParser(this::addWarn);
        sink = givenSink != null ? givenSink : chooseSink(parser);
        shutdownNanos = TimeUnit.MILLISECONDS.toNanos(
                parser.millis("shutdownTimeout", shutdownTimeout, MAX_SHUTDOWN_MILLIS, 2000));
        Encoder<ILoggingEvent> startedEncoder = startEncoder();
        accepted.reset();
        Pipeline newPipeline = makePipeline(parser, engineOf(startedEncoder));
        newPipeline.start("runpod-log-writer" + (name == null ? "" : "-" + name));
        writeFrame(startedEncoder.headerBytes());
        pipeline = newPipeline;
        started = true;
        if (parser.flag("captureSystemOut", captureSystemOut, false)) {
            capturePrints();
        }
        if (newPipeline.hasStages() || prints != null) {
            registration.begin();
        }
    }

    private void capturePrints() {
        if (sink == LineSink.SYSTEM_OUT) {
            addWarn("captureSystemOut: has no effect with the target System.out. Valid with it: false.");
            return;
        }
        prints = new CapturedPrints(
                line -> appendPrinted("stdout", Level.INFO, line), line -> appendPrinted("stderr", Level.WARN, line));
    }

    private void appendPrinted(String loggerName, Level level, String line) {
        if (getContext() instanceof LoggerContext loggers) {
            Logger logger = loggers.getLogger(loggerName);
            if (logger.isEnabledFor(level)) {
                doAppend(new LoggingEvent(PrintStream.class.getName(), logger, level, line, null, null));
            }
        }
    }

    /** Returns whether this target was set. */
    boolean hasTarget(String name) {
        return target != null && target.trim().equalsIgnoreCase(name);
    }

    private LineSink chooseSink(SettingParser parser) {
        String chosen = target == null ? "stdout" : target.trim();
        return switch (chosen.toLowerCase(Locale.ROOT)) {
            case "stdout" -> LineSink.STANDARD_OUTPUT;
            case "system.out" -> LineSink.SYSTEM_OUT;
            case "stderr" -> LineSink.STANDARD_ERROR;
            default -> {
                parser.refuse("target", chosen, "stdout, System.out, stderr", "stdout");
                yield LineSink.STANDARD_OUTPUT;
            }
        };
    }

    private Encoder<ILoggingEvent> startEncoder() {
        Encoder<ILoggingEvent> chosen = encoder;
        if (chosen == null) {
            chosen = new RunPodEncoder();
            encoder = chosen;
        }
        if (chosen instanceof RunPodEncoder own) {
            own.setParent(this);
        }
        if (!chosen.isStarted()) {
            if (chosen.getContext() == null) {
                chosen.setContext(getContext());
            }
            chosen.start();
        }
        return chosen;
    }

    /** Returns the engine of this library's encoder, or an engine that calls another encoder. */
    private static EventEncoder engineOf(Encoder<ILoggingEvent> encoder) {
        return encoder instanceof RunPodEncoder own ? own.engine() : new EventEncoder.Foreign(encoder);
    }

    private Pipeline makePipeline(SettingParser parser, EventEncoder engine) {
        Pipeline.Builder builder = new Pipeline.Builder(engine, sink, clock, this::warning);
        if (throttle != null) {
            throttle.addTo(builder, parser);
        }
        if (sample != null) {
            sample.addTo(builder, parser);
        }
        if (buffer != null) {
            buffer.addTo(builder, parser);
        }
        if (queue != null) {
            queue.addTo(builder, parser);
        }
        return builder.build();
    }

    /** Creates an event of level WARN that belongs to no request. */
    private ILoggingEvent warning(String text) {
        LoggingEvent event = new LoggingEvent();
        if (getContext() instanceof LoggerContext loggers) {
            event.setLoggerContextRemoteView(loggers.getLoggerContextRemoteView());
        }
        event.setLoggerName(RunPodAppender.class.getPackageName());
        event.setLevel(Level.WARN);
        event.setMessage(text);
        event.setInstant(Instant.now());
        event.setThreadName(Thread.currentThread().getName());
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    /**
     * Stops the appender: writes the lines in the queue, drops those in the buffer, and reports drops. An event that is
     * being appended at this moment is still written.
     */
    @Override
    public void stop() {
        if (!started) {
            return;
        }
        StackGuard.requireLine();
        CapturedPrints captured = prints;
        if (captured != null) {
            captured.stop();
            prints = null;
        }
        started = false;
        registration.end();
        Pipeline current = pipeline;
        if (current != null) {
            current.close(shutdownNanos);
        }
        Encoder<ILoggingEvent> ended = encoder;
        if (ended != null) {
            byte[] footer = ended.footerBytes();
            if (footer != null && footer.length > 0) {
                Pipeline.runWithin(shutdownNanos, () -> writeFrame(footer));
            }
            ended.stop();
        }
        long unwritten = stats().unwritten();
        if (unwritten > 0) {
            addWarn(unwritten + " lines could not be written");
        }
    }

    /**
     * Writes the lines in the queue. The shutdown hook calls this, because the context may not be stopped before the
     * process ends.
     */
    void drain() {
        CapturedPrints captured = prints;
        if (captured != null) {
            captured.drain();
        }
        Pipeline current = pipeline;
        if (current != null) {
            current.drain(shutdownNanos);
        }
    }

    private void writeFrame(byte @Nullable [] bytes) {
        if (bytes != null && bytes.length > 0) {
            sink.write(bytes, bytes.length);
        }
    }

    /**
     * Writes an event, unless a filter denies it. If a {@code toString} logs another event while this one is being
     * encoded, that event is written too: the encoder gives it a buffer of its own.
     */
    @Override
    public void doAppend(ILoggingEvent event) {
        StackGuard.requireLine(); // throws a StackOverflowError to the caller, before anything has begun
        Pipeline current = pipeline;
        boolean wasAccepted = false;
        try {
            if (current == null) {
                report("Attempted to append to non started appender [" + getName() + "].", null);
            } else if (getFilterChainDecision(event) != FilterReply.DENY) {
                accepted.increment();
                wasAccepted = true;
                RequestRecord.reached(event);
                current.accept(event);
            }
        } catch (Throwable problem) {
            if (wasAccepted && current != null) {
                current.countFailure();
            }
            Failure.rethrowIfFatal(problem);
            report("Appender [" + getName() + "] failed to append.", problem);
        }
    }

    /** Returns whether the appender takes events: after {@link #start} and before {@link #stop}. */
    @Override
    public boolean isStarted() {
        return started;
    }

    /** Returns the appender's name in the configuration, or null. */
    @Override
    @SuppressWarnings("NullAway") // Logback's own appenders return null until they are named
    public String getName() {
        return name;
    }

    @Override
    public void setName(String name) {
        this.name = name;
    }

    /** Adds a started filter, which decides which events are written. */
    @Override
    public void addFilter(Filter<ILoggingEvent> filter) {
        filters.addFilter(filter);
    }

    @Override
    public void clearAllFilters() {
        filters.clearAllFilters();
    }

    @Override
    public List<Filter<ILoggingEvent>> getCopyOfAttachedFiltersList() {
        return filters.getCopyOfAttachedFiltersList();
    }

    @Override
    public FilterReply getFilterChainDecision(ILoggingEvent event) {
        return filters.getFilterChainDecision(event);
    }

    private void report(String text, @Nullable Throwable problem) {
        if (reports.getAndIncrement() < MAX_REPORTS) {
            addWarn(text, problem);
        }
    }
}
