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
import org.jspecify.annotations.Nullable;

/**
 * The text of one event: batch prefix, message, (the call's fields,) stack trace. Redacted first, then cut: the message
 * as the SDK cuts it, the stack trace by what matters in it. Not thread-safe; reused for every line.
 */
public final class MessageText extends DirectText {

    private static final int MOST_FITS = 8;

    /** What the note of a cut takes at the most. */
    private static final int LONGEST_NOTE = 48;

    /** No limit of characters; for arithmetic where 0 would be in the way. */
    private static final int UNLIMITED = Integer.MAX_VALUE / 4;

    /**
     * How an encoder's messages are written; one for all threads.
     *
     * @param writer how a message is escaped, and redacted
     * @param traces how a stack trace is
     */
    public record Style(TextWriter writer, ThrowableText.Formats traces) {

        /** In the JSON line. */
        public static Style json(Settings settings, TextWriter writer) {
            return new Style(writer, ThrowableText.Formats.of(settings.throwableConverter(), writer, "\t"));
        }

        /** In the text line. */
        public static Style text(Settings settings) {
            TextWriter writer = new TextWriter(Escapes.TEXT, settings.redactor());
            return new Style(writer, ThrowableText.Formats.of(settings.throwableConverter(), writer, "    "));
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
        int start = out.length();
        // A character takes a byte at the least, so that the room is a limit too, where there is no other.
        int limit = settings.maxMessageChars() == 0 ? Math.min(room, UNLIMITED) : settings.maxMessageChars();
        for (int i = 0; i < MOST_FITS && limit > 0; i++) {
            long chars = write(limit, out);
            int bytes = out.length() - start;
            if (bytes <= room) {
                return;
            }
            out.truncate(start);
            if (thrown == null) {
                break;
            }
            limit = (int) Math.min(limit - 1, Math.min(limit, chars) * room / bytes * 19 / 20);
        }
        redactedBody().cutToBytes(writer.escapes(), room, settings.maxMessageChars());
        body.writeTo(out, writer.escapes());
    }

    /**
     * Writes all in {@code limit} code points: the message has the first claim, but at least half is left for the
     * trace.
     *
     * @return how many it took, or a few more than that
     */
    private long write(int limit, LineBuffer out) {
        if (thrown == null) {
            writeBody(limit, out);
            return limit;
        }
        int most = limit == UNLIMITED ? 0 : limit;
        int half = (limit - 1) / 2;
        if (!redacted && half > 0 && body.length() <= half && body.writeWhole(out, writer, half)) {
            long before = body.codePoints() + 1;
            long chars = fitTrace(thrown, most == 0 ? 0 : (int) (limit - before));
            writeTrace(out);
            return before + chars;
        }
        long whole = redactedBody().codePoints();
        long chars = fitTrace(thrown, most == 0 ? 0 : (int) Math.max(Math.max(1, limit / 2), limit - 1 - whole));
        body.cut(most == 0 ? 0 : (int) Math.max(1, limit - 1 - chars));
        body.writeTo(out, writer.escapes());
        writeTrace(out);
        return whole + 1 + chars;
    }

    private void writeBody(int limit, LineBuffer out) {
        int most = limit == UNLIMITED ? 0 : limit;
        if (redacted || !body.writeWhole(out, writer, most)) {
            redactedBody().cut(most);
            body.writeTo(out, writer.escapes());
        }
    }

    private long fitTrace(IThrowableProxy throwable, int most) {
        return event == null ? 0 : trace.fit(event, throwable, most);
    }

    private void writeTrace(LineBuffer out) {
        out.ascii("\\n");
        trace.writeTo(out);
    }

    /** The stack trace for {@code extra.stack_trace}, in at most {@code most} code points (0 = all). */
    String stackTraceOf(ILoggingEvent of, IThrowableProxy throwable, int most) {
        return trace.asString(of, throwable, most);
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
        IThrowableProxy throwable = thrown;
        if (throwable == null) {
            return;
        }
        int start = out.length();
        int most = mostBytes == Integer.MAX_VALUE ? 0 : Math.max(1, mostBytes - 1 - Escapes.GUTTER.length());
        for (int i = 0; i < MOST_FITS; i++) {
            fitTrace(throwable, most);
            out.put('\n');
            out.ascii(Escapes.GUTTER);
            trace.writeTo(out);
            int bytes = out.length() - start;
            if (bytes <= mostBytes) {
                return;
            }
            out.truncate(start);
            most = Math.max(1, (int) Math.min(most - 1, (long) most * mostBytes / bytes * 19 / 20));
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
        return body + "\n" + trace.asString(event, thrown, limit);
    }
}
