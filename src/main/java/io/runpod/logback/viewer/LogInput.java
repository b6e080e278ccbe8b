package io.runpod.logback.viewer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log as it is, or decompresses it if it begins as gzip does (RFC 1952, section 2.3.1). {@link #available} is that of
 * the file or pipe, so 0 means that the next read may wait. Not thread-safe.
 */
final class LogInput extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final BufferedInputStream raw;

    /** Null until the first bytes are there. */
    private @Nullable InputStream decoded;

    LogInput(InputStream in) {
        this.raw = new BufferedInputStream(in, BUFFER_BYTES);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int size) throws IOException {
        if (decoded == null) {
            raw.mark(2);
            int first = raw.read();
            boolean compressed = first == 0x1f && raw.read() == 0x8b;
            raw.reset();
            if (first < 0) {
                return -1; // an empty file that may grow
            }
            decoded = compressed ? new GZIPInputStream(new Members(), BUFFER_BYTES) : raw;
        }
        return decoded.read(to, from, size);
    }

    @Override
    public int available() throws IOException {
        return raw.available();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    /** GZIPInputStream takes 0 available bytes for the end of the file, and would leave out the members that follow. */
    private final class Members extends FilterInputStream {

        Members() {
            super(raw);
        }

        @Override
        public int available() throws IOException {
            raw.mark(1);
            int next = raw.read();
            raw.reset();
            return next < 0 ? 0 : 1;
        }
    }
}
