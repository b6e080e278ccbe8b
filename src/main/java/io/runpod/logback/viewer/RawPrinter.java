package io.runpod.logback.viewer;

import java.io.IOException;

/** Writes JSON lines as the worker wrote them, byte for byte, and leaves out all else. */
final class RawPrinter implements EntrySink {

    private final Output output;

    RawPrinter(Output output) {
        this.output = output;
    }

    @Override
    public void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) throws IOException {
        if (to > from) {
            output.put(bytes, from, to - from);
            output.buffer().put('\n');
            output.lineEnded();
        }
    }

    @Override
    public void text(TextGroup group) {
        // not JSON
    }

    @Override
    public void piece(byte[] bytes, int from, int to, boolean first, boolean last) {
        // not JSON
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void finish() {
        // all is written
    }
}
