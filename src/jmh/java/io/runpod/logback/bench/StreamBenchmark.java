package io.runpod.logback.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Shows what a line costs, above all in garbage, where the encoder hands it over without an array of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBenchmark {

    /** The encoders that can; shared by all threads. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({"OURS", "BOUND", "LLE_LOGSTASH", "LLE_COMPOSITE", "LOG4J"})
        EncoderKind encoder;

        @Param({"S", "SI", "M", "W", "X", "U"})
        Sample event;

        Function<Call, Lines> started;

        @Setup
        public void start() {
            started = encoder.start();
        }
    }

    /** What each thread has of its own. */
    @State(Scope.Thread)
    public static class Mine {
        final Drain drain = new Drain();
        Lines lines;

        @Setup
        public void make(Shared shared) {
            lines = shared.started.apply(shared.event.call());
        }
    }

    @Benchmark
    public int fresh(Mine mine) throws IOException {
        mine.lines.freshTo(mine.drain);
        return mine.drain.taken();
    }

    @Benchmark
    public int prebuilt(Mine mine) throws IOException {
        mine.lines.prebuiltTo(mine.drain);
        return mine.drain.taken();
    }
}
