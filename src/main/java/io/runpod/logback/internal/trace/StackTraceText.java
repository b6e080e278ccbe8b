package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;

/**
 * Writes a stack trace within a limit of characters and bytes. {@link TraceCollector} walks the throwables,
 * {@link TraceBudget} decides what is shown of them, {@link TraceBlock} writes one throwable. Frames are elided in the
 * middle and counted; frames in common with the enclosing trace are folded, as the JDK does. Not thread-safe; reused
 * for every trace.
 */
final class StackTraceText {

    private final TraceCollector collector;
    private final TraceBudget budget;
    private final BoundedText scratch = new BoundedText();

    StackTraceText(TraceFormat format) {
        this.collector = new TraceCollector(format, scratch);
        this.budget = new TraceBudget(format);
    }

    /**
     * Takes a throwable and decides what is shown of it.
     *
     * @param limit the most that the trace may take
     * @return false if even the root cause's header exceeds the limit
     */
    boolean fit(IThrowableProxy throwable, long limit) {
        collector.collect(throwable, limit);
        return budget.share(collector, limit);
    }

    /** The extent of the trace; valid only after {@link #fit} returned true. */
    long extent() {
        return budget.extent();
    }

    /** The root cause's header; for use if {@link #fit} returned false. */
    String header() {
        return collector.blocks().get(collector.blocks().size() - 1).header();
    }

    /** Writes what {@link #fit} decided, without a line end after it. */
    void writeTo(LineBuffer out) {
        budget.writeTo(scratch, out);
    }

    /** Releases the throwable. */
    void end() {
        collector.end();
        scratch.reset();
    }
}
