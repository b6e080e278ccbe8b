package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Redactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stack trace into the room there is: {@link TraceCollector} walks the throwables, {@link TraceRoom} decides
 * what of them survives, {@link TraceBlock} writes one. Frames are elided in the middle and counted; those in common
 * with the enclosing trace are folded, as Java itself does. Not thread-safe; reused for every trace.
 */
public final class StackTraceText {

    private final @Nullable Redactor redactor;
    private final TraceBlock.Lines lines;
    private final BoundedText scratch = new BoundedText();

    /**
     * @param indent what stands before {@code at} on each level
     * @param lineExtra what the end of a line costs beyond one character (the gutter of the text line)
     */
    public StackTraceText(@Nullable Redactor redactor, String indent, int lineExtra) {
        this.redactor = redactor;
        this.lines = new TraceBlock.Lines(indent, lineExtra);
    }

    /** Appends the trace, without a line end behind it, in at most {@code room} characters (0 = as many as it takes). */
    public void write(IThrowableProxy throwable, int room, BoundedText out) {
        TraceCollector collector = new TraceCollector(redactor, scratch, lines, room);
        List<TraceBlock> blocks = collector.collect(throwable);
        TraceRoom shares = new TraceRoom(blocks, collector.notCollected(), room, lines.extra());
        for (int i = 0; i < blocks.size(); i++) {
            if (shares.causesGone() > 0 && i == shares.causesBefore()) {
                newLine(i, out);
                out.append("... ")
                        .append(shares.causesGone())
                        .append(" causes elided")
                        .append('\n');
            } else {
                newLine(i, out);
            }
            blocks.get(i).write(shares.longestMessage(), out);
        }
        if (shares.suppressedGone() > 0) {
            newLine(blocks.size(), out);
            out.append("... ").append(shares.suppressedGone()).append(" suppressed elided");
        }
    }

    private static void newLine(int before, BoundedText out) {
        if (before > 0) {
            out.append('\n');
        }
    }
}
