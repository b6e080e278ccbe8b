package io.runpod.logback.viewer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The way of a physical line: out of its event stream and its frame, through the filter, to the sink. Not thread-safe.
 *
 * <p>Of an event stream (the HTML standard, section 9.2) {@code id:}, {@code event:}, {@code retry:}, comments and blank lines
 * are dropped if they stand directly before or behind a frame. So they wait until it is known what follows.
 */
final class LineRoute {

    /** So many lines before the first frame may belong to a stream. */
    private static final int MOST_WAITING = 16;

    private static final int LONGEST_FIELD_BYTES = 1024;
    private static final String DATA = "data:";

    private final LineFilter filter;
    private final LineSink sink;
    private final LogFrame frame = new LogFrame();
    private final LogLine line = new LogLine();
    private final Place place = new Place();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean inStream;

    LineRoute(LineFilter filter, LineSink sink) {
        this.filter = filter;
        this.sink = sink;
    }

    /** Takes the line that the reader stands at. */
    void accept(LineReader reader) throws IOException {
        byte[] bytes = reader.bytes();
        int from = reader.start();
        int end = reader.end();
        if (reader.continues() || reader.isContinued()) {
            leaveStream();
            place.set(bytes, from, end, reader.continues(), reader.isContinued());
            text(bytes, from, end);
            return;
        }
        int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        if (from < to && bytes[from] == '{') {
            leaveStream();
            object(bytes, from, to, end);
        } else if (isField(bytes, from, to)) {
            field(bytes, from, end);
        } else if (startsWith(DATA, bytes, from, to)) {
            data(bytes, from, to, end);
        } else {
            leaveStream();
            place.set(bytes, from, to, false, false);
            text(bytes, from, end);
        }
    }

    /** Nothing follows for now: what waits is shown. */
    void release() throws IOException {
        for (byte[] one = waiting.poll(); one != null; one = waiting.poll()) {
            place.set(one, 0, one.length, false, false);
            text(one, 0, one.length);
        }
    }

    /** What follows is another input's. */
    void leaveStream() throws IOException {
        inStream = false;
        if (!waiting.isEmpty()) {
            release();
        }
    }

    private void object(byte[] bytes, int from, int to, int end) throws IOException {
        place.set(bytes, from, to, false, false);
        boolean likelyFrame = LogFrame.isLikely(bytes, from, to);
        if (likelyFrame && frame.read(bytes, from, to)) {
            frame();
        } else if (line.read(bytes, from, to)) {
            line();
        } else if (!likelyFrame && frame.read(bytes, from, to)) {
            frame();
        } else {
            text(bytes, from, end);
        }
    }

    private void data(byte[] bytes, int from, int to, int end) throws IOException {
        int payload = from + DATA.length();
        while (payload < to && bytes[payload] == ' ') {
            payload++;
        }
        if (payload < to && bytes[payload] == '{' && frame.read(bytes, payload, to)) {
            waiting.clear();
            inStream = true;
            frame();
        } else {
            release();
            place.set(bytes, from, to, false, false);
            text(bytes, from, end);
        }
    }

    private void field(byte[] bytes, int from, int end) throws IOException {
        if (inStream) {
            return;
        }
        if (waiting.size() == MOST_WAITING) {
            release();
        }
        waiting.add(Arrays.copyOfRange(bytes, from, end));
    }

    /** A frame holds a line, as a rule without a line end; one of the host's may hold more. */
    private void frame() throws IOException {
        byte[] bytes = frame.line().array();
        int length = frame.line().length();
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || bytes[i] == '\n') {
                int to = i > from && bytes[i - 1] == '\r' ? i - 1 : i;
                place.set(bytes, from, to, frame);
                if (from < to && bytes[from] == '{' && line.read(bytes, from, to)) {
                    line();
                } else {
                    text(bytes, from, to);
                }
                from = i + 1;
            }
        }
    }

    private void line() throws IOException {
        if (line.timestamp().length() > 0) {
            place.setTime(line.timestamp());
        }
        if (filter.admits(line, place.time())) {
            sink.line(line, place);
        }
    }

    private void text(byte[] bytes, int from, int to) throws IOException {
        if (filter.admitsText(bytes, from, to, place.time())) {
            sink.text(bytes, from, to, place);
        }
    }

    private static boolean isField(byte[] bytes, int from, int to) {
        return from == to
                || (to - from <= LONGEST_FIELD_BYTES
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
