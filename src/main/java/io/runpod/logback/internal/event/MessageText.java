package io.runpod.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.json.DirectText;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import io.runpod.logback.internal.trace.ThrowableText;
import org.jspecify.annotations.Nullable;

/**
 * The text of one event: batch prefix, message, (the call's fields,) stack trace. Redacted first, then cut: the message
 * as the SDK cuts it, the stack trace by what matters in it. Not thread-safe; reused for every line.
 */
public final class MessageText extends DirectText {

    private static final String LINE_BREAK = "\\n";

    /** What the note of a cut takes at the most. */
    private static final int LONGEST_NOTE = 48;

    /**
     * How an encoder's messages are written; one for all threads.
     *
     * @param writer how a message is escaped, and redacted
     * @param traces how a stack trace is
     */
    public record Style(TextWriter writer, ThrowableText.Formats traces) {

        /** In the JSON line. */
        public static Style json(Settings settings, TextWriter writer) {
            return new Style(writer, traces(settings, writer, "\t"));
        }

        /** In the text line. */
        public static Style text(Settings settings) {
            TextWriter writer = new TextWriter(Escapes.TEXT, settings.redactor());
            return new Style(writer, traces(settings, writer, "    "));
        }

        private static ThrowableText.Formats traces(Settings settings, TextWriter writer, String indent) {
            return ThrowableText.Formats.of(
                    settings.throwableConverter(), writer, indent, settings.stackTraceExclude()::matches);
        }
    }

    private final Settings settings;
    private final TextWriter writer;
    private final MessageFormat format;
    private final BoundedText body = new BoundedText();
    private final ThrowableText trace;

    /** The event, and its throwable, if the stack trace belongs to the text; else neither is kept, nor stored at all. */
    private @Nullable ILoggingEvent event;

    private @Nullable IThrowableProxy thrown;

    private boolean redacted;
    private int room = Integer.MAX_VALUE;

    /** @param probe writes arguments as text; used by nobody else while a message is put together */
    public MessageText(Settings settings, Style style, FieldOutput probe) {
        this.settings = settings;
        this.writer = style.writer;
        this.format = new MessageFormat(probe, mostArgumentBytes(settings));
        this.trace = new ThrowableText(style.traces);
    }

    /** Ample for an argument, or for fields, of which the message keeps a part; no limit where a message has none. */
    public static int mostArgumentBytes(Settings settings) {
        int messageRoom = settings.messageRoom();
        return messageRoom == 0 ? Integer.MAX_VALUE : (int) Math.max(1 << 20, Math.min(4L * messageRoom, 1 << 30));
    }

    /**
     * Takes the next event.
     *
     * @param callFields the call's fields as text, to stand behind the message; empty = none
     * @param withTrace whether the stack trace belongs to the text
     */
    public void start(ILoggingEvent next, String callFields, boolean withTrace) {
        if (thrown != null) {
            end(); // of the try before, or of a line that could not let go of it
        }
        IThrowableProxy throwable = withTrace ? next.getThrowableProxy() : null;
        if (throwable != null) {
            event = next;
            thrown = throwable;
        }
        redacted = false;
        body.reset(settings.messageRoom());
        String batchId = Events.batchId(next);
        if (batchId != null && !batchId.isEmpty()) {
            body.append("[batchId=").append(batchId).append("] ");
        }
        try {
            format.append(next, body);
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            body.append(Failure.placeholder(next, problem));
        }
        body.append(callFields);
    }

    /** The message without its secrets; looked for when the message turns out not to be written in one pass. */
    private BoundedText redactedBody() {
        if (!redacted) {
            body.redact(writer.redactor());
            redacted = true;
        }
        return body;
    }

    /** How many bytes the content may take at the most. */
    public void limit(int mostBytes) {
        room = Math.max(0, mostBytes);
    }

    /** Lets go of the event. */
    public void end() {
        if (thrown != null) {
            event = null;
            thrown = null;
            trace.end();
        }
        body.reset(0);
    }

    @Override
    public void writeContent(LineBuffer out) {
        int maxChars = settings.maxMessageChars() == 0 ? BoundedText.UNLIMITED : settings.maxMessageChars();
        int maxBytes = Math.min(room, BoundedText.UNLIMITED);
        IThrowableProxy throwable = thrown;
        ILoggingEvent of = event;
        if (throwable == null || of == null) {
            writeBody(maxChars, maxBytes, out);
            return;
        }
        int start = out.length();
        int bytesOfBreak = LINE_BREAK.length();
        if (!redacted
                && body.length() <= (maxChars - 1) / 2
                && body.writeWhole(out, writer, maxChars)
                && out.length() - start <= (maxBytes - bytesOfBreak) / 2) {
            int chars = (int) body.codePoints();
            int bytes = out.length() - start;
            trace.fit(of, throwable, maxChars - 1 - chars, maxBytes - bytesOfBreak - bytes);
        } else {
            out.truncate(start);
            redactedBody().cut(maxChars);
            int chars = (int) Math.min(maxChars, body.codePoints());
            body.writeTo(out, writer.escapes());
            int bytes = out.length() - start;
            out.truncate(start);
            trace.fit(
                    of,
                    throwable,
                    Math.max(maxChars / 2, maxChars - 1 - chars),
                    Math.max(maxBytes / 2, maxBytes - bytesOfBreak - bytes));
            body.cut(Math.max(1, maxChars - 1 - trace.chars()));
            body.writeTo(out, writer.escapes());
            int most = maxBytes - bytesOfBreak - trace.bytes();
            if (out.length() - start > most) {
                out.truncate(start);
                body.cutToBytes(writer.escapes(), most, Math.max(1, maxChars - 1 - trace.chars()));
                body.writeTo(out, writer.escapes());
            }
        }
        out.ascii(LINE_BREAK);
        trace.writeTo(out);
    }

    private void writeBody(int maxChars, int maxBytes, LineBuffer out) {
        int start = out.length();
        if (redacted || !body.writeWhole(out, writer, maxChars)) {
            redactedBody().cut(maxChars);
            body.writeTo(out, writer.escapes());
        }
        if (out.length() - start > maxBytes) {
            out.truncate(start);
            redactedBody().cutToBytes(writer.escapes(), maxBytes, maxChars);
            body.writeTo(out, writer.escapes());
        }
    }

    /** The stack trace for {@code extra.stack_trace}, in at most {@code most} code points (0 = all). */
    String stackTraceOf(ILoggingEvent of, IThrowableProxy throwable, int most) {
        return trace.asString(of, throwable, most == 0 ? BoundedText.UNLIMITED : most);
    }

    /** Writes the message, without the stack trace, into a text line. */
    public void writeText(LineBuffer out) {
        int start = out.length();
        int limit = settings.maxMessageChars();
        if (!redacted && body.writeWhole(out, writer, limit) && out.length() - start <= room) {
            return;
        }
        out.truncate(start);
        redactedBody().cut(limit);
        body.writeMessage(out);
        if (out.length() - start > room) {
            out.truncate(start);
            body.cutToBytes(writer.escapes(), room, limit);
            body.writeMessage(out);
        }
    }

    /** Writes the stack trace on gutter lines behind a text line, in at most {@code mostBytes}. */
    public void writeTraceText(LineBuffer out, int mostBytes) {
        if (event != null && thrown != null) {
            int most = Math.min(mostBytes, BoundedText.UNLIMITED) - 1 - Escapes.GUTTER.length();
            trace.fit(event, thrown, BoundedText.UNLIMITED, most);
            out.put('\n');
            out.ascii(Escapes.GUTTER);
            trace.writeTo(out);
        }
    }

    /** Whether there is a stack trace to be written. */
    public boolean hasTrace() {
        return thrown != null;
    }

    /** The text as a decorator sees it: whole, where it is not far too long. */
    @Override
    public String getValue() {
        int limit = settings.messageRoom();
        if (!redactedBody().isWhole()) {
            // With the note it is to stay within the limit, as it is not to be cut a second time.
            body.cut(Math.max(2, limit - LONGEST_NOTE));
        }
        if (event == null || thrown == null) {
            return body.toString();
        }
        return body + "\n" + stackTraceOf(event, thrown, limit);
    }
}
