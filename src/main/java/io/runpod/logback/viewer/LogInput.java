package io.runpod.logback.viewer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log as it is, or decompresses it if it begins as gzip does (RFC 1952, section 2.3.1). {@link #available} is
 * that of the file or pipe, so 0 means that the next read may wait. Not thread-safe.
 */
final class LogInput extends FilterInputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    /** Null until the first bytes are there. */
    private @Nullable InputStream decoded;

    LogInput(InputStream file) {
        super(new BufferedInputStream(file, BUFFER_BYTES));
    }

    @Override
    public int read(byte[] to, int from, int size) throws IOException {
        if (decoded == null) {
            in.mark(2);
            int first = in.read();
            if (first < 0) {
                return -1; // an empty file that may grow
            }
            boolean compressed = first == 0x1f && in.read() == 0x8b;
            in.reset();
            decoded = compressed ? new GZIPInputStream(new Members(in), BUFFER_BYTES) : in;
        }
        return decoded.read(to, from, size);
    }

    /** GZIPInputStream takes 0 available bytes for the end of the file, and would leave out the members that follow. */
    private static final class Members extends FilterInputStream {

        Members(InputStream file) {
            super(file);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
