package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines of text together with what continues them, each worker's for itself, and hands all through the filter to the
 * sink. Not thread-safe.
 */
final class LineGrouper {

    /** A text that grows past this is handed on in pieces. */
    private static final int MAX_TEXT_BYTES = 1 << 18;

    private static final int MAX_WORKERS = 1000;

    /** A text of a worker is waited for until lines of others are this much later. */
    private static final long WAIT_MILLIS = 5000;

    private final LineFilter filter;
    private final EntrySink sink;
    private final TextGroup unnamed = new TextGroup();
    private final Map<String, TextGroup> groups = new LinkedHashMap<>();
    private TextGroup current = unnamed;
    private @Nullable String worker;
    private @Nullable String source;
    private boolean workerSeen;
    private long newestMillis = LineTime.NONE;
    private long sequence;

    LineGrouper(LineFilter filter, EntrySink sink) {
        this.filter = filter;
        this.sink = sink;
    }

    /** Takes a JSON line: {@code [from, to)} of the bytes. */
    void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) throws IOException {
        TextGroup group = enter(origin);
        handOn(group);
        group.close();
        order(group, origin);
        if (filter.admits(line, origin, group)) {
            sink.line(line, origin, bytes, from, to);
        }
    }

    /**
     * Takes a line in the text form.
     *
     * @param messageAt where the message begins after {@code from}
     */
    void head(LogLevel level, String id, int messageAt, byte[] bytes, int from, int to, LineOrigin origin)
            throws IOException {
        TextGroup group = enter(origin);
        handOn(group);
        order(group, origin);
        group.start(level, id, messageAt, origin);
        group.add(bytes, from, to, origin.time);
    }

    /** Takes a line in another form, as if it were in the text form. */
    void made(LogLevel level, String id, String message, LineOrigin origin) throws IOException {
        LineBuffer out = new LineBuffer();
        level.writeTo(out, false);
        char[] chars = (id.isEmpty() ? message : id + " | " + message)
                .replace("\n", "\n" + Escapes.GUTTER)
                .toCharArray();
        int messageAt = out.length() + (id.isEmpty() ? 0 : id.getBytes(StandardCharsets.UTF_8).length + " | ".length());
        Escapes.NONE.writer().write(out, chars, 0, chars.length);
        int from = 0;
        for (int i = 0; i <= out.length(); i++) {
            if (i == out.length() || out.array()[i] == '\n') {
                if (from == 0) {
                    head(level, id, messageAt, out.array(), 0, i, origin);
                } else {
                    current.add(out.array(), from, i, origin.time);
                }
                from = i + 1;
            }
        }
    }

    /** Takes text that is no log line of its own. */
    void text(byte[] bytes, int from, int to, LineOrigin origin) throws IOException {
        TextGroup group = enter(origin);
        if (!group.isContinuedBy(bytes, from, to)) {
            handOn(group);
            order(group, origin);
            group.start(null, "", 0, origin);
        } else if (group.count() == 0) { // the head was handed on
            order(group, origin);
            group.origin().sortMillis = origin.sortMillis;
            group.origin().sequence = origin.sequence;
        }
        group.add(bytes, from, to, origin.time);
        if (group.length() > MAX_TEXT_BYTES) {
            handOn(group);
        }
    }

    /** Takes a piece of a line that is too long to be read. */
    void piece(byte[] bytes, int from, int to, boolean first, boolean last) throws IOException {
        flush();
        current = unnamed;
        unnamed.close();
        if (filter.admitsPiece(bytes, from, to, unnamed)) {
            sink.piece(bytes, from, to, first, last);
        }
    }

    /** Nothing follows for now: hands on what waits. */
    void flush() throws IOException {
        for (TextGroup group : groups.values()) {
            handOn(group);
        }
        handOn(unnamed);
        sink.flush();
    }

    /** Whether something of several workers waits to be put in order. */
    boolean isWaiting() {
        return workerSeen;
    }

    private TextGroup enter(LineOrigin origin) throws IOException {
        workerSeen |= origin.worker != null;
        origin.sorted = origin.worker != null || (origin.unwrapped && workerSeen);
        if (origin.worker == null && origin.source == null) {
            worker = null;
            source = null;
            change(unnamed, origin);
        } else if (!origin.sameSource(worker, source) || current == unnamed) {
            worker = origin.worker;
            source = origin.source;
            change(group(worker + "\n" + source), origin);
        }
        if (origin.sorted && origin.time != LineTime.NONE) {
            handOnBefore(origin.time - WAIT_MILLIS);
        }
        return current;
    }

    private void change(TextGroup group, LineOrigin origin) throws IOException {
        if (group != current && !origin.sorted) {
            handOn(current);
        }
        current = group;
    }

    private TextGroup group(String key) throws IOException {
        TextGroup group = groups.get(key);
        if (group == null) {
            if (groups.size() == MAX_WORKERS) {
                flush();
                groups.clear();
            }
            group = new TextGroup();
            groups.put(key, group);
        }
        return group;
    }

    private void handOnBefore(long millis) throws IOException {
        for (TextGroup group : groups.values()) {
            if (group.count() > 0 && group != current && group.origin().sortMillis < millis) {
                handOn(group);
            }
        }
    }

    /** Lines of a worker stay in the order in which they came, whatever their times are. */
    private void order(TextGroup group, LineOrigin origin) {
        if (origin.sorted) {
            newestMillis = Math.max(newestMillis, origin.time);
            group.lastMillis = Math.max(group.lastMillis, origin.time);
            if (group.lastMillis == LineTime.NONE) {
                group.lastMillis = newestMillis;
            }
            origin.sortMillis = group.lastMillis;
            origin.sequence = sequence++;
        }
    }

    private void handOn(TextGroup group) throws IOException {
        if (group.count() == 0) {
            return;
        }
        if (!group.isContinued()) {
            group.admitted = filter.admits(group);
        }
        if (group.admitted) {
            if (group.isObject() && group.line().isUnfolded()) {
                sink.line(group.line(), group.origin(), group.bytes(), 0, 0);
            } else {
                sink.text(group);
            }
        }
        group.clear();
    }
}
