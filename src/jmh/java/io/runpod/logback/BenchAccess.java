package io.runpod.logback;

import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.internal.line.LineEncoder;
import java.io.OutputStream;

/** Lets the benchmarks at what is not public. */
public final class BenchAccess {

    private BenchAccess() {}

    /** The engine of an encoder. */
    public static LineEncoder engine(RunPodEncoder encoder) {
        return encoder.engine();
    }

    /** An appender that writes to this stream in place of standard output. */
    public static RunPodAppender appender(OutputStream out) {
        return new RunPodAppender(new LineSink(out));
    }
}
