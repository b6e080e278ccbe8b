package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Groups each line of text with the lines that continue it, separately for each worker. Passes what the filter admits
 * to the sink. Not thread-safe.
 */
final class LineGrouper {

    /** A longer text is passed on in pieces. */
    private static final int MAX_TEXT_BYTES = 1 << 18;

    private static final int MAX_WORKERS = 1000;

    /** A worker's text is held until a line of another worker is this much later. */
    private static final long WAIT_MILLIS = 5000;

    private final LineFilter filter;
    private final EntrySink sink;
    private final TextGroup unnamed = new TextGroup();
    private final Map<String, TextGroup> groups = new LinkedHashMap<>();
    private TextGroup current = unnamed;
    private boolean workerSeen;
    private long newestMillis = LineTime.NONE;
    private long lastSortMillis;
    private long sequence;

    LineGrouper(LineFilter filter, EntrySink sink) {
        this.filter = filter;
        this.sink = sink;
    }

    /** Takes a JSON line: bytes {@code [from, to)}. */
    void jsonLine(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) throws IOException {
        TextGroup group = enter(origin);
        emit(group);
        group.open = false;
        order(group, origin);
        if (filter.admits(line, origin, group)) {
            sink.line(line, origin, bytes, from, to);
        }
    }

    /** Takes a line in the text form; its message begins at {@code messageAt}. */
    void textLine(LogLevel level, String id, int messageAt, String row, LineOrigin origin) throws IOException {
        TextGroup group = enter(origin);
        emit(group);
        order(group, origin);
        group.start(level, id, messageAt, origin);
        group.add(row, origin.time);
    }

    /** Takes a line in another form, such as Python's, and converts it to the text form. */
    void convertedLine(LogLevel level, String id, String message, LineOrigin origin) throws IOException {
        String start = String.format("%-7s| ", level) + (id.isEmpty() ? "" : id + " | ");
        String[] rows = bytes(start + message).split("\n", -1);
        textLine(level, id, bytes(start).length(), rows[0], origin);
        for (int i = 1; i < rows.length; i++) {
            current.add(Escapes.GUTTER + rows[i], origin.time);
        }
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Takes text that is no log line of its own. */
    void text(String row, LineOrigin origin) throws IOException {
        TextGroup group = enter(origin);
        if (!group.isContinuedBy(row)) {
            emit(group);
            order(group, origin);
            group.start(null, "", 0, origin);
        } else if (group.rows.isEmpty()) { // the head was passed on
            order(group, origin);
            group.origin.sortMillis = origin.sortMillis;
            group.origin.sequence = origin.sequence;
        }
        group.add(row, origin.time);
        if (group.size > MAX_TEXT_BYTES) {
            emit(group);
        }
    }

    /** Takes a piece of a line that is too long to be parsed. */
    void piece(byte[] bytes, int from, int to, boolean first, boolean last) throws IOException {
        flush();
        current = unnamed;
        unnamed.open = false;
        if (filter.admitsPiece(bytes, from, to, unnamed)) {
            sink.piece(bytes, from, to, first, last);
        }
    }

    /** Passes on what is held, because no input is available now. */
    void flush() throws IOException {
        for (TextGroup group : groups.values()) {
            emit(group);
        }
        emit(unnamed);
        sink.flush();
    }

    /**
     * Returns whether lines of several workers are sorted, so that a later line may be shown before those that are
     * held.
     */
    boolean isWaiting() {
        return workerSeen;
    }

    /** Makes the group of the line's worker the current one. */
    private TextGroup enter(LineOrigin origin) throws IOException {
        workerSeen |= origin.worker != null;
        origin.sorted = origin.worker != null || (origin.unwrapped && workerSeen);
        TextGroup group = origin.worker == null && origin.source == null ? unnamed : named(origin);
        if (group != current && !origin.sorted) {
            emit(current);
        }
        current = group;
        if (origin.sorted && origin.time != LineTime.NONE) {
            for (TextGroup other : groups.values()) {
                if (other != group && other.origin.sortMillis < origin.time - WAIT_MILLIS) {
                    emit(other);
                }
            }
        }
        return group;
    }

    private TextGroup named(LineOrigin origin) throws IOException {
        String name = origin.worker + "\n" + origin.source;
        if (groups.size() == MAX_WORKERS && !groups.containsKey(name)) {
            flush();
            groups.clear();
        }
        return groups.computeIfAbsent(name, key -> new TextGroup());
    }

    /**
     * Sets the line's position among the others. Lines of one worker keep the order in which they came, whatever their
     * times are. A line that is not sorted is positioned after the last sorted line, because it may continue it.
     */
    private void order(TextGroup group, LineOrigin origin) {
        if (origin.sorted) {
            newestMillis = Math.max(newestMillis, origin.time);
            group.lastMillis = Math.max(group.lastMillis, origin.time);
            if (group.lastMillis == LineTime.NONE) {
                group.lastMillis = newestMillis;
            }
            lastSortMillis = group.lastMillis;
        }
        origin.sortMillis = lastSortMillis;
        origin.sequence = sequence++;
    }

    private void emit(TextGroup group) throws IOException {
        if (group.rows.isEmpty()) {
            return;
        }
        if (!group.continued) {
            group.admitted = filter.admits(group);
        }
        if (group.admitted) {
            LogLine line = group.mayBeException() ? group.line() : null;
            if (line != null && line.unfolded) {
                sink.line(line, group.origin, new byte[0], 0, 0);
            } else {
                sink.text(group);
            }
        }
        group.clear();
    }
}
