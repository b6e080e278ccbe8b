package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;
import java.util.List;

/**
 * Writes a stack trace into the room there is: {@link TraceCollector} walks the throwables, {@link TraceRoom} decides
 * what of them survives, {@link TraceBlock} writes one. Frames are elided in the middle and counted; those in common
 * with the enclosing trace are folded, as Java itself does. Not thread-safe; reused for every trace.
 */
public final class StackTraceText {

    private final TraceFormat format;
    private final TraceCollector collector;
    private final TraceRoom shares;
    private final BoundedText scratch = new BoundedText();

    public StackTraceText(TraceFormat format) {
        this.format = format;
        this.collector = new TraceCollector(format, scratch);
        this.shares = new TraceRoom(format);
    }

    /**
     * Takes a throwable and decides what of it is shown.
     *
     * @param room characters that the trace may take (0 = as many as it takes); where not even the headers fit, it takes
     *     more
     * @return how many it takes, or a few more than that
     */
    public long fit(IThrowableProxy throwable, int room) {
        List<TraceBlock> blocks = collector.collect(throwable, room);
        return shares.share(blocks, collector.notCollected(), room);
    }

    /** Writes what was decided, without a line end behind it. */
    public void writeTo(LineBuffer out) {
        List<TraceBlock> blocks = collector.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            if (shares.causesGone() > 0 && i == shares.causesBefore()) {
                writeNote(i, shares.causesGone(), TraceRoom.CAUSES_ELIDED, out);
                format.startLine(blocks.get(i).level(), out);
            } else if (i > 0) {
                format.startLine(blocks.get(i).level(), out);
            }
            blocks.get(i).write(shares.longestMessage(), scratch, out);
        }
        if (shares.suppressedGone() > 0) {
            writeNote(blocks.size(), shares.suppressedGone(), TraceRoom.SUPPRESSED_ELIDED, out);
        }
    }

    private void writeNote(int before, int count, String text, LineBuffer out) {
        if (before > 0) {
            format.startLine(0, out);
        }
        out.ascii("... ");
        out.number(count);
        out.ascii(text);
    }

    /** Lets go of the throwable. */
    public void end() {
        collector.end();
        scratch.reset();
    }
}
