package io.runpod.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.joran.spi.DefaultClass;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.internal.line.LineEncoder;
import io.runpod.logback.internal.sink.LineSink;
import io.runpod.logback.internal.text.Failure;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to the worker's standard output, each line in one write, straight to the file descriptor.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender"/>
 * }</pre>
 *
 * <p>A call returns when its line was given to the operating system, so nothing is left to be written when the process
 * ends. Lines that come while one is being written leave together in the next write. A standard output that is broken,
 * closed or full never reaches the application: the lines are counted ({@link #linesLost}), and writing resumes on a
 * fresh line when it recovers. Thread-safe.
 */
public final class RunPodAppender extends ContextAwareBase implements Appender<ILoggingEvent> {

    private static final int MOST_REPORTS = 3;

    private final LineSink sink;
    private final LineEncoder.Sink toSink;
    private final long lostBefore;
    private final AtomicInteger reports = new AtomicInteger();
    private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();
    private @Nullable Encoder<ILoggingEvent> encoder;
    private @Nullable String name;
    private volatile boolean started;

    /** Creates an appender with a {@link RunPodEncoder}, unless another is set. */
    public RunPodAppender() {
        this(LineSink.standardOutput());
    }

    RunPodAppender(LineSink sink) {
        this.sink = sink;
        this.toSink = sink::write;
        this.lostBefore = sink.lost();
    }

    /**
     * Sets the encoder.
     *
     * @param encoder any encoder of lines; default: a {@link RunPodEncoder} with all defaults
     */
    @DefaultClass(RunPodEncoder.class)
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    /**
     * Returns the encoder.
     *
     * @return the one set, or after {@link #start} the default one; else null
     */
    public @Nullable Encoder<ILoggingEvent> getEncoder() {
        return encoder;
    }

    /**
     * Counts the lines, of all appenders, that standard output did not take.
     *
     * @return lines since the appender was made
     */
    public long linesLost() {
        return sink.lost() - lostBefore;
    }

    /** Starts the encoder too, if nobody did. */
    @Override
    public void start() {
        Encoder<ILoggingEvent> used = encoder;
        if (used == null) {
            used = new RunPodEncoder();
            encoder = used;
        }
        if (used instanceof RunPodEncoder own) {
            own.setParent(this);
        }
        if (!used.isStarted()) {
            if (used.getContext() == null) {
                used.setContext(getContext());
            }
            used.start();
        }
        writeFrame(used.headerBytes());
        started = true;
    }

    /** Reports lost lines, if there are any. */
    @Override
    public void stop() {
        if (!started) {
            return;
        }
        started = false;
        Encoder<ILoggingEvent> used = encoder;
        if (used != null) {
            writeFrame(used.footerBytes());
            used.stop();
        }
        if (linesLost() > 0) {
            addWarn(linesLost() + " lines could not be written to standard output");
        }
    }

    private void writeFrame(byte @Nullable [] bytes) {
        if (bytes != null && bytes.length > 0) {
            sink.write(bytes, bytes.length);
        }
    }

    /**
     * Writes the event, if no filter denies it.
     *
     * <p>An event that is logged while another is being encoded on the same thread (a {@code toString} that logs) is
     * written too: the encoder gives it a buffer of its own.
     *
     * @param event any event
     */
    @Override
    public void doAppend(ILoggingEvent event) {
        try {
            if (!started) {
                report("Attempted to append to non started appender [" + getName() + "].", null);
            } else if (getFilterChainDecision(event) != FilterReply.DENY) {
                append(event);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            report("Appender [" + getName() + "] failed to append.", problem);
        }
    }

    private void append(ILoggingEvent event) {
        Encoder<ILoggingEvent> used = encoder;
        if (used instanceof RunPodEncoder own) {
            own.engine().encodeTo(event, toSink);
        } else if (used != null) {
            byte[] line = used.encode(event);
            sink.write(line, line.length);
        }
    }

    /**
     * Says whether the appender was started, and not stopped since.
     *
     * @return whether it takes events
     */
    @Override
    public boolean isStarted() {
        return started;
    }

    /**
     * Returns the appender's name.
     *
     * @return the name in the configuration, or null
     */
    @Override
    @SuppressWarnings("NullAway") // Logback's own appenders return null until they are named
    public String getName() {
        return name;
    }

    /**
     * Sets the appender's name.
     *
     * @param name the name in the configuration
     */
    @Override
    public void setName(String name) {
        this.name = name;
    }

    /**
     * Adds a filter.
     *
     * @param filter decides which events are written; started
     */
    @Override
    public void addFilter(Filter<ILoggingEvent> filter) {
        filters.addFilter(filter);
    }

    /** Removes all filters. */
    @Override
    public void clearAllFilters() {
        filters.clearAllFilters();
    }

    /**
     * Returns the filters.
     *
     * @return a copy of the list
     */
    @Override
    public List<Filter<ILoggingEvent>> getCopyOfAttachedFiltersList() {
        return filters.getCopyOfAttachedFiltersList();
    }

    /**
     * Asks the filters.
     *
     * @param event any event
     * @return their decision
     */
    @Override
    public FilterReply getFilterChainDecision(ILoggingEvent event) {
        return filters.getFilterChainDecision(event);
    }

    private void report(String text, @Nullable Throwable problem) {
        if (reports.getAndIncrement() < MOST_REPORTS) {
            addWarn(text, problem);
        }
    }
}
