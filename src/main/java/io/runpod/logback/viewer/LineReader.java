package io.runpod.logback.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits bytes into physical lines, which are places in one buffer. A line feed ends a line. A line longer than {@link
 * #MAX_LINE_BYTES} leaves in pieces. Not thread-safe.
 */
final class LineReader {

    static final int MAX_LINE_BYTES = 16 << 20;

    private static final int FIRST_BYTES = 1 << 18;

    /** Is told of each read, which may wait for a long time. */
    interface ReadWatcher {
        /** The read that follows waits, as nothing has arrived. */
        void beforeWaiting() throws IOException;

        void afterRead(int bytes);
    }

    private final ReadWatcher watcher;
    private InputStream in;
    private byte[] buffer = new byte[FIRST_BYTES];

    /** The bytes that were read and are not yet in a line: {@code [next, limit)}. Before {@code searched} there is no line end. */
    private int next;

    private int searched;
    private int limit;

    private int start;
    private int end;
    private boolean continues;
    private boolean continued;
    private boolean atStart = true;

    LineReader(InputStream in, ReadWatcher watcher) {
        this.in = in;
        this.watcher = watcher;
    }

    /** Goes on with another input, from its start. */
    void restart(InputStream other) {
        in = other;
        next = 0;
        searched = 0;
        limit = 0;
        continues = false;
        atStart = true;
    }

    /** Goes to the next whole line, or piece of one; false where there is none now. */
    boolean next() throws IOException {
        while (true) {
            int lineEnd = findLineEnd();
            if (lineEnd >= 0) {
                take(lineEnd, lineEnd + 1, false);
                return true;
            }
            if (limit - next >= MAX_LINE_BYTES) {
                int piece = endOfPiece();
                take(piece, piece, true);
                return true;
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /** Goes to the rest, which has no line end; false where there is none. */
    boolean rest() {
        if (next == limit) {
            return false;
        }
        take(limit, limit, false);
        return true;
    }

    private void take(int lineEnd, int after, boolean piece) {
        start = next;
        end = lineEnd;
        if (atStart) {
            atStart = false;
            if (end - start >= 3
                    && buffer[start] == (byte) 0xef
                    && buffer[start + 1] == (byte) 0xbb
                    && buffer[start + 2] == (byte) 0xbf) {
                start += 3; // a byte-order mark
            }
        }
        continued = continues;
        continues = piece;
        next = after;
        searched = after;
    }

    /** The end of a piece, not within a character of UTF-8. */
    private int endOfPiece() {
        int piece = next + MAX_LINE_BYTES;
        for (int i = 0; i < 3 && piece > next + 1 && piece < limit && (buffer[piece] & 0xc0) == 0x80; i++) {
            piece--;
        }
        return piece;
    }

    private int findLineEnd() {
        byte[] bytes = buffer;
        int to = limit;
        for (int i = searched; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        searched = to;
        return -1;
    }

    private boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, limit - next);
            limit -= next;
            searched -= next;
            next = 0;
        }
        if (limit == 0 && buffer.length > FIRST_BYTES) {
            buffer = new byte[FIRST_BYTES];
        } else if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 4, MAX_LINE_BYTES + FIRST_BYTES));
        }
        if (in.available() == 0) {
            watcher.beforeWaiting();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count <= 0) {
            return false;
        }
        limit += count;
        watcher.afterRead(count);
        return true;
    }

    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether this is a piece of a line, and more of it follows. */
    boolean continues() {
        return continues;
    }

    /** Whether this is a piece of a line, and not its first. */
    boolean isContinued() {
        return continued;
    }
}
