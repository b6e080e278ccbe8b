package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.internal.text.TextWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** Writes lines for people: the library's text line, with its time and worker before it. Not thread-safe. */
final class LinePrinter implements EntrySink {

    static final String RESET = Style.reset.on();
    private static final TextWriter INLINE = Escapes.TEXT_INLINE.writer();
    private static final String DIM = Style.faint.on();
    private static final String BOLD = Style.bold.on();
    private static final String RED = Style.fg_red.on();

    /** The colours of the workers, in the order in which they come. */
    private static final List<String> COLORS = List.of(
            Style.fg_cyan.on(), Style.fg_magenta.on(), Style.fg_blue.on(), Style.fg_green.on(), Style.fg_yellow.on());

    private static final int MAX_COLORED_WORKERS = 1000;
    private static final String TAB = "    ";
    private static final String PYTHON_TRACE = "\nTraceback (most recent call last)";
    private static final Pattern CAUSE = Pattern.compile("\t*(?:Caused by|Suppressed): ");

    private final Output output;
    private final boolean colored;
    private final boolean escaped;
    private final @Nullable LineWrapper wrap;
    private final MergeWindow window = new MergeWindow();

    /** Holds the line if it cannot be written to the output directly. */
    private final LineBuffer line = new LineBuffer();

    /** Holds the characters of a short text while it is written. */
    private final char[] chars = new char[1024];

    private final Map<String, String> workerColors = new HashMap<>();
    private long day = LineTime.NONE;

    /**
     * @param escaped whether text that is no log line is escaped too, so that no terminal acts on it
     * @param width columns; 0 = lines are not broken. Any other value needs {@code escaped}
     */
    LinePrinter(Output output, boolean colored, boolean escaped, int width) {
        this.output = output;
        this.colored = colored;
        this.escaped = escaped;
        this.wrap = width == 0 ? null : new LineWrapper(width);
    }

    @Override
    public void line(LogLine logLine, LineOrigin origin, byte[] bytes, int from, int to) throws IOException {
        LineBuffer out = begin(origin, origin.time);
        writeOrigin(out, origin, origin.time);
        logLine.level.writeTo(out, colored);
        if (!logLine.id.isEmpty()) {
            writeInline(out, logLine.id);
            out.ascii(" | ");
        }
        if (origin.source != null) {
            writeInline(out, "[" + origin.source + "] ");
        }
        out.put(logLine.places.array(), 0, logLine.places.length());
        writeMessage(out, logLine);
        end(out, origin, origin.time);
    }

    /** Writes the message, and the fields before its stack trace, as in the library's line. */
    private void writeMessage(LineBuffer out, LogLine logLine) {
        String message = logLine.message;
        int trace = traceStart(message, logLine.errorType);
        boolean traceNamesError = !logLine.errorType.isEmpty() && message.startsWith(logLine.errorType, trace);
        String style = logLine.level == LogLevel.ERROR ? BOLD : "";
        boolean isOneRow = message.indexOf('\n') < 0 && message.indexOf('\r') < 0;
        int from = 0;
        do {
            from = writeRow(out, message, from, isOneRow, style);
        } while (from < trace);
        logLine.fields.writeTo(out, colored ? DIM : "", colored ? RESET : "", traceNamesError);
        while (from <= message.length()) {
            boolean isHeader = from == trace
                    || CAUSE.matcher(message).region(from, message.length()).lookingAt();
            from = writeRow(out, message, from, isOneRow, isHeader ? RED : "");
        }
    }

    /** Returns where the stack trace begins in a message; an index after the message if there is none. */
    private static int traceStart(String message, String errorType) {
        int firstEnd = message.indexOf('\n');
        if (firstEnd < 0) {
            return message.length() + 1;
        }
        int header = errorType.isEmpty() ? -1 : message.indexOf("\n" + errorType, firstEnd);
        header = header < 0 ? message.indexOf(PYTHON_TRACE, firstEnd) : header;
        int frame = header < 0 ? message.indexOf("\n\tat ") : -1;
        header = frame > firstEnd ? message.lastIndexOf('\n', frame - 1) : header;
        return header < 0 ? message.length() + 1 : header + 1;
    }

    /** Writes one line of a message, and returns where the next one begins; after the text if there is none. */
    private int writeRow(LineBuffer out, String message, int from, boolean isOneRow, String style) {
        int end = isOneRow ? message.length() : from;
        while (end < message.length() && message.charAt(end) != '\n' && message.charAt(end) != '\r') {
            end++;
        }
        int at = from;
        if (from > 0) {
            out.put('\n');
            out.ascii(Escapes.GUTTER);
            for (; at < end && message.charAt(at) == '\t'; at++) {
                out.ascii(TAB);
            }
        }
        boolean styled = !style.isEmpty() && at < end;
        style(out, styled ? style : "");
        writeInline(out, message, at, end);
        style(out, styled ? RESET : "");
        return end + (message.startsWith("\r\n", end) ? 2 : 1);
    }

    @Override
    public void text(TextGroup group) throws IOException {
        LineOrigin origin = group.origin;
        List<TextGroup.Row> rows = group.rows;
        LogLevel level = group.continued ? null : group.level;
        long time = level != null || origin.unwrapped ? rows.get(0).time() : LineTime.NONE;
        LineBuffer out = begin(origin, time);
        for (int i = 0; i < rows.size(); i++) {
            TextGroup.Row row = rows.get(i);
            boolean isHead = i == 0 && level != null;
            int from = 0;
            if (i > 0) {
                out.put('\n');
            }
            if (origin.unwrapped || isHead) {
                writeOrigin(out, origin, row.time());
            }
            if (isHead && level != null && colored) {
                level.writeTo(out, true);
                from = Math.min(Escapes.GUTTER.length(), row.bytes().length());
            } else if (!isHead && origin.unwrapped && !row.hasGutter()) {
                writeInline(out, origin.source == null ? Escapes.GUTTER : String.format("%-7s| ", origin.source));
            }
            if (escaped) {
                writeEscaped(out, TextGroup.utf8(row.bytes().substring(from)));
            } else {
                out.ascii(row.bytes(), from, row.bytes().length());
            }
        }
        end(out, origin, time);
    }

    @Override
    public void piece(byte[] bytes, int from, int to, boolean first, boolean last) throws IOException {
        if (escaped) {
            writeEscaped(output.buffer, new String(bytes, from, to - from, StandardCharsets.UTF_8));
        } else {
            output.put(bytes, from, to - from);
        }
        if (last) {
            output.endLine();
        } else {
            output.flush();
        }
    }

    private void writeEscaped(LineBuffer out, String text) {
        int end = text.endsWith("\r") ? text.length() - 1 : text.length();
        writeInline(out, text.substring(0, end).replace("\t", TAB));
    }

    /** Writes the time and the worker. A time that cannot be read is written as it is. */
    private void writeOrigin(LineBuffer out, LineOrigin origin, long time) {
        if (time != LineTime.NONE || !origin.timeText.isEmpty()) {
            style(out, DIM);
            if (time == LineTime.NONE) {
                writeInline(out, origin.timeText);
            } else {
                LineTime.writeTime(out, time);
            }
            style(out, RESET);
            out.put(' ');
        }
        String worker = origin.worker;
        if (worker != null) {
            style(out, color(worker));
            writeInline(out, worker);
            style(out, RESET);
            out.put(' ');
        }
    }

    private String color(String worker) {
        int known = workerColors.size();
        String next = COLORS.get(known % COLORS.size());
        return known < MAX_COLORED_WORKERS
                ? workerColors.computeIfAbsent(worker, name -> next)
                : workerColors.getOrDefault(worker, next);
    }

    /** Writes a text of the log, escaped so that no terminal acts on it. */
    private void writeInline(LineBuffer out, String fromLog) {
        writeInline(out, fromLog, 0, fromLog.length());
    }

    private void writeInline(LineBuffer out, String fromLog, int from, int to) {
        if (to - from > chars.length) {
            INLINE.write(out, fromLog.toCharArray(), from, to);
        } else {
            fromLog.getChars(from, to, chars, 0);
            INLINE.write(out, chars, 0, to - from);
        }
    }

    private void style(LineBuffer out, String style) {
        if (colored) {
            out.ascii(style);
        }
    }

    /** Returns the buffer that the line is to be written to. */
    private LineBuffer begin(LineOrigin origin, long time) throws IOException {
        if (!origin.sorted) {
            flush();
            writeDate(time);
        }
        line.reset();
        return origin.sorted || wrap != null ? line : output.buffer;
    }

    private void end(LineBuffer out, LineOrigin origin, long time) throws IOException {
        if (origin.truncated) {
            style(out, DIM);
            out.ascii(" [truncated]");
            style(out, RESET);
        }
        if (origin.sorted) {
            window.add(origin, time, out);
            print(false);
        } else {
            if (wrap != null) {
                wrap.wrap(out, output.buffer);
            }
            output.endLine();
        }
    }

    /** @param all whether to print also the lines before which a later line may still have to be shown */
    private void print(boolean all) throws IOException {
        for (MergeWindow.Entry next = window.poll(all); next != null; next = window.poll(all)) {
            writeDate(next.time());
            if (wrap == null) {
                output.buffer.put(next.text().array(), 0, next.text().length());
            } else {
                wrap.wrap(next.text(), output.buffer);
            }
            output.endLine();
        }
    }

    /** Writes the date, if it is not that of the previous line. */
    private void writeDate(long time) {
        long next = time == LineTime.NONE ? day : LineTime.day(time);
        if (next != day) {
            day = next;
            style(output.buffer, DIM);
            output.buffer.ascii(LineTime.date(day));
            output.buffer.ascii(" UTC");
            style(output.buffer, RESET);
            output.buffer.put('\n');
        }
    }

    @Override
    public void flush() throws IOException {
        print(true);
    }
}
