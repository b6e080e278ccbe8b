package io.runpod.logback.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log as it is, or decompresses it if it begins as gzip does (RFC 1952, section 2.3.1). {@link #available} is that of
 * what is read, so it says whether the next read may wait. Not thread-safe.
 */
final class LogInput extends InputStream {

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = (byte) 0x8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final CountingInput raw;
    private @Nullable InputStream decoded;
    private long count;

    LogInput(InputStream in) {
        this.raw = new CountingInput(in);
    }

    /** How many bytes of the file were read. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int size) throws IOException {
        InputStream opened = decoded;
        return opened == null ? readFirst(to, from, Math.min(size, BUFFER_BYTES)) : opened.read(to, from, size);
    }

    private int readFirst(byte[] to, int from, int size) throws IOException {
        int present = raw.read(to, from, size);
        if (present <= 0) {
            return -1; // a file that is to be filled
        }
        if (present == 1 && size > 1 && to[from] == MAGIC_1) {
            present += Math.max(0, raw.read(to, from + 1, size - 1));
        }
        if (present == 1 || to[from] != MAGIC_1 || to[from + 1] != MAGIC_2) {
            decoded = raw;
            return present;
        }
        raw.unread(to, from, present);
        InputStream gzip = new GZIPInputStream(raw, BUFFER_BYTES);
        decoded = gzip;
        return gzip.read(to, from, size);
    }

    @Override
    public int available() throws IOException {
        return raw.present();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    /** Counts what is read. */
    private final class CountingInput extends PushbackInputStream {

        CountingInput(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] to, int from, int size) throws IOException {
            int more = super.read(to, from, size);
            count += Math.max(0, more);
            return more;
        }

        @Override
        public void unread(byte[] bytes, int from, int size) throws IOException {
            super.unread(bytes, from, size);
            count -= size;
        }

        int present() throws IOException {
            return super.available();
        }

        /** GZIPInputStream takes 0 for the end of the file, and would leave out what was appended to it. */
        @Override
        public int available() throws IOException {
            int present = present();
            if (present > 0 || !(decoded instanceof GZIPInputStream)) {
                return present;
            }
            int next = super.read();
            if (next >= 0) {
                super.unread(next);
            }
            return next < 0 ? 0 : 1;
        }
    }
}
