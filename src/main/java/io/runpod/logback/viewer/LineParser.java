package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Finds the log line at the end of a physical line. What stands before it is a prefix, or text that is shown by itself. Not
 * thread-safe.
 */
final class LineParser {

    private static final int MAX_PREFIXES = 8;

    /** A longer line is text, as it is. */
    private static final int MAX_SCANNED_BYTES = 1 << 21;

    /** So many places in a text are tried as the start of a JSON line. */
    private static final int MAX_TRIES = 16;

    private final LineGrouper grouper;
    private final LogLine line = new LogLine();
    private final LineOrigin origin = new LineOrigin();
    private final LineTime time = new LineTime();
    private final LinePrefix prefix = new LinePrefix();
    private final PartialLines parts = new PartialLines();

    /** The physical line: its bytes from {@code base} on, and the same one a character, to {@code to} without line ends. */
    private byte[] bytes = new byte[0];

    private int base;
    private String text = "";
    private int to;

    LineParser(LineGrouper grouper) {
        this.grouper = grouper;
    }

    /**
     * Takes a physical line, with or without a carriage return at its end.
     *
     * @param frame what the line was in, or null
     */
    void parse(byte[] lineBytes, int from, int end, @Nullable LogFrame frame) throws IOException {
        if (frame == null) {
            origin.clear();
        } else {
            origin.set(frame);
        }
        int at = from;
        if (time.read(lineBytes, from, end)) {
            origin.setTime(time.millis());
            at = time.end();
            while (at < end && lineBytes[at] == ' ') {
                at++;
            }
        }
        if (at < end && lineBytes[at] == '{' && isJson(lineBytes, at, end)) {
            emit(lineBytes, at, end);
        } else if (end - from > MAX_SCANNED_BYTES) {
            grouper.piece(lineBytes, from, end, true, true);
        } else {
            scan(lineBytes, from, end);
        }
    }

    /** Takes a JSON object; false where it is no log line. */
    boolean parseJson(byte[] object, int from, int end) throws IOException {
        if (!line.read(object, from, end)) {
            return false;
        }
        origin.clear();
        emit(object, from, end);
        return true;
    }

    /** Takes a part of a line, and with the last one the line. */
    void parsePart(String stream, boolean last, LogFrame frame) throws IOException {
        byte[] whole = parts.add(stream, frame.line().array(), 0, frame.line().length(), last);
        if (whole != null) {
            int end = whole.length;
            parse(whole, 0, end > 0 && whole[end - 1] == '\n' ? end - 1 : end, frame);
        }
    }

    boolean hasParts(String stream) {
        return parts.has(stream);
    }

    /** Nothing follows: takes the lines whose last part has not come. */
    void finish() throws IOException {
        for (byte[] rest = parts.poll(); rest != null; rest = parts.poll()) {
            parse(rest, 0, rest.length, null);
        }
    }

    /** Whether the rest is a JSON line, which then is read. */
    private boolean isJson(byte[] lineBytes, int from, int end) {
        int last = end - 1;
        while (last > from && (lineBytes[last] == ' ' || lineBytes[last] == '\r' || lineBytes[last] == '\t')) {
            last--;
        }
        return lineBytes[last] == '}' && line.read(lineBytes, from, last + 1);
    }

    private void emit(byte[] lineBytes, int from, int end) throws IOException {
        if (line.timestamp().length() > 0) {
            origin.setTime(time.parse(line.timestamp()));
            origin.timeText = origin.time == LineTime.NONE ? line.timestamp().toString() : "";
        }
        grouper.line(line, origin, lineBytes, from, end);
    }

    private void scan(byte[] lineBytes, int from, int end) throws IOException {
        bytes = lineBytes;
        base = from;
        text = new String(lineBytes, from, end - from, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\u001b') >= 0) {
            String plain = TextPatterns.withoutColors(text);
            if (plain.length() < text.length()) {
                text = plain;
                bytes = plain.getBytes(StandardCharsets.ISO_8859_1);
                base = 0;
            }
        }
        to = text.endsWith("\r") ? text.length() - 1 : text.length();
        prefix.start(bytes, base, text, to, origin.worker == null);
        int at = 0;
        for (int i = 0; i < MAX_PREFIXES && at >= 0; i++) {
            int afterBlanks = skipBlanks(at);
            if (afterBlanks < to && isLineAt(at, afterBlanks)) {
                return;
            }
            at = afterBlanks < to ? prefix.read(afterBlanks, origin) : -1;
            String stream = prefix.stream();
            if (stream != null && at >= 0 && (prefix.isPartial() || parts.has(stream))) {
                part(stream, at);
                return;
            }
        }
        if (!isGlued()) {
            text(prefix.startOfText(origin), text.length());
        }
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < to && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\r')) {
            at++;
        }
        return at;
    }

    /** Takes a part of a line in the format of CRI. */
    private void part(String stream, int from) throws IOException {
        byte[] whole = parts.add(stream, bytes, base + from, base + to, !prefix.isPartial());
        if (whole != null) {
            origin.unwrapped = true;
            scan(whole, 0, whole.length);
        }
    }

    /** Hands on the log line that begins after blanks; false where none does. */
    private boolean isLineAt(int blanks, int at) throws IOException {
        if (text.charAt(at) == '{' && isJson(bytes, base + at, base + to)) {
            prefix.takeName(at, origin);
            emit(bytes, base + at, base + to);
            return true;
        }
        Matcher level = TextPatterns.LEVEL.matcher(text).region(at, to);
        if (level.lookingAt()) {
            prefix.takeName(at, origin);
            head(at, level);
            return true;
        }
        return prefix.isTimed() && (isOfConsole(blanks) || isOfPython(blanks));
    }

    private void head(int at, Matcher level) throws IOException {
        LogLevel known = LogLine.level(level.group(1));
        int message = level.end();
        Matcher id = TextPatterns.ID.matcher(text).region(message, to);
        boolean hasId = id.lookingAt() && !TextPatterns.isMessage(id.group(1), text, id.end());
        grouper.head(
                known == null ? LogLevel.INFO : known,
                hasId ? utf8(message, id.end(1)) : "",
                (hasId ? id.end() : message) - at,
                bytes,
                base + at,
                base + text.length(),
                origin);
    }

    private boolean isOfConsole(int at) throws IOException {
        Matcher matcher = TextPatterns.CONSOLE.matcher(text).region(at, to);
        LogLevel level = matcher.lookingAt() ? LogLine.level(matcher.group(1)) : null;
        if (level == null) {
            return false;
        }
        origin.worker = origin.worker == null ? matcher.group(2) : origin.worker;
        int from = matcher.end();
        Matcher inner = TextPatterns.LEVEL.matcher(text).region(from, to);
        int end = text.startsWith("\\n", to - 2) ? to - 2 : to;
        if (from < end && text.charAt(from) == '{' && isJson(bytes, base + from, base + end)) {
            emit(bytes, base + from, base + end);
        } else if (inner.lookingAt()) {
            head(from, inner);
        } else {
            grouper.made(level, "", TextPatterns.withLineBreaks(utf8(from, to)), origin);
        }
        return true;
    }

    private boolean isOfPython(int at) throws IOException {
        Matcher matcher = TextPatterns.PYTHON.matcher(text).region(at, to);
        LogLevel level = matcher.lookingAt() ? LogLine.level(matcher.group(2)) : null;
        if (level == null) {
            return false;
        }
        String logger = matcher.group(1) == null ? "" : "[" + matcher.group(1) + "] ";
        String id = matcher.group(3);
        boolean hasId = id != null && !id.equals("None") && !id.equals("N/A");
        grouper.made(level, hasId ? id : "", logger + utf8(matcher.end(), to), origin);
        return true;
    }

    private String utf8(int from, int end) {
        return new String(bytes, base + from, end - from, StandardCharsets.UTF_8);
    }

    /** Hands on a log line at the end of other text, and that text before it; false where there is none. */
    private boolean isGlued() throws IOException {
        int at = -1;
        boolean json = false;
        for (int i = 0; i < MAX_TRIES && !json && text.indexOf('}') >= 0; i++) {
            at = TextPatterns.jsonLine(text, at + 1);
            if (at < 0) {
                break;
            }
            json = isJson(bytes, base + at, base + to) && line.hasId();
        }
        if (!json) {
            at = TextPatterns.levelAfterBar(text);
        }
        if (at < 0) {
            return false;
        }
        byte[] rest = Arrays.copyOfRange(bytes, base + at, base + text.length());
        LineOrigin of = new LineOrigin();
        of.set(origin);
        before(Math.min(prefix.startOfText(origin), at), at);
        origin.set(of);
        scan(rest, 0, rest.length);
        return true;
    }

    private void before(int from, int end) throws IOException {
        if (end > from && text.charAt(end - 1) == '}') {
            byte[] other = Arrays.copyOfRange(bytes, base + from, base + end);
            scan(other, 0, other.length); // perhaps a line too
        } else if (!text.substring(from, end).isBlank()) {
            text(from, end);
        }
    }

    private void text(int from, int end) throws IOException {
        int start = TextPatterns.lastState(text, from, end);
        int last = end;
        while (start > from && text.charAt(last - 1) == '\r') {
            last--;
        }
        grouper.text(bytes, base + start, base + last, origin);
    }
}
