package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds lines of text that belong together: a head, and what continues it, such as a stack trace. Each worker has one,
 * which also holds what the worker's next line depends on. Not thread-safe.
 */
final class TextGroup {

    /**
     * A line of the text, without its line feed.
     *
     * @param bytes its bytes in UTF-8, as one character each
     * @param time milliseconds of the epoch, or {@link LineTime#NONE}
     */
    record Row(String bytes, long time) {

        boolean hasGutter() {
            return bytes.startsWith(Escapes.GUTTER);
        }
    }

    /** What continues a text without an indent: the end of a JSON text, causes, the note of a cut. */
    private static final Pattern CONTINUATION = Pattern.compile(
            "[\\]})][\\]}),;]{0,3}\\s*|Caused by: .*|\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\..*", Pattern.DOTALL);

    /** How much of a line is examined to find out whether it continues another one. */
    private static final int MAX_LOOK_BYTES = 200;

    private static final Pattern FRAME = Pattern.compile("\\s+(?:File \"|at |\\.\\.\\. \\d+ ).*", Pattern.DOTALL);

    /** The exception, which Python prints after the frames. */
    private static final Pattern EXCEPTION = Pattern.compile("[A-Za-z_][\\w.]*(?:: .*)?\\s*", Pattern.DOTALL);

    /** A line between an exception and a further trace. */
    private static final Pattern NEXT_TRACE = Pattern.compile(
            "\\s*|During handling of the above .*|The above exception was .*|Traceback \\(most recent .*",
            Pattern.DOTALL);

    /** The first line of a trace in a message: in Python, in Java. */
    private static final Pattern TRACE = Pattern.compile(
            "Traceback \\(most recent .*|(?:[a-z][\\w$]*\\.)+[A-Z][\\w$]*(?:: .*)?\\s*", Pattern.DOTALL);

    /** Which part of a stack trace the last line was; {@code EXCEPTION} is the line after the frames. */
    private enum TracePart {
        ELSEWHERE,
        FRAME,
        EXCEPTION
    }

    final List<Row> rows = new ArrayList<>();

    /** The origin of the head. */
    LineOrigin origin = new LineOrigin();

    /** The level of the head; null for text that is no log line. */
    @Nullable
    LogLevel level;

    /** Whether the filter admitted the worker's last text. */
    boolean admitted;

    /** Whether the worker's last line was late enough for the filter. */
    boolean lateEnough = true;

    /** The time by which the worker's last line was sorted. */
    long lastMillis = LineTime.NONE;

    /** The number of bytes in all rows. */
    int size;

    /** Whether another line may still continue the text. */
    boolean open;

    /** Whether the head is not among the rows, because it was passed on before. */
    boolean continued;

    private final LogLine line = new LogLine();
    private String id = "";
    private int messageStart;
    private @Nullable String text;
    private boolean hasTraceback;
    private TracePart lastPart = TracePart.ELSEWHERE;
    private boolean afterNote;

    /**
     * Begins a group with its first line.
     *
     * @param headLevel its level; null = it is text and not a log line
     * @param messageAt the index at which its message begins
     */
    void start(@Nullable LogLevel headLevel, String requestId, int messageAt, LineOrigin headOrigin) {
        clear();
        level = headLevel;
        id = requestId;
        messageStart = messageAt;
        origin = headOrigin;
        open = true;
        continued = false;
        hasTraceback = false;
        lastPart = TracePart.ELSEWHERE;
        afterNote = false;
    }

    void add(String row, long time) {
        rows.add(new Row(row, time));
        hasTraceback |= row.startsWith("Traceback (");
        size += row.length();
        text = null;
    }

    /** Returns whether a line of text continues this group. */
    boolean isContinuedBy(String row) {
        if (!open) {
            return false;
        }
        String next = row.substring(0, Math.min(row.length(), MAX_LOOK_BYTES));
        boolean noteBefore = afterNote;
        afterNote = next.startsWith("...TRUNCATED ");
        if (noteBefore) {
            return true;
        }
        if (next.startsWith(" ") || next.startsWith("\t")) {
            boolean isFrame = lastPart == TracePart.FRAME
                    || hasTraceback
                    || FRAME.matcher(next).matches();
            lastPart = isFrame ? TracePart.FRAME : TracePart.ELSEWHERE;
            return true;
        }
        if ((lastPart != TracePart.ELSEWHERE && NEXT_TRACE.matcher(next).matches())
                || (lastPart == TracePart.FRAME && EXCEPTION.matcher(next).matches())) {
            lastPart = TracePart.EXCEPTION;
            return true;
        }
        boolean isProblem = level == LogLevel.WARN || level == LogLevel.ERROR;
        return (isProblem && TRACE.matcher(next).matches())
                || CONTINUATION.matcher(next).matches();
    }

    /** Removes the rows that were passed on. Rows that continue them may follow. */
    void clear() {
        rows.clear();
        size = 0;
        text = null;
        continued = true;
    }

    /** Returns the message of the log line, or the text, without gutters. */
    String text() {
        if (text == null) {
            StringJoiner joined = new StringJoiner("\n");
            int from = continued ? -1 : messageStart;
            for (Row row : rows) {
                int gutter = row.hasGutter() ? Escapes.GUTTER.length() : 0;
                String rest = row.bytes.substring(from < 0 ? gutter : from);
                from = -1;
                joined.add(rest.endsWith("\r") ? rest.substring(0, rest.length() - 1) : rest);
            }
            text = utf8(joined.toString());
        }
        return text;
    }

    /** Decodes UTF-8 whose bytes are given as one character each. */
    static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns this group as a log line. */
    LogLine line() {
        line.set(level == null ? LogLevel.INFO : level, id, text());
        return line;
    }

    /** Returns whether the message may be the JSON of an exception, on several lines. */
    boolean mayBeException() {
        return level != null && !continued && rows.size() > 1 && text().startsWith("{");
    }
}
