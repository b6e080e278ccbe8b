package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Takes physical lines out of what they are in, an event stream, frames, a JSON or YAML document, and hands them to the
 * parser. Not thread-safe.
 *
 * <p>Of an event stream (the HTML standard, section 9.2) {@code id:}, {@code event:}, {@code retry:}, comments and blank lines
 * are dropped if they stand directly before or after a frame. So they wait until it is known what follows.
 */
final class LogDecoder {

    /** So many lines before the first frame may belong to a stream. */
    private static final int MAX_WAITING = 16;

    private static final int MAX_FIELD_BYTES = 1024;
    private static final String DATA = "data:";

    private final LineGrouper grouper;
    private final LineParser parser;
    private final LogFrame frame = new LogFrame();
    private final JsonDocument document = new JsonDocument();
    private final YamlFrame yaml = new YamlFrame();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean inStream;

    LogDecoder(LineFilter filter, EntrySink sink) {
        this.grouper = new LineGrouper(filter, sink);
        this.parser = new LineParser(grouper);
    }

    /** Takes the line that the reader stands at. */
    void accept(LineReader reader) throws IOException {
        byte[] bytes = reader.bytes();
        int from = reader.start();
        int end = reader.end();
        if (reader.continues() || reader.isContinued()) {
            leave();
            grouper.piece(bytes, from, end, !reader.isContinued(), !reader.continues());
        } else if (document.isOpen()) {
            inDocument(bytes, from, end);
        } else if (yaml.isOpen()) {
            inYaml(bytes, from, end);
        } else {
            line(bytes, from, end, true);
        }
    }

    /** @param opens whether the line may begin a document of several lines */
    private void line(byte[] bytes, int from, int end, boolean opens) throws IOException {
        int to = withoutReturn(bytes, from, end);
        if (from < to && bytes[from] == '{') {
            leaveStream();
            object(bytes, from, end, opens);
        } else if (isField(bytes, from, to)) {
            field(bytes, from, end);
        } else if (startsWith(DATA, bytes, from, to)) {
            data(bytes, from, to, end);
        } else {
            leaveStream();
            boolean isArray = bytes[from] == '[';
            boolean isDocument = isArray && elements(bytes, from, to);
            boolean begins =
                    !isDocument && opens && (isArray ? document.open(bytes, from, to) : yaml.open(bytes, from, to));
            if (!isDocument && !begins) {
                parser.parse(bytes, from, end, null);
            }
        }
    }

    private static int withoutReturn(byte[] bytes, int from, int end) {
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** Nothing follows for now: what waits is shown, except the beginning of a document. */
    void release() throws IOException {
        releaseFields();
        if (yaml.isOpen() && yaml.read(frame)) {
            yaml.close();
            frame();
        }
        grouper.flush();
    }

    /** What follows is another input's. */
    void leave() throws IOException {
        if (document.isOpen()) {
            releaseLines(document.lines());
            document.close();
        }
        if (yaml.isOpen()) {
            leaveYaml();
        }
        leaveStream();
        parser.finish();
        grouper.flush();
    }

    /** Whether something of several workers waits to be put in order. */
    boolean isWaiting() {
        return grouper.isWaiting();
    }

    private void releaseFields() throws IOException {
        for (byte[] one = waiting.poll(); one != null; one = waiting.poll()) {
            parser.parse(one, 0, one.length, null);
        }
    }

    private void leaveStream() throws IOException {
        inStream = false;
        if (!waiting.isEmpty()) {
            releaseFields();
        }
    }

    private void object(byte[] bytes, int from, int end, boolean opens) throws IOException {
        int to = end;
        while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\r' || bytes[to - 1] == ',')) {
            to--;
        }
        if (bytes[to - 1] == '}' && isObject(bytes, from, to)) {
            return;
        }
        boolean isDocument = bytes[to - 1] == '}'
                ? elements(bytes, from, to)
                : opens && document.open(bytes, from, withoutReturn(bytes, from, end));
        if (!isDocument) {
            parser.parse(bytes, from, end, null);
        }
    }

    /** Hands on a frame or a JSON line; false where the object is none. */
    private boolean isObject(byte[] bytes, int from, int to) throws IOException {
        boolean likelyFrame = LogFrame.isLikely(bytes, from, to);
        if (likelyFrame && frame.read(bytes, from, to)) {
            frame();
            return true;
        }
        if (parser.parseJson(bytes, from, to)) {
            return true;
        }
        if (!likelyFrame && frame.read(bytes, from, to)) {
            frame();
            return true;
        }
        return false;
    }

    /** Hands on the lines that a JSON document holds; false where it holds none. */
    private boolean elements(byte[] bytes, int from, int to) throws IOException {
        List<JsonDocument.Element> elements = document.read(bytes, from, to);
        boolean first = true;
        for (JsonDocument.Element element : elements) {
            if (element.source() != null) {
                frame.set(element.text(), element.source(), element.worker(), "", false);
                frame();
            } else if (bytes[from] == '{' && frame.read(bytes, element.from(), element.to())) {
                frame(); // a log line within an object is a part of what that says
            } else if (bytes[from] == '{' || !isObject(bytes, element.from(), element.to())) {
                if (first) {
                    return false; // of another kind
                }
                parser.parse(bytes, element.from(), element.to(), null);
            }
            first = false;
        }
        return !elements.isEmpty();
    }

    private void inDocument(byte[] bytes, int from, int end) throws IOException {
        JsonDocument.State state = document.add(bytes, from, withoutReturn(bytes, from, end));
        if (state == JsonDocument.State.OPEN) {
            return;
        }
        LineBuffer lines = document.lines();
        if (state == JsonDocument.State.NONE || !isWhole(lines.array(), lines.length())) {
            releaseLines(lines);
        }
        document.close();
        if (state == JsonDocument.State.NONE) {
            line(bytes, from, end, true);
        }
    }

    private boolean isWhole(byte[] bytes, int length) throws IOException {
        return (bytes[0] == '{' && isObject(bytes, 0, length)) || elements(bytes, 0, length);
    }

    private void releaseLines(LineBuffer lines) throws IOException {
        int from = 0;
        for (int i = 0; i < lines.length(); i++) {
            if (lines.array()[i] == '\n') {
                line(lines.array(), from, i, false);
                from = i + 1;
            }
        }
    }

    private void inYaml(byte[] bytes, int from, int end) throws IOException {
        int to = withoutReturn(bytes, from, end);
        if (!yaml.add(bytes, from, to)) {
            leaveYaml();
            line(bytes, from, end, true);
        }
    }

    private void leaveYaml() throws IOException {
        if (yaml.read(frame)) {
            yaml.close();
            frame();
        } else {
            releaseLines(yaml.lines());
            yaml.close();
        }
    }

    private void data(byte[] bytes, int from, int to, int end) throws IOException {
        int payload = from + DATA.length();
        while (payload < to && bytes[payload] == ' ') {
            payload++;
        }
        boolean isObject = payload < to && bytes[payload] == '{' && isObject(bytes, payload, to);
        boolean isOpen = payload < to && (bytes[payload] == '{' || bytes[payload] == '[');
        if (isObject || (isOpen && elements(bytes, payload, to))) {
            waiting.clear();
            inStream = true;
        } else {
            releaseFields();
            parser.parse(bytes, from, end, null);
        }
    }

    private void field(byte[] bytes, int from, int end) throws IOException {
        if (inStream) {
            return;
        }
        if (waiting.size() == MAX_WAITING) {
            releaseFields();
        }
        waiting.add(Arrays.copyOfRange(bytes, from, end));
    }

    /** A frame holds a line, as a rule without a line end; one of the host's may hold more. */
    private void frame() throws IOException {
        String stream = frame.stream();
        if (stream != null && (frame.isPart() || parser.hasParts(stream))) {
            parser.parsePart(stream, !frame.isPart(), frame);
            return;
        }
        byte[] bytes = frame.line().array();
        int length = frame.line().length();
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || bytes[i] == '\n') {
                parser.parse(bytes, from, withoutReturn(bytes, from, i), frame);
                from = i + 1;
            }
        }
    }

    private static boolean isField(byte[] bytes, int from, int to) {
        return from == to
                || (to - from <= MAX_FIELD_BYTES
                        && (bytes[from] == ':'
                                || startsWith("id:", bytes, from, to)
                                || startsWith("event:", bytes, from, to)
                                || startsWith("retry:", bytes, from, to)));
    }

    private static boolean startsWith(String text, byte[] bytes, int from, int to) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
