package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.Settings.Format;
import io.runpod.logback.internal.settings.Settings.InMessage;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import io.runpod.logback.internal.trace.ThrowableText;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the text of one event: prefixes, message, the fields that the message shows, stack trace. The message is built
 * once. How much of it and of the stack trace is shown is decided before any of it is written. The text is redacted
 * first, then cut: the message as the SDK cuts it, the stack trace so that its most important parts stay. Not
 * thread-safe; reused for every line.
 */
final class MessageText {

    /** The line break between message and stack trace, as JSON escapes it. */
    private static final String LINE_END = "\\n";

    /** Maximum length of the note that a cut leaves, in characters. */
    private static final int MAX_NOTE_CHARS = 48;

    private final int maxChars;
    private final int keptChars;
    private final int maxTraceChars;
    private final boolean withTrace;

    /** The parts of the event that are written before the message of a JSON line; null = none. */
    private final @Nullable InMessage prefixed;

    private final MdcSource mdc;
    private final TextWriter writer;
    private final MessageFormat format;
    private final BoundedText body = new BoundedText();
    private final ThrowableText trace;

    /** The event and its throwable; null if no stack trace belongs to the message. */
    private @Nullable ILoggingEvent event;

    private @Nullable IThrowableProxy thrown;

    /** The stack trace as a decorator changed it; null = not changed. */
    private @Nullable String changedTrace;

    private boolean redacted;

    /** Whether {@link #trace} was used for this event, and still holds parts of it. */
    private boolean traceUsed;

    /**
     * @param traces how stack traces are written; their writer also writes the message
     * @param mdc gives the ids that are written before the message
     */
    MessageText(Settings settings, ThrowableText.Formats traces, MdcSource mdc) {
        this.mdc = mdc;
        this.maxChars = settings.limits().messageChars();
        this.keptChars = settings.limits().keptMessageChars();
        this.maxTraceChars = settings.limits().lineBytes();
        this.withTrace = settings.traces().inMessage();
        this.writer = traces.writer();
        this.format = new MessageFormat(keptChars, settings.sensitiveNames());
        this.trace = new ThrowableText(traces);
        InMessage shown = settings.layout().inMessage();
        boolean hasPrefix = settings.layout().format() == Format.JSON && (shown.timestamp() || shown.requestId());
        this.prefixed = hasPrefix ? shown : null;
    }

    /** Builds the message of the next event. */
    void start(ILoggingEvent next) {
        if (thrown != null || traceUsed) {
            end(); // the previous line failed before it called end()
        }
        IThrowableProxy throwable = withTrace ? next.getThrowableProxy() : null;
        if (throwable != null) {
            event = next;
            thrown = throwable;
        }
        redacted = false;
        body.reset(keptChars);
        if (prefixed != null) {
            appendPrefix(next, prefixed);
        }
        String batchId = mdc.batchId();
        if (batchId != null && !batchId.isEmpty()) {
            body.append("[batchId=").append(batchId).append("] ");
        }
        try {
            format.append(next, body);
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            body.append(Failure.placeholder(next, problem));
        }
    }

    private void appendPrefix(ILoggingEvent next, InMessage shown) {
        if (shown.timestamp()) {
            body.append(Events.timestampMillis(next)).append(' ');
        }
        String requestId = mdc.requestId();
        if (shown.requestId() && requestId != null && !requestId.isEmpty()) {
            body.append('[').append(requestId).append("] ");
        }
    }

    /** Builds a message that is this text, without an event. */
    void start(String text) {
        end();
        redacted = false;
        body.reset(keptChars).append(text);
    }

    void append(String text) {
        body.append(text);
    }

    /** Releases the event. */
    void end() {
        if (thrown != null) {
            event = null;
            thrown = null;
            changedTrace = null;
        }
        if (traceUsed) {
            traceUsed = false;
            trace.end();
        }
        body.release();
    }

    /** Returns the message with its secrets masked. Called only if the message cannot be written in one pass. */
    private BoundedText redactedBody() {
        if (!redacted) {
            body.redact(writer.redactor());
            redacted = true;
        }
        return body;
    }

    boolean hasTrace() {
        return thrown != null;
    }

    /** Writes message and stack trace as the content of a JSON string of at most {@code maxBytes}. */
    void writeJson(LineBuffer out, int maxBytes) {
        if (thrown == null) {
            writeMessage(out, maxBytes);
        } else {
            writeWithTrace(out, thrown, Math.max(0, maxBytes));
        }
    }

    /**
     * Writes the message without the stack trace, in one pass if it is neither too long nor has a secret, like most
     * messages.
     */
    void writeMessage(LineBuffer out, int maxBytes) {
        if (!writeWhole(out, maxChars, maxBytes)) {
            cutBody(maxChars, maxBytes);
            body.writeTo(out, writer.escapes());
        }
    }

    private boolean writeWhole(LineBuffer out, int max, int maxBytes) {
        int start = out.length();
        if (!redacted && body.writeWhole(out, writer, max) && out.length() - start <= maxBytes) {
            return true;
        }
        out.truncate(start);
        return false;
    }

    private void cutBody(int max, int maxBytes) {
        redactedBody().cut(writer.escapes(), max, maxBytes);
    }

    /**
     * Writes message and stack trace. The message has priority, but at least half of the characters and of the bytes is
     * left for the stack trace.
     */
    private void writeWithTrace(LineBuffer out, IThrowableProxy throwable, int maxBytes) {
        int start = out.length();
        int max = Math.min(maxChars, maxBytes);
        int half = (max - 1) / 2;
        if (half > 0 && body.length() <= half && writeWhole(out, half, maxBytes / 2)) {
            int charsLeft = max - 1 - (int) body.codePoints();
            fitTrace(throwable, charsLeft, maxBytes - LINE_END.length() - (out.length() - start));
        } else {
            long chars = redactedBody().codePoints();
            long bytes = body.width(writer.escapes(), maxBytes);
            fitTrace(throwable, (int) Math.max(Math.max(1, max / 2), max - 1 - chars), (int)
                    Math.max(maxBytes / 2, maxBytes - LINE_END.length() - bytes));
            cutBody(Math.max(1, max - 1 - trace.chars()), maxBytes - LINE_END.length() - trace.bytes());
            body.writeTo(out, writer.escapes());
        }
        out.ascii(LINE_END);
        trace.writeTo(out);
    }

    private void fitTrace(IThrowableProxy throwable, int max, int maxBytes) {
        traceUsed = true;
        if (changedTrace != null) {
            trace.fit(changedTrace, max, maxBytes);
        } else if (event != null) {
            trace.fit(event, throwable, max, maxBytes);
        }
    }

    /** Returns the stack trace for {@code extra.stack_trace}, in at most {@code max} code points. */
    String stackTraceOf(ILoggingEvent source, IThrowableProxy throwable, int max) {
        traceUsed = true;
        return trace.asString(source, throwable, max);
    }

    /** Writes the stack trace after a text line, on lines that begin with the gutter, in at most {@code maxBytes}. */
    void writeTraceText(LineBuffer out, int maxBytes) {
        if (thrown != null) {
            int head = 1 + Escapes.GUTTER.length();
            fitTrace(thrown, Limits.UNLIMITED, Math.max(1, maxBytes - head));
            out.put('\n');
            out.ascii(Escapes.GUTTER);
            trace.writeTo(out);
        }
    }

    /**
     * Lets a user's decorator see and change the message and the stack trace, each as text. It gets the stack trace
     * already cut to the length that will be shown, so that no later cut removes the header of an exception.
     *
     * @param sharesMessageChars whether message and stack trace share the maximum length of the message; false = they
     *     share only the bytes of the line
     */
    void decorate(UnaryOperator<String> decorator, boolean sharesMessageChars) {
        if (!redactedBody().isWhole()) {
            // Leaves room for the note of the cut, so that the text is not cut a second time.
            body.cut(Math.max(2, keptChars - MAX_NOTE_CHARS));
        }
        String original = body.toString();
        if (event != null && thrown != null) {
            int shared = Math.max(keptChars / 2, keptChars - 1 - original.length());
            String traceText = trace.asString(event, thrown, sharesMessageChars ? shared : maxTraceChars / 2);
            String changed = decorator.apply(traceText);
            changedTrace = changed.equals(traceText) ? null : changed;
        }
        body.reset(keptChars).append(decorator.apply(original));
        redacted = false;
    }
}
