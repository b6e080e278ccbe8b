package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.IOException;
import java.io.OutputStream;

/** Buffers standard output, and tells a reader that has gone from a failure. Not thread-safe. */
final class Output {

    /** The reader of the output has gone ({@code | head}): the program ends without a message. */
    static final class Closed extends IOException {
        private static final long serialVersionUID = 1L;

        Closed(IOException cause) {
            super(cause);
        }
    }

    /** The output cannot be written. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        Failed(IOException cause) {
            super(cause);
        }
    }

    private static final int FULL_BYTES = 1 << 16;

    private final OutputStream out;
    private final LineBuffer buffer = new LineBuffer();

    Output(OutputStream out) {
        this.out = out;
    }

    /** The buffer, which is written when it is full, or by {@link #flush}. */
    LineBuffer buffer() {
        return buffer;
    }

    void lineEnded() throws IOException {
        if (buffer.length() >= FULL_BYTES) {
            flush();
        }
    }

    /** Writes bytes; many of them are not copied. */
    void put(byte[] bytes, int from, int count) throws IOException {
        if (count < FULL_BYTES) {
            buffer.put(bytes, from, count);
        } else {
            flush();
            write(bytes, from, count);
        }
    }

    void flush() throws IOException {
        if (buffer.length() > 0) {
            write(buffer.array(), 0, buffer.length());
        }
    }

    private void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
            out.flush();
        } catch (IOException problem) {
            String reason = String.valueOf(problem.getMessage());
            throw reason.contains("Broken pipe") || reason.contains("pipe is being closed")
                    ? new Closed(problem)
                    : new Failed(problem);
        } finally {
            buffer.reset();
        }
    }
}
