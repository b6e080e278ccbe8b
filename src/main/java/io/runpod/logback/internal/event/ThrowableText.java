package io.runpod.logback.internal.event;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import io.runpod.logback.internal.trace.StackTraceText;
import io.runpod.logback.internal.trace.TraceFormat;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The stack trace of an event: this library's own, written straight into the line, or the text of a converter that the
 * user configured. Redacted; not longer than its room. Not thread-safe; reused for every line.
 */
final class ThrowableText {

    /**
     * The formats of an encoder's traces.
     *
     * @param converter makes the text in place of this library; null = none
     * @param line for the line
     * @param plain for a string
     */
    record Formats(@Nullable ThrowableHandlingConverter converter, TraceFormat line, TraceFormat plain) {

        static Formats of(@Nullable ThrowableHandlingConverter converter, TextWriter writer, String indent) {
            TextWriter unescaped = new TextWriter(Escapes.NONE, writer.redactor());
            return new Formats(converter, new TraceFormat(writer, indent), new TraceFormat(unescaped, "\t"));
        }
    }

    private final Formats formats;
    private final StackTraceText trace;
    private final BoundedText text = new BoundedText();

    /** Whether {@link #text} is what is to be written, and not {@link #trace}. */
    private boolean isText;

    ThrowableText(Formats formats) {
        this.formats = formats;
        this.trace = new StackTraceText(formats.line);
    }

    /**
     * Takes an event with a throwable and fits the trace into at most {@code maxChars} code points and {@code maxBytes}
     * bytes.
     */
    void fit(ILoggingEvent event, IThrowableProxy thrown, int maxChars, int maxBytes) {
        if (replaced) {
            text.redact(formats.line.redactor());
            text.cut(maxChars);
            if (!text.fits(formats.line.escapes(), maxBytes)) {
                text.cutToBytes(formats.line.escapes(), maxBytes, maxChars);
            }
            return;
        }
        int limit = Math.min(maxChars, maxBytes);
        LineBuffer out = new LineBuffer();
        for (int i = 0; i < 8; i++) {
            chars = (int) fit(event, thrown, limit);
            out.truncate(0);
            writeTo(out);
            bytes = out.length();
            if (bytes <= maxBytes) {
                return;
            }
            limit = (int) Math.min(limit - 1, (long) limit * maxBytes / bytes * 19 / 20);
        }
    }

    int chars() {
        return chars;
    }

    int bytes() {
        return bytes;
    }

    private boolean replaced;
    private int chars;
    private int bytes;

    private long fit(ILoggingEvent event, IThrowableProxy thrown, int most) {
        isText = false;
        if (formats.converter == null) {
            try {
                long chars = trace.fit(thrown, most);
                if (chars <= most) {
                    return chars;
                }
            } catch (Throwable problem) {
                Failure.rethrowIfFatal(problem);
                // It will fail again where its text is made, which says so.
            }
        }
        isText = true;
        makeText(event, thrown, most);
        return text.codePoints();
    }

    /** The trace as a string, in at most {@code most} code points (0 = all). */
    String asString(ILoggingEvent event, IThrowableProxy thrown, int most) {
        makeText(event, thrown, most);
        return text.toString();
    }

    private void makeText(ILoggingEvent event, IThrowableProxy thrown, int most) {
        text.reset(most);
        try {
            text.append(
                    formats.converter == null
                            ? plain(thrown, most)
                            : formats.converter.convert(event).stripTrailing());
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            text.append(Failure.placeholder(thrown, problem));
        }
        text.redact(formats.line.redactor());
        text.cut(most);
    }

    private String plain(IThrowableProxy thrown, int most) {
        StackTraceText unescaped = new StackTraceText(formats.plain);
        unescaped.fit(thrown, most);
        LineBuffer bytes = new LineBuffer();
        unescaped.writeTo(bytes);
        return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    }

    /** Writes what was fitted, without a line end behind it. */
    void writeTo(LineBuffer out) {
        if (isText) {
            text.writeTo(out, formats.line.escapes());
        } else {
            trace.writeTo(out);
        }
    }

    /** Takes a text in the place of the event's trace. */
    void replace(String changed) {
        isText = true;
        replaced = true;
        text.reset().append(changed);
    }

    /** Lets go of the event. */
    void end() {
        trace.end();
        replaced = false;
        text.reset();
    }
}
