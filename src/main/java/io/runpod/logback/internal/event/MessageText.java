package io.runpod.logback.internal.event;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.json.DirectText;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.trace.StackTraceText;
import org.jspecify.annotations.Nullable;

/**
 * The text of one event: batch prefix, message, (the call's fields,) stack trace. Redacted first, then cut: the message
 * as the SDK cuts it, the stack trace by what matters in it. Not thread-safe; reused for every line.
 */
public final class MessageText extends DirectText {

    private static final int MOST_FITS = 8;

    /** No limit of characters; for arithmetic where 0 would be in the way. */
    private static final int UNLIMITED = Integer.MAX_VALUE / 4;

    private final Settings settings;
    private final Escapes escapes;
    private final MessageFormat format;
    private final StackTraceText stackTrace;
    private final StackTraceText gutterTrace;
    private final BoundedText body = new BoundedText();
    private final BoundedText trace = new BoundedText();
    private @Nullable ILoggingEvent event;
    private boolean hasTrace;
    private int room = Integer.MAX_VALUE;

    /** @param probe writes arguments as text; used by nobody else while a message is put together */
    public MessageText(Settings settings, Escapes escapes, FieldOutput probe) {
        this.settings = settings;
        this.escapes = escapes;
        this.format = new MessageFormat(probe);
        this.stackTrace = new StackTraceText(settings.redactor(), "\t", 0);
        this.gutterTrace = new StackTraceText(settings.redactor(), "    ", Escapes.GUTTER.length());
    }

    /**
     * Takes the next event.
     *
     * @param callFields the call's fields as text, to stand behind the message; empty = none
     * @param withTrace whether the stack trace belongs to the text
     */
    public void start(ILoggingEvent next, String callFields, boolean withTrace) {
        event = next;
        hasTrace = withTrace && next.getThrowableProxy() != null;
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
        if (settings.redactor() != null) {
            body.redact(settings.redactor());
        }
    }

    /** How many bytes the content may take at the most. */
    public void limit(int mostBytes) {
        room = Math.max(0, mostBytes);
    }

    /** Lets go of the event. */
    public void end() {
        event = null;
        hasTrace = false;
        body.reset(0);
        trace.reset(0);
    }

    @Override
    protected void writeContent(LineBuffer out) {
        int start = out.length();
        // A character takes a byte at the least, so that the room is a limit too, where there is no other.
        int limit = settings.maxMessageChars() == 0 ? Math.min(room, UNLIMITED) : settings.maxMessageChars();
        for (int i = 0; i < MOST_FITS && limit > 0; i++) {
            fit(limit);
            write(out);
            int bytes = out.length() - start;
            if (bytes <= room) {
                return;
            }
            out.truncate(start);
            if (!hasTrace) {
                break;
            }
            long chars = Math.min(limit, body.codePoints() + trace.codePoints());
            limit = (int) Math.min(limit - 1, chars * room / bytes * 19 / 20);
        }
        body.cutToBytes(escapes, room, settings.maxMessageChars());
        body.writeTo(out, escapes);
    }

    private void write(LineBuffer out) {
        body.writeTo(out, escapes);
        if (hasTrace) {
            out.ascii("\\n");
            trace.writeTo(out, escapes);
        }
    }

    /** Shares {@code limit} code points: the message has the first claim, but at least half is left for the trace. */
    private void fit(int limit) {
        if (!hasTrace) {
            body.cut(limit == UNLIMITED ? 0 : limit);
            return;
        }
        int left = (int) Math.max(Math.max(1, limit / 2), limit - 1 - body.codePoints());
        writeTrace(event, stackTrace, limit == UNLIMITED ? 0 : left);
        long bodyLimit = limit - 1 - trace.codePoints();
        body.cut(limit == UNLIMITED ? 0 : (int) Math.max(1, bodyLimit));
    }

    private void writeTrace(@Nullable ILoggingEvent of, StackTraceText writer, int most) {
        trace.reset(most);
        IThrowableProxy thrown = of == null ? null : of.getThrowableProxy();
        if (of == null || thrown == null) {
            return;
        }
        ThrowableHandlingConverter converter = settings.throwableConverter();
        try {
            if (converter != null) {
                trace.append(converter.convert(of).stripTrailing());
            } else {
                writer.write(thrown, most, trace);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            trace.append(Failure.placeholder(thrown, problem));
        }
        if (settings.redactor() != null) {
            trace.redact(settings.redactor());
        }
        trace.cut(most);
    }

    /** The stack trace for {@code extra.stack_trace}, in at most {@code most} code points (0 = all). */
    String stackTraceOf(ILoggingEvent of, int most) {
        writeTrace(of, stackTrace, most);
        return trace.toString();
    }

    /** Writes the message, without the stack trace, into a text line. */
    public void writeText(LineBuffer out) {
        int start = out.length();
        body.cut(settings.maxMessageChars());
        body.writeMessage(out);
        if (out.length() - start > room) {
            out.truncate(start);
            body.cutToBytes(Escapes.TEXT, room, settings.maxMessageChars());
            body.writeMessage(out);
        }
    }

    /** Writes the stack trace on gutter lines behind a text line, in at most {@code mostBytes}. */
    public void writeTraceText(LineBuffer out, int mostBytes) {
        int start = out.length();
        int most = mostBytes == Integer.MAX_VALUE ? 0 : Math.max(1, mostBytes - 1 - Escapes.GUTTER.length());
        for (int i = 0; i < MOST_FITS; i++) {
            writeTrace(event, gutterTrace, most);
            out.put('\n');
            out.ascii(Escapes.GUTTER);
            trace.writeTo(out, Escapes.TEXT);
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
        return hasTrace;
    }

    /** The text as a decorator sees it: whole, where it is not far too long. */
    @Override
    public String getValue() {
        int limit = settings.messageRoom();
        if (!body.isWhole()) {
            body.cut(limit);
        }
        if (!hasTrace) {
            return body.toString();
        }
        writeTrace(event, stackTrace, limit);
        return body + "\n" + trace;
    }
}
