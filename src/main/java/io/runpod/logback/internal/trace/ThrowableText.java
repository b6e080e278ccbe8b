package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes the stack trace of an event within a limit of characters and bytes, redacted. The trace is the library's own,
 * or the text of a converter that the user configured. Call {@link #fit}, then {@link #writeTo}.
 *
 * <p>For the library's own trace, {@link TraceCollector} walks the throwables, {@link TraceBudget} decides what is
 * shown of them, {@link TraceBlock} writes one throwable. Frames are elided in the middle and counted; frames in common
 * with the enclosing trace are folded, as the JDK does.
 *
 * <p>Not thread-safe; reused for every line.
 */
public final class ThrowableText {

    /**
     * The formats of an encoder's traces.
     *
     * @param converter makes the text instead of this library; null = none
     * @param line the format of a trace in the line: escaped
     * @param plain the format of a trace as a string: not escaped, indented with tabs
     */
    public record Formats(@Nullable ThrowableHandlingConverter converter, TraceFormat line, TraceFormat plain) {

        /**
         * Makes both formats.
         *
         * @param excluded true for the name of a class whose frames are only counted
         */
        public static Formats of(
                @Nullable ThrowableHandlingConverter converter,
                TextWriter writer,
                String indent,
                Predicate<String> excluded) {
            TextWriter unescaped = TextWriter.of(Escapes.NONE, writer.redactor());
            return new Formats(
                    converter,
                    new TraceFormat(writer, indent, excluded),
                    new TraceFormat(unescaped, TraceFormat.TAB, excluded));
        }

        /** Returns the writer of the line's text, which escapes and redacts it. */
        public TextWriter writer() {
            return line.writer();
        }

        private Formats forString() {
            return new Formats(converter, plain, plain);
        }
    }

    private final Formats formats;
    private final TraceCollector collector;
    private final TraceBudget budget;

    /** The text that is shown instead of the library's own trace if {@link #isText}. */
    private final TraceMessage text;

    private final BoundedText scratch = new BoundedText();

    /** The converter's text, kept so that the converter is called once for an event. */
    private @Nullable String converted;

    private boolean isText;
    private int maxTextChars;

    /** The extent of what is shown. */
    private long taken;

    public ThrowableText(Formats formats) {
        this.formats = formats;
        this.collector = new TraceCollector(formats.line, scratch);
        this.budget = new TraceBudget(formats.line);
        this.text = new TraceMessage(formats.writer().escapes());
    }

    /**
     * Takes an event with a throwable and decides what is shown of its trace. If the throwable or the converter throws
     * a non-fatal error, a placeholder is shown instead.
     *
     * @param maxChars code points that the trace may take
     * @param maxBytes bytes that the escaped trace may take
     */
    public void fit(ILoggingEvent event, IThrowableProxy thrown, int maxChars, int maxBytes) {
        isText = false;
        long limit = Extent.of(Math.max(0, maxChars), Math.max(0, maxBytes));
        try {
            if (formats.converter != null) {
                fitText(converted(formats.converter, event), limit);
            } else {
                fitTrace(thrown, limit);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            fitText(Failure.placeholder(thrown, problem), limit);
        }
    }

    private void fitTrace(IThrowableProxy thrown, long limit) {
        collector.collect(thrown, limit);
        if (budget.share(collector, limit)) {
            taken = budget.extent();
        } else {
            fitEnds(collector.root().header(), limit);
        }
    }

    /** Takes a text instead of an event's trace, and decides what is shown of it. */
    public void fit(String replacement, int maxChars, int maxBytes) {
        fitText(replacement, Extent.of(Math.max(0, maxChars), Math.max(0, maxBytes)));
    }

    private String converted(ThrowableHandlingConverter converter, ILoggingEvent event) {
        String made = converted;
        if (made == null) {
            made = converter.convert(event).stripTrailing();
            converted = made;
        }
        return made;
    }

    /** The exact number of code points of the fitted trace, before escaping. */
    public int chars() {
        return Extent.chars(taken);
    }

    /** The exact number of bytes of the fitted trace, after escaping. */
    public int bytes() {
        return Extent.bytes(taken);
    }

    /** Takes a text that this library did not make, and redacts it. If it is too long, it is cut like a message. */
    private void fitText(String whole, long limit) {
        int maxChars = Extent.chars(limit);
        int maxBytes = Extent.bytes(limit);
        scratch.reset(Math.max(1, Math.min(maxChars, maxBytes)));
        appendIndented(whole);
        scratch.redact(formats.writer().redactor());
        boolean fits = scratch.isWhole() && scratch.codePoints() <= maxChars && fits(scratch.toString(), limit);
        if (!fits) {
            int maxCharsBesideNote = maxChars - scratch.noteChars();
            if (maxCharsBesideNote >= 2) {
                scratch.cutToBytes(formats.writer().escapes(), maxBytes, maxCharsBesideNote);
                fits = fits(scratch.toString(), limit);
            }
        }
        fitEnds(fits ? scratch.toString() : scratch.ends(), limit);
    }

    private boolean fits(String candidate, long limit) {
        text.set(candidate);
        return Extent.fits(text.extent(Integer.MAX_VALUE), limit);
    }

    /** Appends to {@link #scratch}, with each tab replaced by the indent of the line. */
    private void appendIndented(String whole) {
        String indent = formats.line.indent();
        int from = 0;
        if (!indent.equals(TraceFormat.TAB)) {
            for (int tab = whole.indexOf('\t'); tab >= 0; tab = whole.indexOf('\t', from)) {
                scratch.append(whole, from, tab).append(indent);
                from = tab + 1;
            }
        }
        scratch.append(whole, from, whole.length());
    }

    /** Shows a text; if it is too long, its two ends and an ellipsis; if not even the ellipsis fits, nothing. */
    private void fitEnds(String redacted, long limit) {
        isText = true;
        text.set(redacted);
        maxTextChars = text.maxChars(limit);
        if (maxTextChars < TraceMessage.MIN_CHARS) {
            text.set(null);
        }
        taken = text.extent(maxTextChars);
    }

    /** Writes what {@link #fit} decided, without a line end after it. */
    public void writeTo(LineBuffer out) {
        if (isText) {
            text.writeTo(maxTextChars, scratch, out);
        } else {
            budget.writeTo(scratch, out);
        }
    }

    /** Returns the trace as a string of at most {@code maxChars} code points. */
    public String asString(ILoggingEvent event, IThrowableProxy thrown, int maxChars) {
        ThrowableText plain = new ThrowableText(formats.forString());
        plain.converted = converted;
        plain.fit(event, thrown, maxChars, Limits.UNLIMITED);
        converted = plain.converted;
        LineBuffer bytes = new LineBuffer();
        plain.writeTo(bytes);
        return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    }

    /** Releases the event. */
    public void end() {
        collector.end();
        text.set(null);
        converted = null;
        scratch.reset();
    }
}
