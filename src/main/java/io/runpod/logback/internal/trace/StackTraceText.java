package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;

/**
 * Writes a stack trace within a limit of characters and bytes: {@link TraceCollector} walks the throwables,
 * {@link TraceBudget} decides what of them survives, {@link TraceBlock} writes one. Frames are elided in the middle and
 * counted; those in common with the enclosing trace are folded, as Java itself does. Not thread-safe; reused for every
 * trace.
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
     * Takes a throwable and decides what of it is shown.
     *
     * @param limit what the trace may take
     * @return whether it fits; it does not where the root cause's header alone takes more
     */
    boolean fit(IThrowableProxy throwable, long limit) {
        collector.collect(throwable, limit);
        return budget.share(collector, limit);
    }

    /** What the trace takes; only where it fits. */
    long taken() {
        return budget.taken();
    }

    /** The root cause's header, where nothing else fits. */
    String header() {
        return collector.blocks().get(collector.blocks().size() - 1).header();
    }

    /** Writes what was decided, without a line end after it. */
    void writeTo(LineBuffer out) {
        budget.writeTo(scratch, out);
    }

    /** Lets go of the throwable. */
    void end() {
        collector.end();
        scratch.reset(BoundedText.UNLIMITED);
    }
}
