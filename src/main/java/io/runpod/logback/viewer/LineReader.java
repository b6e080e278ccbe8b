package io.runpod.logback.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Splits bytes into physical lines, which are ranges of one buffer. A line feed ends a line. A line longer than {@link
 * #MAX_LINE_BYTES} is returned in pieces. Not thread-safe.
 */
final class LineReader {

    static final int MAX_LINE_BYTES = 16 << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = LOW_BITS << 7;
    private static final long LINE_FEEDS = '\n' * LOW_BITS;

    private static final int FIRST_BYTES = 1 << 18;

    /** The byte-order mark. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Called before and after reads. */
    interface ReadWatcher {
        /** Called before a read that will wait, because nothing has arrived. */
        void beforeWaiting() throws IOException;

        void afterRead(int bytes);
    }

    /** The line that the reader stands at: {@code [start, end)} of the buffer. */
    byte[] buffer = new byte[FIRST_BYTES];

    int start;
    int end;

    /** Whether this is a piece of a line, but not the last. */
    boolean continues;

    /** Whether this is a piece of a line, but not the first. */
    boolean continued;

    private final ReadWatcher watcher;
    private final InputStream in;

    /**
     * The bytes that were read and are not yet in a line: {@code [next, limit)}. Before {@code searched} there is no
     * line end.
     */
    private int next;

    private int searched;
    private int limit;
    private boolean atStart = true;

    LineReader(InputStream in, ReadWatcher watcher) {
        this.in = in;
        this.watcher = watcher;
    }

    /** Goes to the next whole line, or piece of a line. Returns false if there is none now. */
    boolean next() throws IOException {
        do {
            searched = lineEnd();
            if (searched < limit) {
                take(searched, searched + 1, false);
                return true;
            }
            if (limit - next >= MAX_LINE_BYTES) {
                int piece = next + MAX_LINE_BYTES;
                for (int k = 0; k < 3 && piece < limit && (buffer[piece] & 0xc0) == 0x80; k++) {
                    piece--; // not within a character of UTF-8
                }
                take(piece, piece, true);
                return true;
            }
        } while (fill());
        return false;
    }

    /**
     * Returns the index of the next line feed, or {@code limit}. Examines eight bytes at once; XOR makes a line feed 0.
     */
    private int lineEnd() {
        byte[] bytes = buffer;
        int i = searched;
        for (; i + Long.BYTES <= limit; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i) ^ LINE_FEEDS;
            long zeros = (eight - LOW_BITS) & ~eight & HIGH_BITS;
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (i < limit && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Goes to the rest, which has no line end. Returns false if there is none. */
    boolean rest() {
        boolean isThere = next < limit;
        if (isThere) {
            take(limit, limit, false);
        }
        return isThere;
    }

    private void take(int lineEnd, int after, boolean piece) {
        start = next;
        end = lineEnd;
        boolean hasMark = atStart && end - start >= 3 && Arrays.equals(buffer, start, start + 3, MARK, 0, 3);
        start += hasMark ? MARK.length : 0;
        atStart = false;
        continued = continues;
        continues = piece;
        next = after;
        searched = after;
    }

    private boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, limit - next);
            limit -= next;
            next = 0;
            searched = limit;
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
        if (count > 0) {
            limit += count;
            watcher.afterRead(count);
        }
        return count > 0;
    }
}
