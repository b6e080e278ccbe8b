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
 * Holds lines of text that belong together: a head, and what continues it, such as a stack trace. There is one for each
 * worker; it also keeps what the next line of that worker depends on. Not thread-safe.
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

    /** Which part of a stack trace the last line was; {@code EXCEPTION} is the line after the frames. */
    private enum Place {
        ELSEWHERE,
        FRAME,
        EXCEPTION
    }

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

    /** The number of bytes in all rows. */
    int size;

    /** Whether another line may still continue the text. */
    boolean open;

    /** Whether the head is not among the rows, as it was handed on before. */
    boolean continued;

    private final LogLine line = new LogLine();
    private String id = "";
    private int messageStart;
    private @Nullable String text;
    private boolean hasTraceback;
    private Place place = Place.ELSEWHERE;
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
        place = Place.ELSEWHERE;
        afterNote = false;
    }

    void add(String row, long time) {
        rows.add(new Row(row, time));
        hasTraceback |= row.startsWith("Traceback (");
        size += row.length();
        text = null;
    }

    /** Whether a line of text continues what is held. */
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
            boolean isFrame =
                    place == Place.FRAME || hasTraceback || FRAME.matcher(next).matches();
            place = isFrame ? Place.FRAME : Place.ELSEWHERE;
            return true;
        }
        if ((place != Place.ELSEWHERE && NEXT_TRACE.matcher(next).matches())
                || (place == Place.FRAME && EXCEPTION.matcher(next).matches())) {
            place = Place.EXCEPTION;
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
