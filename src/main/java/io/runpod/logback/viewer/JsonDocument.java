package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON that holds many lines: an array of frames, an object with one ({@code items}), and a snapshot, {@code
 * {"container": ["...", ...], "system": ["...", ...]}}; on one physical line or on several. Not thread-safe.
 */
final class JsonDocument {

    /** One that grows past this is text. */
    private static final int MAX_BYTES = 1 << 23;

    private static final int MAX_ELEMENTS = 100_000;

    /** Whether the lines that were added are a whole document, the beginning of one, or none. */
    enum State {
        WHOLE,
        OPEN,
        NONE
    }

    /**
     * A line of the document: an object of its own at {@code [from, to)}, or, with a source, the text of a snapshot.
     *
     * @param millis puts the lines of a snapshot in order
     */
    record Element(
            int from,
            int to,
            String text,
            @Nullable String source,
            @Nullable String worker,
            long millis) {}

    private final LineBuffer lines = new LineBuffer();
    private final LineTime time = new LineTime();
    private int depth;
    private char top;

    /** Begins with a line, if it may be the first of several. */
    boolean open(byte[] bytes, int from, int to) {
        lines.reset();
        depth = 0;
        int last = to;
        while (last > from && bytes[last - 1] == ' ') {
            last--;
        }
        if (last == from || "{[,".indexOf(bytes[last - 1]) < 0 || !scan(bytes, from, to) || depth == 0) {
            depth = 0;
            return false;
        }
        top = (char) bytes[from];
        keep(bytes, from, to);
        return true;
    }

    boolean isOpen() {
        return depth > 0;
    }

    private void keep(byte[] bytes, int from, int to) {
        lines.put(bytes, from, to - from);
        lines.put('\n');
    }

    /** Adds a line, unless it cannot belong to the document. */
    State add(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        boolean fits = at < to
                && "\"{}[]-0123456789tfn".indexOf(bytes[at]) >= 0
                && !(depth == 1 && top == '{' && bytes[at] == '{')
                && lines.length() + to - from < MAX_BYTES
                && scan(bytes, at, to);
        if (!fits) {
            depth = 0;
            return State.NONE;
        }
        keep(bytes, from, to);
        return depth == 0 ? State.WHOLE : State.OPEN;
    }

    /** Counts brackets; false where the line ends within a string, or after the document. */
    private boolean scan(byte[] bytes, int from, int to) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return isBlank(bytes, i + 1, to);
            }
        }
        return !quoted;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The lines that were added, each with a line feed. */
    LineBuffer lines() {
        return lines;
    }

    void close() {
        depth = 0;
        lines.reset();
    }

    /** The lines in a document, those of a snapshot in the order of their times; empty where it holds none. */
    List<Element> read(byte[] bytes, int from, int to) {
        List<Element> found = new ArrayList<>();
        try (JsonParser parser = JsonObjectReader.parser(bytes, from, to)) {
            read(parser, from, found);
        } catch (RuntimeException | OutOfMemoryError otherJson) {
            return List.of(); // text, as is one that is too large for the heap
        }
        found.sort(Comparator.comparingLong(Element::millis)); // stable: objects stay as they are
        return found;
    }

    private void read(JsonParser parser, int from, List<Element> found) {
        String key = "";
        String worker = null;
        long millis = LineTime.NONE;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            boolean inArray = parser.streamReadContext().inArray();
            if (token == JsonToken.PROPERTY_NAME) {
                key = parser.getString();
                millis = LineTime.NONE;
            } else if (token == JsonToken.START_OBJECT
                    && parser.streamReadContext().getParent().inArray()) {
                int start = from + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = from + (int) parser.currentLocation().getByteOffset();
                if (found.size() == MAX_ELEMENTS) {
                    throw new JsonObjectReader.UnexpectedValue();
                }
                found.add(new Element(start, end, "", null, null, LineTime.NONE));
            } else if (token == JsonToken.VALUE_STRING
                    && inArray
                    && (key.equals("container") || key.equals("system"))) {
                String text = parser.getString();
                byte[] start = text.substring(0, Math.min(text.length(), 40)).getBytes(StandardCharsets.UTF_8);
                millis = time.read(start, 0, start.length) ? Math.max(millis, time.millis()) : millis;
                found.add(new Element(0, 0, text, key, worker, millis));
            } else if (inArray && token.isScalarValue()) {
                throw new JsonObjectReader.UnexpectedValue();
            } else if (token == JsonToken.VALUE_STRING && (key.equals("workerId") || key.equals("podId"))) {
                worker = parser.getString();
            }
        }
    }
}
