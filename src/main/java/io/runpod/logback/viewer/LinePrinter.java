package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.internal.text.TextWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** Writes lines for people: the library's text line, with its time and worker before it. Not thread-safe. */
final class LinePrinter implements EntrySink {

    /**
     * How.
     *
     * @param colored with colours
     * @param escaped what is no log line is escaped too, so that no terminal acts on it
     * @param width columns, 0 = lines are not broken; others only with {@code escaped}
     */
    record Appearance(boolean colored, boolean escaped, int width) {}

    static final String RESET = Style.reset.on();
    private static final String DIM = Style.faint.on();
    private static final String BOLD = Style.bold.on();
    private static final String RED = Style.fg_red.on();

    /** Of the workers, in the order in which they come. */
    private static final List<String> COLORS = List.of(
            Style.fg_cyan.on(), Style.fg_magenta.on(), Style.fg_blue.on(), Style.fg_green.on(), Style.fg_yellow.on());

    private static final int MAX_COLORED_WORKERS = 1000;
    private static final int SOURCE_WIDTH = Escapes.GUTTER.length() - "| ".length();
    private static final TextWriter INLINE = Escapes.TEXT_INLINE.writer();
    private static final String TAB = "    ";

    private final Output output;
    private final Appearance appearance;
    private final @Nullable LineWrap wrap;
    private final MergeWindow window = new MergeWindow(this::print);
    private final LineBuffer wide = new LineBuffer();
    private final CharArrayBuffer text = new CharArrayBuffer();
    private final Map<String, String> workerColors = new HashMap<>();
    private long day = LineTime.NONE;

    LinePrinter(Output output, Appearance appearance) {
        this.output = output;
        this.appearance = appearance;
        this.wrap = appearance.width == 0 ? null : new LineWrap(appearance.width);
    }

    @Override
    public void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) throws IOException {
        LineBuffer out = begin(origin, day(origin.time));
        writeOrigin(out, origin, origin.time);
        line.level().writeTo(out, appearance.colored);
        if (line.id().length() > 0) {
            line.id().writeTo(out, INLINE);
            out.ascii(" | ");
        }
        if (origin.source != null) {
            writeInline(out, "[" + origin.source + "] ");
        }
        out.put(line.places().array(), 0, line.places().length());
        writeMessage(out, line);
        writeCut(out, origin);
        end(out, origin, day(origin.time));
    }

    /** The fields stand after the message and before its stack trace, as in the library's line. */
    private void writeMessage(LineBuffer out, LogLine line) {
        CharArrayBuffer message = line.message();
        int trace = StackTraces.start(message, line.errorType());
        String style = line.level() == LogLevel.ERROR ? BOLD : "";
        int from = writeRow(out, message, 0, style);
        while (from < trace && from <= message.length()) {
            startRow(out);
            from = writeRow(out, message, from, style);
        }
        boolean isTold = line.errorType().length() > 0
                && message.startsWith(line.errorType().toString(), trace);
        if (isTold) {
            line.fields().removeErrors();
        }
        if (!line.fields().isEmpty()) {
            out.ascii(" | ");
            line.fields().writeTo(out, appearance.colored ? DIM : "", RESET);
        }
        while (from <= message.length()) {
            startRow(out);
            from = writeRow(out, message, from, StackTraces.isHeader(message, from, trace) ? RED : "");
        }
    }

    private static void startRow(LineBuffer out) {
        out.put('\n');
        out.ascii(Escapes.GUTTER);
    }

    /** Writes one line of a text, and returns where the next one begins, after the text if there is none. */
    private int writeRow(LineBuffer out, CharArrayBuffer message, int from, String style) {
        int end = message.endOfLine(from);
        int at = from;
        for (; from > 0 && at < end && message.charAt(at) == '\t'; at++) {
            out.ascii(TAB);
        }
        boolean styled = !style.isEmpty() && at < end;
        if (styled) {
            style(out, style);
        }
        message.writeTo(out, INLINE, at, end);
        if (styled) {
            style(out, RESET);
        }
        return end == message.length() ? end + 1 : message.afterLineEnd(end);
    }

    @Override
    public void text(TextGroup group) throws IOException {
        LineOrigin origin = group.origin();
        boolean hasHead = !group.isContinued() && group.level() != null;
        long groupDay = hasHead || origin.unwrapped ? day(group.time(0)) : LineTime.NONE;
        LineBuffer out = begin(origin, groupDay);
        for (int i = 0; i < group.count(); i++) {
            if (i > 0) {
                out.put('\n');
            }
            boolean head = i == 0 && hasHead;
            if (origin.unwrapped || head) {
                writeOrigin(out, origin, group.time(i));
            }
            int from = group.start(i);
            LogLevel level = group.level();
            if (head && level != null && appearance.colored) {
                level.writeTo(out, true);
                from = Math.min(from + Escapes.GUTTER.length(), group.end(i));
            } else if (!head && origin.unwrapped && !group.hasGutter(i)) {
                writeInline(out, origin.source == null ? Escapes.GUTTER : gutter(origin.source));
            }
            writeText(out, group.bytes(), from, group.end(i));
        }
        writeCut(out, origin);
        end(out, origin, groupDay);
    }

    private static String gutter(String source) {
        return source + " ".repeat(Math.max(0, SOURCE_WIDTH - source.length())) + "| ";
    }

    @Override
    public void piece(byte[] bytes, int from, int to, boolean first, boolean last) throws IOException {
        if (appearance.escaped) {
            writeText(output.buffer(), bytes, from, to);
        } else {
            output.put(bytes, from, to - from);
        }
        if (last) {
            output.buffer().put('\n');
        }
        output.lineEnded();
    }

    private void writeText(LineBuffer out, byte[] bytes, int from, int to) {
        if (!appearance.escaped) {
            out.put(bytes, from, to - from);
            return;
        }
        text.clear().appendUtf8(bytes, from, to > from && bytes[to - 1] == '\r' ? to - 1 : to);
        int at = 0;
        while (at < text.length()) {
            int tab = text.indexOf("\t", at);
            int end = tab < 0 ? text.length() : tab;
            text.writeTo(out, INLINE, at, end);
            if (tab >= 0) {
                out.ascii(TAB);
                end++;
            }
            at = end;
        }
    }

    private void writeCut(LineBuffer out, LineOrigin origin) {
        if (origin.truncated) {
            style(out, DIM);
            out.ascii(" [truncated]");
            style(out, RESET);
        }
    }

    /** Writes the time and the worker. A time that cannot be read stands there as it is. */
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
            style(out, appearance.colored ? color(worker) : "");
            writeInline(out, worker);
            style(out, RESET);
            out.put(' ');
        }
    }

    private String color(String worker) {
        String color = workerColors.get(worker);
        if (color == null) {
            color = COLORS.get(workerColors.size() % COLORS.size());
            if (workerColors.size() < MAX_COLORED_WORKERS) {
                workerColors.put(worker, color);
            }
        }
        return color;
    }

    private void writeInline(LineBuffer out, String fromLog) {
        text.clear().append(fromLog).writeTo(out, INLINE);
    }

    private void style(LineBuffer out, String style) {
        if (appearance.colored) {
            out.ascii(style);
        }
    }

    private LineBuffer begin(LineOrigin origin, long lineDay) throws IOException {
        if (!origin.sorted) {
            window.flush();
            writeDate(lineDay);
            if (wrap == null) {
                return output.buffer();
            }
        }
        wide.reset();
        return wide;
    }

    private void end(LineBuffer out, LineOrigin origin, long lineDay) throws IOException {
        if (origin.sorted) {
            window.add(origin, lineDay, out);
        } else {
            if (wrap != null) {
                wrap.wrap(out, output.buffer());
            }
            endLine();
        }
    }

    private void print(MergeWindow.Entry entry) throws IOException {
        writeDate(entry.day());
        if (wrap == null) {
            output.buffer().put(entry.text().array(), 0, entry.text().length());
        } else {
            wrap.wrap(entry.text(), output.buffer());
        }
        endLine();
    }

    private void endLine() throws IOException {
        output.buffer().put('\n');
        output.lineEnded();
    }

    private static long day(long time) {
        return time == LineTime.NONE ? LineTime.NONE : LineTime.day(time);
    }

    private void writeDate(long next) {
        if (next == LineTime.NONE || next == day) {
            return;
        }
        day = next;
        LineBuffer out = output.buffer();
        style(out, DIM);
        out.ascii(LineTime.date(day));
        out.ascii(" UTC");
        style(out, RESET);
        out.put('\n');
    }

    @Override
    public void flush() throws IOException {
        window.flush();
    }

    @Override
    public void finish() throws IOException {
        window.flush();
    }
}
