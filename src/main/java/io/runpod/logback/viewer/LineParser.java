package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the log line at the end of a physical line. What stands before it is a prefix, or text that is shown on a line of its
 * own. Not thread-safe.
 */
final class LineParser {

    private static final int MAX_PREFIXES = 8;

    /** A longer line is text, as it is. */
    private static final int MAX_SCANNED_BYTES = 1 << 21;

    /** The number of places in a text that are tried as the start of a JSON line. */
    private static final int MAX_TRIES = 16;

    /** A line that is put together from parts is not waited for beyond this size. */
    private static final int MAX_PARTS_BYTES = 1 << 22;

    private final LineGrouper grouper;
    private final LogLine line = new LogLine();
    private final LineTime time = new LineTime();
    private final LinePrefix prefix = new LinePrefix();

    /** The parts of lines that a container runtime broke, by the stream that they came on. */
    private final Map<String, LineBuffer> parts = new LinkedHashMap<>();

    private LineOrigin origin = new LineOrigin();

    /** The physical line: its bytes from {@code base} on; the same as text, one character a byte, and its length without line ends. */
    private byte[] bytes = new byte[0];

    private int base;
    private String text = "";
    private int to;

    LineParser(LineGrouper grouper) {
        this.grouper = grouper;
    }

    /** Takes a physical line, with or without a carriage return at its end. */
    void parse(byte[] lineBytes, int from, int end, LineOrigin lineOrigin) throws IOException {
        origin = lineOrigin;
        int at = from;
        if (time.read(lineBytes, from, end)) {
            origin.setTime(time.millis, "");
            at = time.end;
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

    /** Takes a JSON object; false if it is no log line. */
    boolean parseJson(byte[] object, int from, int end) throws IOException {
        if (!line.read(object, from, end)) {
            return false;
        }
        origin = new LineOrigin();
        emit(object, from, end);
        return true;
    }

    /** Takes a part of a line, and with the last one the line. */
    void parsePart(String stream, boolean last, LogFrame frame) throws IOException {
        byte[] whole = addPart(stream, frame.line.array(), 0, frame.line.length(), last);
        if (whole != null) {
            int end = whole.length;
            parse(whole, 0, end > 0 && whole[end - 1] == '\n' ? end - 1 : end, frame.origin());
        }
    }

    /** Adds a part of a line; returns the line, or null if more of it follows. */
    private byte @Nullable [] addPart(String stream, byte[] part, int from, int end, boolean last) {
        LineBuffer whole = parts.computeIfAbsent(stream, name -> new LineBuffer());
        whole.put(part, from, end - from);
        if (!last && whole.length() < MAX_PARTS_BYTES) {
            return null;
        }
        parts.remove(stream);
        return whole.copyFrom(0);
    }

    boolean hasParts(String stream) {
        return parts.containsKey(stream);
    }

    /** Takes the lines whose last part has not come, as nothing follows. */
    void finish() throws IOException {
        while (!parts.isEmpty()) {
            byte[] rest = parts.remove(parts.keySet().iterator().next()).copyFrom(0);
            parse(rest, 0, rest.length, new LineOrigin());
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
        if (!line.timestamp.isEmpty()) {
            origin.setTime(time.parse(line.timestamp), line.timestamp);
        }
        grouper.line(line, origin, lineBytes, from, end);
    }

    private void scan(byte[] lineBytes, int from, int end) throws IOException {
        bytes = lineBytes;
        base = from;
        text = new String(lineBytes, from, end - from, StandardCharsets.ISO_8859_1);
        String plain = TextPatterns.withoutColors(text);
        if (plain.length() < text.length()) {
            text = plain;
            bytes = plain.getBytes(StandardCharsets.ISO_8859_1);
            base = 0;
        }
        to = text.endsWith("\r") ? text.length() - 1 : text.length();
        prefix.start(bytes, base, text, to, origin);
        int at = 0;
        for (int i = 0; i < MAX_PREFIXES && at >= 0; i++) {
            int afterBlanks = at;
            while (afterBlanks < to && " \t\r".indexOf(text.charAt(afterBlanks)) >= 0) {
                afterBlanks++;
            }
            if (afterBlanks < to && isLineAt(at, afterBlanks)) {
                return;
            }
            at = afterBlanks < to ? prefix.read(afterBlanks) : -1;
            String stream = prefix.stream;
            if (stream != null && at >= 0 && (prefix.partial || hasParts(stream))) {
                byte[] whole = addPart(stream, bytes, base + at, base + to, !prefix.partial);
                if (whole != null) {
                    origin.unwrapped = true;
                    scan(whole, 0, whole.length);
                }
                return;
            }
        }
        if (!isGlued()) {
            text(prefix.startOfText(), text.length());
        }
    }

    private Matcher match(Pattern pattern, int from) {
        return pattern.matcher(text).region(from, to);
    }

    /** Hands on the log line that begins after blanks; false if none does. */
    private boolean isLineAt(int blanks, int at) throws IOException {
        if (text.charAt(at) == '{' && isJson(bytes, base + at, base + to)) {
            prefix.takeName(at);
            emit(bytes, base + at, base + to);
            return true;
        }
        Matcher level = match(TextPatterns.LEVEL, at);
        if (level.lookingAt()) {
            prefix.takeName(at);
            head(at, level);
            return true;
        }
        return prefix.timed && (isOfConsole(blanks) || isOfPython(blanks));
    }

    private void head(int at, Matcher level) throws IOException {
        int message = level.end();
        Matcher id = match(TextPatterns.ID, message);
        boolean hasId = id.lookingAt() && !TextPatterns.isMessage(id.group(1), text, id.end());
        grouper.head(
                LogLevel.valueOf(level.group(1)),
                hasId ? utf8(message, id.end(1)) : "",
                (hasId ? id.end() : message) - at,
                Arrays.copyOfRange(bytes, base + at, base + text.length()),
                origin);
    }

    private boolean isOfConsole(int at) throws IOException {
        Matcher matcher = match(TextPatterns.CONSOLE, at);
        LogLevel level = matcher.lookingAt() ? LogLine.level(matcher.group(1)) : null;
        if (level == null) {
            return false;
        }
        origin.worker = origin.worker == null ? matcher.group(2) : origin.worker;
        int from = matcher.end();
        Matcher inner = match(TextPatterns.LEVEL, from);
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
        Matcher matcher = match(TextPatterns.PYTHON, at);
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

    /** Hands on a log line at the end of other text, and that text before it; false if there is none. */
    private boolean isGlued() throws IOException {
        Matcher start = TextPatterns.JSON_LINE.matcher(text);
        int tries = text.indexOf('}') < 0 ? 0 : MAX_TRIES;
        boolean json = false;
        for (int i = 0; i < tries && !json && start.find(); i++) {
            json = isJson(bytes, base + start.start(), base + to) && line.hasId;
        }
        int at = json ? start.start() : TextPatterns.levelAfterBar(text);
        if (at < 0) {
            return false;
        }
        byte[] rest = Arrays.copyOfRange(bytes, base + at, base + text.length());
        LineOrigin originOfRest = origin.copy();
        before(Math.min(prefix.startOfText(), at), at);
        origin = originOfRest;
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
