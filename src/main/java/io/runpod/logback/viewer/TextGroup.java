package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds lines of text that belong together: a head, and what continues it, such as a stack trace. There is one for each
 * worker; it also keeps what the next line of that worker depends on. Not thread-safe.
 */
final class TextGroup {

    /** A line of the text, without its line feed. */
    static final class Row {

        private static final byte[] GUTTER = Escapes.GUTTER.getBytes(StandardCharsets.US_ASCII);

        final byte[] bytes;

        /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
        final long time;

        Row(byte[] bytes, long time) {
            this.bytes = bytes;
            this.time = time;
        }

        boolean hasGutter() {
            return startsWith(GUTTER);
        }

        boolean startsWith(byte[] prefix) {
            return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
        }
    }

    /** What continues a text without an indent: the end of a JSON text, causes, the note of a cut. */
    private static final Pattern CONTINUATION = Pattern.compile(
            "[\\]})][\\]}),;]{0,3}\\s*|Caused by: .*|\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\..*", Pattern.DOTALL);

    private static final byte[] TRACEBACK = "Traceback (".getBytes(StandardCharsets.US_ASCII);

    /** The part of a line that is looked at, to know whether it continues another. */
    private static final int MAX_LOOK_BYTES = 200;

    private static final Pattern FRAME = Pattern.compile("\\s+(?:File \"|at |\\.\\.\\. \\d+ ).*", Pattern.DOTALL);

    /** The exception, after its frames in Python. */
    private static final Pattern EXCEPTION = Pattern.compile("[A-Za-z_][\\w.]*(?:: .*)?\\s*", Pattern.DOTALL);

    /** What leads to a further trace, after the exception. */
    private static final Pattern NEXT_TRACE = Pattern.compile(
            "\\s*|During handling of the above .*|The above exception was .*|Traceback \\(most recent .*",
            Pattern.DOTALL);

    /** The first line of a trace in a message: in Python, in Java. */
    private static final Pattern TRACE = Pattern.compile(
            "Traceback \\(most recent .*|(?:[a-z][\\w$]*\\.)+[A-Z][\\w$]*(?:: .*)?\\s*", Pattern.DOTALL);

    final List<Row> rows = new ArrayList<>();

    /** That of the head. */
    LineOrigin origin = new LineOrigin();

    /** The level of the head; null for text that is no log line. */
    @Nullable
    LogLevel level;

    /** Of the worker: whether the filter admitted the last line, and whether that was late enough. */
    boolean admitted;

    boolean lateEnough = true;

    /** Of the worker: the place of its last line in the order of time. */
    long lastMillis = LineTime.NONE;

    private final LogLine line = new LogLine();
    private String id = "";
    private int messageStart;
    private @Nullable String text;

    /** The number of bytes in all rows. */
    int size;

    /** Whether another line may still continue the text. */
    boolean open;

    /** Whether the head is not among the rows, as it was handed on before. */
    boolean continued;

    /** Whether one of the lines begins a trace of Python. */
    private boolean hasTraceback;

    /** Whether the last line was a frame of a trace; whether it was the exception after the frames. */
    private boolean inFrames;

    private boolean afterFrames;

    /** Whether the last line was the note of a cut. */
    private boolean afterNote;

    /**
     * Begins with a head.
     *
     * @param headLevel null for text that is no log line
     * @param messageAt where the message begins in the head
     */
    void start(@Nullable LogLevel headLevel, String requestId, int messageAt, LineOrigin headOrigin) {
        clear();
        level = headLevel;
        id = requestId;
        messageStart = messageAt;
        origin = headOrigin;
        open = true;
        continued = false;
        inFrames = false;
        afterFrames = false;
        afterNote = false;
        hasTraceback = false;
    }

    void add(byte[] row, long time) {
        Row added = new Row(row, time);
        rows.add(added);
        hasTraceback |= added.startsWith(TRACEBACK);
        size += row.length;
        text = null;
    }

    /** Whether a line of text continues what is held. */
    boolean isContinuedBy(byte[] bytes, int from, int to) {
        if (!open) {
            return false;
        }
        String next = new String(bytes, from, Math.min(to - from, MAX_LOOK_BYTES), StandardCharsets.ISO_8859_1);
        boolean noteBefore = afterNote;
        afterNote = next.startsWith("...TRUNCATED ");
        if (noteBefore) {
            return true;
        }
        if (next.startsWith(" ") || next.startsWith("\t")) {
            inFrames |= hasTraceback || FRAME.matcher(next).matches();
            afterFrames = false;
            return true;
        }
        if (((inFrames || afterFrames) && NEXT_TRACE.matcher(next).matches())
                || (inFrames && EXCEPTION.matcher(next).matches())) {
            inFrames = false;
            afterFrames = true;
            return true;
        }
        boolean isProblem = level == LogLevel.WARN || level == LogLevel.ERROR;
        return (isProblem && TRACE.matcher(next).matches())
                || CONTINUATION.matcher(next).matches();
    }

    /** Removes the rows that were handed on; what continues them may follow. */
    void clear() {
        rows.clear();
        size = 0;
        text = null;
        continued = true;
    }

    /** The message of a log line, or the text, without gutters. */
    String text() {
        if (text == null) {
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < rows.size(); i++) {
                byte[] bytes = rows.get(i).bytes;
                int gutter = rows.get(i).hasGutter() ? Escapes.GUTTER.length() : 0;
                int from = i == 0 && !continued ? messageStart : gutter;
                int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
                joined.append(i == 0 ? "" : "\n")
                        .append(new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8));
            }
            text = joined.toString();
        }
        return text;
    }

    /** The log line that this is. */
    LogLine line() {
        line.set(level == null ? LogLevel.INFO : level, id, text());
        return line;
    }

    /** Whether the message may be the JSON of an exception, on several lines. */
    boolean mayBeException() {
        return level != null && !continued && rows.size() > 1 && text().startsWith("{");
    }
}
