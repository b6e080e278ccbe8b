package io.runpod.logback.viewer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log as it is, or decompresses it if it begins as gzip does (RFC 1952, section 2.3.1). {@link #available} is that of
 * the file or pipe, so 0 means that the next read may wait. Not thread-safe.
 */
final class LogInput extends FilterInputStream {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] GZIP_START = {0x1f, (byte) 0x8b};

    /** Null until the first bytes are there. */
    private @Nullable InputStream decoded;

    LogInput(InputStream file) {
        super(new BufferedInputStream(file, BUFFER_BYTES));
    }

    @Override
    public int read(byte[] to, int from, int size) throws IOException {
        if (decoded == null) {
            byte[] first = peek(1);
            if (first.length == 0) {
                return -1; // an empty file that may grow
            }
            boolean compressed = first[0] == 0x1f && Arrays.equals(peek(2), GZIP_START);
            decoded = compressed ? new GZIPInputStream(new Members(in), BUFFER_BYTES) : in;
        }
        return decoded.read(to, from, size);
    }

    private byte[] peek(int count) throws IOException {
        in.mark(count);
        byte[] next = in.readNBytes(count);
        in.reset();
        return next;
    }

    /** GZIPInputStream takes 0 available bytes for the end of the file, and would leave out the members that follow. */
    private final class Members extends FilterInputStream {

        Members(InputStream file) {
            super(file);
        }

        @Override
        public int available() throws IOException {
            return peek(1).length;
        }
    }
}
