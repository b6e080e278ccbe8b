package io.runpod.logback.bench;

import io.runpod.logback.internal.line.LineEncoder;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;

/** Takes lines and forgets them, in the ways in which the encoders hand them over. Not thread-safe. */
final class Drain extends OutputStream implements LineEncoder.Sink, ByteBufferDestination, WritableByteChannel {

    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private int taken;

    /** Depends on what was written, so that none of it can be left out. */
    int taken() {
        int sum = taken + buffer.position();
        buffer.clear();
        return sum;
    }

    @Override
    public void write(int one) {
        taken += one;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        if (count > 0) {
            taken += count + bytes[from + count - 1];
        }
    }

    @Override
    public void accept(byte[] line, int length) {
        write(line, 0, length);
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return buffer;
    }

    @Override
    public ByteBuffer drain(ByteBuffer full) {
        taken += full.position();
        full.clear();
        return full;
    }

    @Override
    public void writeBytes(ByteBuffer bytes) {
        write(bytes);
    }

    @Override
    public void writeBytes(byte[] bytes, int from, int count) {
        write(bytes, from, count);
    }

    @Override
    public int write(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > 0) {
            taken += count + bytes.get(bytes.limit() - 1);
        }
        bytes.position(bytes.limit());
        return count;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
