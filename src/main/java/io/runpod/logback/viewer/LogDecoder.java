package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes physical lines out of event streams, frames, and JSON and YAML documents, and passes them to the parser. Not
 * thread-safe.
 *
 * <p>Of an event stream (the HTML standard, section 9.2) {@code id:}, {@code event:}, {@code retry:}, comments and
 * blank lines are dropped if they stand directly before or after a frame. So they are held until it is known what
 * follows.
 */
final class LogDecoder {

    /** The number of lines before the first frame that may belong to a stream. */
    private static final int MAX_FIELDS = 16;

    private static final int MAX_FIELD_BYTES = 1024;
    private static final Pattern FIELD = Pattern.compile("id:|event:|retry:");
    private static final String DATA = "data:";

    /** A document that grows past this is text. */
    private static final int MAX_DOCUMENT_BYTES = 1 << 23;

    private final LineGrouper grouper;
    private final LineParser parser;
    private final LogFrame frame = new LogFrame();
    private final JsonDocument json = new JsonDocument();
    private final YamlFrame yaml = new YamlFrame();

    /** The lines of the document that is open, each with a line feed. */
    private final LineBuffer document = new LineBuffer();

    private final Deque<byte[]> fields = new ArrayDeque<>();
    private boolean inStream;
    private boolean lastWasFrame;

    LogDecoder(LineFilter filter, EntrySink sink) {
        this.grouper = new LineGrouper(filter, sink);
        this.parser = new LineParser(grouper);
    }

    /** Takes the line that the reader stands at. */
    void accept(LineReader reader) throws IOException {
        if (reader.continues || reader.continued) {
            leave();
            grouper.piece(reader.buffer, reader.start, reader.end, !reader.continued, !reader.continues);
        } else if (json.depth > 0 || yaml.open) {
            inDocument(reader.buffer, reader.start, reader.end);
        } else {
            line(reader.buffer, reader.start, reader.end, true);
        }
    }

    /** @param opens whether the line may begin a document of several lines */
    private void line(byte[] bytes, int from, int end, boolean opens) throws IOException {
        int to = withoutReturn(bytes, from, end);
        byte first = from < to ? bytes[from] : 0;
        if (first != '{' && tryStream(bytes, from, to, end)) {
            return;
        }
        inStream = false;
        releaseFields();
        int last = to;
        while (first == '{' && " \r,".indexOf(bytes[last - 1]) >= 0) {
            last--;
        }
        boolean isObject = first == '{' && bytes[last - 1] == '}';
        if ((isObject || first == '[') && tryJson(bytes, from, last)) {
            return;
        }
        boolean isJson = first == '{' || first == '[';
        if (opens && !isObject && (isJson ? json.open(bytes, from, to) : yaml.open(bytes, from, to))) {
            hold(bytes, from, to);
        } else {
            parse(bytes, from, end);
        }
    }

    /** Takes a line of an event stream. Returns false if it is none. */
    private boolean tryStream(byte[] bytes, int from, int to, int end) throws IOException {
        int first = from < to ? bytes[from] : ':';
        boolean hasName = first >= 'd' && first <= 'r';
        String start = hasName ? new String(bytes, from, Math.min(to - from, 6), StandardCharsets.ISO_8859_1) : "";
        if (to - from <= MAX_FIELD_BYTES
                && (first == ':' || (hasName && FIELD.matcher(start).lookingAt()))) {
            if (!inStream) {
                if (fields.size() == MAX_FIELDS) {
                    releaseFields();
                }
                fields.add(Arrays.copyOfRange(bytes, from, end));
            }
            return true;
        }
        if (!start.startsWith(DATA)) {
            return false;
        }
        int payload = from + DATA.length();
        while (payload < to && bytes[payload] == ' ') {
            payload++;
        }
        if (tryJson(bytes, payload, to)) {
            fields.clear();
            inStream = true;
        } else {
            releaseFields();
            parse(bytes, from, end);
        }
        return true;
    }

    private void parse(byte[] bytes, int from, int end) throws IOException {
        parser.parse(bytes, from, end, new LineOrigin());
    }

    private static int withoutReturn(byte[] bytes, int from, int end) {
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** Shows what is held, except the beginning of a document, because no input is available now. */
    void release() throws IOException {
        releaseFields();
        if (yaml.open && yaml.read(frame)) {
            closeDocument();
            frame();
        }
        grouper.flush();
    }

    /** Shows all that is held, because this input ends or another kind of line follows. */
    void leave() throws IOException {
        leaveDocument();
        inStream = false;
        releaseFields();
        parser.finish();
        grouper.flush();
    }

    /** Returns whether lines of several workers are held to be sorted. */
    boolean isWaiting() {
        return grouper.isWaiting();
    }

    private void releaseFields() throws IOException {
        for (byte[] field = fields.poll(); field != null; field = fields.poll()) {
            parse(field, 0, field.length);
        }
    }

    /**
     * Passes on a frame, a JSON line, or the lines that a document holds. Returns false if the bytes are none of these.
     */
    private boolean tryJson(byte[] bytes, int from, int to) throws IOException {
        byte first = from < to ? bytes[from] : 0;
        return (first == '{' && tryObject(bytes, from, to))
                || ((first == '{' || first == '[') && elements(bytes, from, to));
    }

    /**
     * Passes on a frame or a JSON line. Returns false if the object is neither. Tries the kind of the previous object
     * first.
     */
    private boolean tryObject(byte[] bytes, int from, int to) throws IOException {
        boolean frameFirst = lastWasFrame;
        if (frameFirst && tryFrame(bytes, from, to)) {
            return true;
        }
        boolean isLine = parser.parseJson(bytes, from, to);
        lastWasFrame = !isLine && !frameFirst && tryFrame(bytes, from, to);
        return isLine || lastWasFrame;
    }

    private boolean tryFrame(byte[] bytes, int from, int to) throws IOException {
        if (!frame.read(bytes, from, to)) {
            return false;
        }
        frame();
        return true;
    }

    /** Passes on the lines that a JSON document holds. Returns false if it holds none. */
    private boolean elements(byte[] bytes, int from, int to) throws IOException {
        List<JsonDocument.Element> elements = json.read(bytes, from, to);
        boolean first = true;
        for (JsonDocument.Element element : elements) {
            if (element.source() != null) {
                frame.set(element.text(), element.source(), element.worker(), "", false);
                frame();
            } else if (bytes[from] == '{'
                    ? !tryFrame(bytes, element.from(), element.to()) // a log line in an object is a part of its text
                    : !tryObject(bytes, element.from(), element.to())) {
                if (first) {
                    return false; // of another kind
                }
                parse(bytes, element.from(), element.to());
            }
            first = false;
        }
        return !elements.isEmpty();
    }

    private void inDocument(byte[] bytes, int from, int end) throws IOException {
        int to = withoutReturn(bytes, from, end);
        boolean fits = document.length() + to - from < MAX_DOCUMENT_BYTES
                && (json.depth > 0 ? json.add(bytes, from, to) : yaml.add(bytes, from, to));
        if (fits) {
            hold(bytes, from, to);
        }
        if (!fits || (json.depth == 0 && !yaml.open)) {
            byte[] whole = document.copyFrom(0);
            if (fits && tryJson(whole, 0, whole.length)) {
                closeDocument();
            } else {
                leaveDocument();
            }
        }
        if (!fits) {
            line(bytes, from, end, true);
        }
    }

    private void hold(byte[] bytes, int from, int to) {
        document.put(bytes, from, to - from);
        document.put('\n');
    }

    private void closeDocument() {
        document.reset();
        json.depth = 0;
        yaml.open = false;
    }

    /** Passes on the held lines: as a frame if they are one; else each by itself, because they are no document. */
    private void leaveDocument() throws IOException {
        boolean isFrame = yaml.open && yaml.read(frame);
        byte[] held = document.copyFrom(0);
        closeDocument();
        if (isFrame) {
            frame();
            return;
        }
        int from = 0;
        for (int i = 0; i < held.length; i++) {
            if (held[i] == '\n') {
                line(held, from, i, false);
                from = i + 1;
            }
        }
    }

    /** Passes on the line of a frame, which usually has no line end. A frame of the host may hold several lines. */
    private void frame() throws IOException {
        String stream = frame.stream();
        if (stream != null && (frame.isPart() || parser.hasParts(stream))) {
            parser.parsePart(stream, !frame.isPart(), frame);
            return;
        }
        byte[] bytes = frame.line.array();
        int length = frame.line.length();
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || bytes[i] == '\n') {
                parser.parse(bytes, from, withoutReturn(bytes, from, i), frame.origin());
                from = i + 1;
            }
        }
    }
}
