package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.internal.text.TextWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes lines for people: the library's text line, with the time before it. Not thread-safe. */
final class LinePrinter implements LineSink {

    /**
     * How.
     *
     * @param colored with colours
     * @param escaped also of what is no log line nothing reaches the output that a terminal acts on
     * @param width columns, 0 = lines are not broken; others only with {@code escaped}
     */
    record Style(boolean colored, boolean escaped, int width) {}

    private static final TextWriter INLINE = Escapes.TEXT_INLINE.writer();
    private static final String TAB = "    ";
    private static final String NO_LEVEL = Escapes.GUTTER;
    private static final String SYSTEM_LEVEL = "system | ";

    private final Output output;
    private final Style style;
    private final @Nullable LineWrap wrap;
    private final LineBuffer wide = new LineBuffer();
    private final Chars text = new Chars();
    private long day = LineTime.NONE;

    LinePrinter(Output output, Style style) {
        this.output = output;
        this.style = style;
        this.wrap = style.width == 0 ? null : new LineWrap(style.width);
    }

    @Override
    public void line(LogLine line, Place place) throws IOException {
        LineBuffer out = target();
        writeTime(out, place);
        line.level().writeTo(out, style.colored);
        if (line.id().length() > 0) {
            line.id().writeTo(out, INLINE);
            out.ascii(" | ");
        }
        if (place.isSystem()) {
            out.ascii("[system] ");
        }
        out.put(line.places().array(), 0, line.places().length());
        writeMessage(out, line);
        end();
    }

    /** The fields stand behind the message and before its stack trace, as in the library's line. */
    private void writeMessage(LineBuffer out, LogLine line) {
        Chars message = line.message();
        int trace = StackTraces.start(message, line.errorType());
        int from = writeLines(out, message, trace, line.level() == LogLevel.ERROR ? Ink.BOLD : "");
        if (!line.fields().isEmpty()) {
            out.ascii(" | ");
            line.fields().writeTo(out, style.colored ? Ink.DIM : "", Ink.OFF);
        }
        while (from <= message.length()) {
            startRow(out);
            from = writeRow(out, message, from, StackTraces.isHeader(message, from, trace) ? Ink.RED : "");
        }
    }

    /** Writes the lines before {@code until}, and returns where the next one begins, behind the text if there is none. */
    private int writeLines(LineBuffer out, Chars message, int until, String ink) {
        int from = writeRow(out, message, 0, ink);
        while (from < until) {
            startRow(out);
            from = writeRow(out, message, from, ink);
        }
        return from;
    }

    private static void startRow(LineBuffer out) {
        out.put('\n');
        out.ascii(Escapes.GUTTER);
    }

    /** Writes one line of a text, and returns where the next one begins. */
    private int writeRow(LineBuffer out, Chars message, int from, String ink) {
        int end = message.endOfLine(from);
        int at = from;
        for (; from > 0 && at < end && message.charAt(at) == '\t'; at++) {
            out.ascii(TAB);
        }
        boolean inked = style.colored && !ink.isEmpty() && at < end;
        if (inked) {
            out.ascii(ink);
        }
        message.writeTo(out, INLINE, at, end);
        if (inked) {
            out.ascii(Ink.OFF);
        }
        return end == message.length() ? end + 1 : message.behindLineEnd(end);
    }

    @Override
    public void text(byte[] bytes, int from, int to, Place place) throws IOException {
        LineBuffer out = target();
        if (place.isFramed()) {
            writeTime(out, place);
            out.ascii(place.isSystem() ? SYSTEM_LEVEL : NO_LEVEL);
        }
        if (style.escaped) {
            writeEscaped(out, bytes, from, to);
        } else {
            output.put(bytes, from, to - from);
        }
        if (!place.continues()) {
            end();
        } else if (wrap != null) {
            output.put(wide.array(), 0, wide.length());
        }
    }

    private void writeEscaped(LineBuffer out, byte[] bytes, int from, int to) {
        text.clear();
        text.appendUtf8(bytes, from, to > from && bytes[to - 1] == '\r' ? to - 1 : to);
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

    /** Of a time that cannot be read, the text stands there as it is. */
    private void writeTime(LineBuffer out, Place place) {
        if (place.time() == LineTime.NONE && place.timeText().length() == 0) {
            return;
        }
        if (place.time() != LineTime.NONE && LineTime.day(place.time()) != day) {
            day = LineTime.day(place.time());
            ink(out, Ink.DIM);
            LineTime.writeDate(out, day);
            out.ascii(" UTC");
            ink(out, Ink.OFF);
            out.put('\n');
        }
        ink(out, Ink.DIM);
        if (place.time() == LineTime.NONE) {
            place.timeText().writeTo(out, INLINE);
        } else {
            LineTime.writeTime(out, place.time());
        }
        ink(out, Ink.OFF);
        out.put(' ');
    }

    private void ink(LineBuffer out, String ink) {
        if (style.colored) {
            out.ascii(ink);
        }
    }

    private LineBuffer target() {
        if (wrap == null) {
            return output.buffer();
        }
        wide.reset();
        return wide;
    }

    private void end() throws IOException {
        if (wrap != null) {
            wrap.wrap(wide, output.buffer());
        }
        output.buffer().put('\n');
        output.lineEnded();
    }

    @Override
    public void finish() {
        // all is written
    }
}
