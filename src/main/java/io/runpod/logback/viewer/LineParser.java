package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses physical lines: a JSON line, which may follow a time, directly; any other line with a {@link LineScanner}.
 * Joins the parts of lines that a container runtime broke. Not thread-safe.
 */
final class LineParser {

    /** A longer line that is not a JSON line is shown as text, unchanged. */
    private static final int MAX_SCANNED_BYTES = 1 << 21;

    /** Parts of this size together are parsed as a line, even if the last part has not come. */
    private static final int MAX_PARTS_BYTES = 1 << 22;

    final LineGrouper grouper;

    /** The line that {@link #readJson} read. */
    final LogLine line = new LogLine();

    final LineTime time = new LineTime();

    /** The workers by the prefix before their log lines. Text after the same prefix belongs to that worker. */
    final Map<String, String> names = new HashMap<>();

    /** The parts of lines that a container runtime broke, by the stream that they came on. */
    private final Map<String, LineBuffer> parts = new LinkedHashMap<>();

    LineParser(LineGrouper grouper) {
        this.grouper = grouper;
    }

    /** Takes a physical line, with or without a carriage return at its end. */
    void parse(byte[] bytes, int from, int end, LineOrigin origin) throws IOException {
        int at = from;
        if (time.read(bytes, from, end)) {
            origin.setTime(time.millis, "");
            at = time.end;
            while (at < end && bytes[at] == ' ') {
                at++;
            }
        }
        if (at < end && bytes[at] == '{' && readJson(bytes, at, end)) {
            emit(bytes, at, end, origin);
        } else if (end - from > MAX_SCANNED_BYTES) {
            grouper.piece(bytes, from, end, true, true);
        } else {
            scan(bytes, from, end, origin);
        }
    }

    private void scan(byte[] bytes, int from, int end, LineOrigin origin) throws IOException {
        new LineScanner(this, new String(bytes, from, end - from, StandardCharsets.ISO_8859_1), origin).run();
    }

    /** Takes a JSON object. Returns false if it is no log line. */
    boolean parseJson(byte[] object, int from, int end) throws IOException {
        boolean isLine = line.read(object, from, end);
        if (isLine) {
            emit(object, from, end, new LineOrigin());
        }
        return isLine;
    }

    /** Reads {@code [from, end)} into {@link #line}. Returns false if it is no JSON line. */
    boolean readJson(byte[] bytes, int from, int end) {
        int last = end - 1;
        while (last > from && (bytes[last] == ' ' || bytes[last] == '\r' || bytes[last] == '\t')) {
            last--;
        }
        return bytes[last] == '}' && line.read(bytes, from, last + 1);
    }

    /** Passes on the JSON line that was read last. */
    void emit(byte[] bytes, int from, int end, LineOrigin origin) throws IOException {
        if (!line.timestamp.isEmpty()) {
            origin.setTime(time.parse(line.timestamp), line.timestamp);
        }
        grouper.jsonLine(line, origin, bytes, from, end);
    }

    /** Takes a part of a line from a frame. After the last part, parses the whole line. */
    void parsePart(String stream, boolean last, LogFrame frame) throws IOException {
        byte[] whole = addPart(stream, frame.line.array(), 0, frame.line.length(), last);
        if (whole != null) {
            int end = whole.length;
            parse(whole, 0, end > 0 && whole[end - 1] == '\n' ? end - 1 : end, frame.origin());
        }
    }

    /** Takes a part of a line after CRI's tags. After the last part, parses the whole line. */
    void scanPart(String stream, boolean last, byte[] part, int from, int end, LineOrigin origin) throws IOException {
        byte[] whole = addPart(stream, part, from, end, last);
        if (whole != null) {
            origin.unwrapped = true;
            scan(whole, 0, whole.length, origin);
        }
    }

    /** Adds a part of a line. Returns the line, or null if more of it follows. */
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

    /** Parses the lines whose last part has not come, because the log has ended. */
    void finish() throws IOException {
        while (!parts.isEmpty()) {
            byte[] rest = parts.remove(parts.keySet().iterator().next()).copyFrom(0);
            parse(rest, 0, rest.length, new LineOrigin());
        }
    }
}
