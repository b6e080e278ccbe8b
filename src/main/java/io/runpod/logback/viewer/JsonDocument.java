package io.runpod.logback.viewer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads JSON that holds many lines: an array of frames, an object with such an array ({@code items}), or a snapshot,
 * {@code {"container": ["...", ...], "system": ["...", ...]}}. Finds the end of such JSON if it spans several physical
 * lines. Not thread-safe.
 */
final class JsonDocument {

    private static final int MAX_ELEMENTS = 100_000;

    /**
     * A line of the document: an object of its own at {@code [from, to)}, or, with a source, the text of a snapshot.
     *
     * @param millis the time by which the lines of a snapshot are sorted
     */
    record Element(
            int from,
            int to,
            String text,
            @Nullable String source,
            @Nullable String worker,
            long millis) {}

    private final LineTime time = new LineTime();

    /** The number of brackets that are open after the lines so far; 0 = these lines are a whole document, or none. */
    int depth;

    private byte top;

    /** Takes the first line. Returns false if it does not begin a document of several lines. */
    boolean open(byte[] bytes, int from, int to) {
        int last = to - 1;
        while (last > from && bytes[last] == ' ') {
            last--;
        }
        depth = 0;
        top = bytes[from];
        if ("{[,".indexOf(bytes[last]) < 0 || !scan(bytes, from, to)) {
            depth = 0;
        }
        return depth > 0;
    }

    /** Takes a further line. Returns false if it cannot belong to the document. */
    boolean add(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at < to
                && "\"{}[]-0123456789tfn".indexOf(bytes[at]) >= 0
                && !(depth == 1 && top == '{' && bytes[at] == '{')
                && scan(bytes, at, to);
    }

    /** Counts brackets. Returns false if the line ends within a string, or has text after the document. */
    private boolean scan(byte[] bytes, int from, int to) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += c == '\\' ? 1 : 0;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return new String(bytes, i + 1, to - i - 1, StandardCharsets.ISO_8859_1).isBlank();
            }
        }
        return !quoted;
    }

    /** Returns the lines in a document, those of a snapshot in the order of their times; empty if it holds none. */
    List<Element> read(byte[] bytes, int from, int to) {
        List<Element> found = new ArrayList<>();
        try (JsonParser parser =
                JsonObjectReader.FACTORY.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            read(parser, from, found);
        } catch (RuntimeException | OutOfMemoryError otherJson) {
            return List.of(); // shown as text, also if it is too large for the heap
        }
        found.sort(Comparator.comparingLong(Element::millis)); // stable: objects keep their order
        return found;
    }

    private void read(JsonParser parser, int from, List<Element> found) {
        String key = "";
        String worker = null;
        long millis = LineTime.NONE;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            boolean inArray = parser.streamReadContext().inArray();
            boolean isText = token == JsonToken.VALUE_STRING;
            if (token == JsonToken.PROPERTY_NAME) {
                key = parser.getString();
                millis = LineTime.NONE;
            } else if (token == JsonToken.START_OBJECT
                    && parser.streamReadContext().getParent().inArray()) {
                int start = from + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = from + (int) parser.currentLocation().getByteOffset();
                found.add(new Element(start, end, "", null, null, LineTime.NONE));
            } else if (isText && inArray && (key.equals("container") || key.equals("system"))) {
                byte[] text = parser.getString().getBytes(StandardCharsets.UTF_8);
                millis = time.read(text, 0, text.length) ? Math.max(millis, time.millis) : millis;
                found.add(new Element(0, 0, parser.getString(), key, worker, millis));
            } else if (inArray && token.isScalarValue()) {
                throw new IllegalArgumentException("another kind of JSON");
            } else if (isText && (key.equals("workerId") || key.equals("podId"))) {
                worker = parser.getString();
            }
            if (found.size() > MAX_ELEMENTS) {
                throw new IllegalArgumentException("another kind of JSON");
            }
        }
    }
}
