package io.runpod.logback.viewer;

import java.io.IOException;

/** Writes log lines as the worker wrote them, byte for byte, and leaves out all else. */
final class RawPrinter implements LineSink {

    private final Output output;

    RawPrinter(Output output) {
        this.output = output;
    }

    @Override
    public void line(LogLine line, Place place) throws IOException {
        output.put(place.bytes(), place.from(), place.to() - place.from());
        output.buffer().put('\n');
        output.lineEnded();
    }

    @Override
    public void text(byte[] bytes, int from, int to, Place place) {
        // not JSON
    }

    @Override
    public void finish() {
        // all is written
    }
}
