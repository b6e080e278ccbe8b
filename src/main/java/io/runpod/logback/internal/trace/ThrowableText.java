package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stack trace of an event within a limit of characters and bytes: this library's own, written straight into the
 * line, or the text of a converter that the user configured. Redacted. First {@link #fit}, then {@link #writeTo}. Not
 * thread-safe; reused for every line.
 */
public final class ThrowableText {

    /**
     * The formats of an encoder's traces.
     *
     * @param converter makes the text in place of this library; null = none
     * @param line for the line
     * @param plain for a string
     */
    public record Formats(@Nullable ThrowableHandlingConverter converter, TraceFormat line, TraceFormat plain) {

        /**
         * Makes both formats.
         *
         * @param excluded says of the name of a class whether its frames are only counted
         */
        public static Formats of(
                @Nullable ThrowableHandlingConverter converter,
                TextWriter writer,
                String indent,
                Predicate<String> excluded) {
            TextWriter unescaped = new TextWriter(Escapes.NONE, writer.redactor());
            return new Formats(
                    converter,
                    new TraceFormat(writer, indent, excluded),
                    new TraceFormat(unescaped, TraceFormat.TAB, excluded));
        }

        private Formats ofString() {
            return new Formats(converter, plain, plain);
        }
    }

    private final Formats formats;
    private final StackTraceText trace;

    /** Where {@link #trace} is not what is shown: the text that is, and how much of it. */
    private final TraceMessage text;

    private final BoundedText scratch = new BoundedText();

    /** The converter's text, so that it is asked once for an event, wherever the trace is shown. */
    private @Nullable String converted;

    private boolean isText;
    private int maxTextChars;
    private long taken;

    public ThrowableText(Formats formats) {
        this.formats = formats;
        this.trace = new StackTraceText(formats.line);
        this.text = new TraceMessage(formats.line.escapes());
    }

    /**
     * Takes an event with a throwable and decides what of its trace is shown. Never throws for what a throwable or a
     * converter does.
     *
     * @param maxChars code points that the trace may take
     * @param maxBytes bytes that it may take as it is escaped
     */
    public void fit(ILoggingEvent event, IThrowableProxy thrown, int maxChars, int maxBytes) {
        isText = false;
        long limit = Extent.of(Math.max(0, maxChars), Math.max(0, maxBytes));
        try {
            if (formats.converter != null) {
                fitText(converted(formats.converter, event), limit);
            } else if (trace.fit(thrown, limit)) {
                taken = trace.taken();
            } else {
                fitEnds(trace.header(), limit);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            fitText(Failure.placeholder(thrown, problem), limit);
        }
    }

    /** Takes a text in the place of an event's trace, and decides what of it is shown. */
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

    /** Code points that the fitted trace takes; exact. */
    public int chars() {
        return Extent.chars(taken);
    }

    /** Bytes that the fitted trace takes, escaped; exact. */
    public int bytes() {
        return Extent.bytes(taken);
    }

    /** Of a text that is not this library's: redacted, and cut as a message is where it is too long. */
    private void fitText(String whole, long limit) {
        int maxChars = Extent.chars(limit);
        int maxBytes = Extent.bytes(limit);
        scratch.reset(Math.max(1, Math.min(maxChars, maxBytes)));
        appendIndented(whole);
        scratch.redact(formats.line.redactor());
        if (!scratch.isWhole() || scratch.codePoints() > maxChars || !fits(scratch.toString(), limit)) {
            int maxCharsBesideNote = maxChars - scratch.noteChars();
            if (maxCharsBesideNote < 2) {
                fitEnds(scratch.ends(), limit);
                return;
            }
            scratch.cutToBytes(formats.line.escapes(), maxBytes, maxCharsBesideNote);
            if (!fits(scratch.toString(), limit)) {
                fitEnds(scratch.ends(), limit);
                return;
            }
        }
        fitEnds(scratch.toString(), limit);
    }

    private boolean fits(String candidate, long limit) {
        text.set(candidate);
        return Extent.fits(text.extent(Integer.MAX_VALUE), limit);
    }

    /** Tabs become what stands for them in the line. */
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

    /** Shows a text, or, where it is too long, its two ends; nothing where not even three points fit. */
    private void fitEnds(String redacted, long limit) {
        isText = true;
        text.set(redacted);
        maxTextChars = text.maxChars(limit);
        if (maxTextChars < TraceMessage.MIN_CHARS) {
            text.set(null);
        }
        taken = text.extent(maxTextChars);
    }

    /** Writes what was fitted, without a line end after it. */
    public void writeTo(LineBuffer out) {
        if (isText) {
            text.writeTo(maxTextChars, scratch, out);
        } else {
            trace.writeTo(out);
        }
    }

    /** The trace as a string, in at most {@code maxChars} code points. */
    public String asString(ILoggingEvent event, IThrowableProxy thrown, int maxChars) {
        ThrowableText plain = new ThrowableText(formats.ofString());
        plain.converted = converted;
        plain.fit(event, thrown, maxChars, BoundedText.UNLIMITED);
        converted = plain.converted;
        LineBuffer bytes = new LineBuffer();
        plain.writeTo(bytes);
        return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    }

    /** Lets go of the event. */
    public void end() {
        trace.end();
        text.set(null);
        converted = null;
        scratch.reset();
    }
}
