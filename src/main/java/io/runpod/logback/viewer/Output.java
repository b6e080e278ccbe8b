package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.IOException;
import java.io.OutputStream;

/** Buffers standard output. Not thread-safe. */
final class Output {

    /** Thrown if the output cannot be written. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;

        /** Whether its reader has gone ({@code | head}). */
        final boolean closed;

        Failure(IOException cause) {
            super("cannot write: " + cause.getMessage(), cause);
            String reason = String.valueOf(cause.getMessage());
            closed = reason.contains("Broken pipe") || reason.contains("pipe is being closed");
        }
    }

    private static final int FULL_BYTES = 1 << 16;

    private final OutputStream out;

    /** Holds output until it is full or {@link #flush} is called. */
    final LineBuffer buffer = new LineBuffer();

    Output(OutputStream out) {
        this.out = out;
    }

    void endLine() throws IOException {
        buffer.put('\n');
        if (buffer.length() >= FULL_BYTES) {
            flush();
        }
    }

    /** Writes bytes. A large array is not copied. */
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
            throw new Failure(problem);
        } finally {
            buffer.reset();
        }
    }
}
