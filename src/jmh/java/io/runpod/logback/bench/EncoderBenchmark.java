package io.runpod.logback.bench;

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

/** Shows what a line costs as an array: of a new event, as an appender sees it, and of one that is encoded again. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncoderBenchmark {

    /** The encoder, shared by all threads as an appender shares it. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({
            "OURS",
            "OURS_NO_LIMITS",
            "BOUND",
            "LLE_LOGSTASH",
            "LLE_COMPOSITE",
            "LOGBACK",
            "LOGBACK_TRIMMED",
            "ECS",
            "SPRING_ECS",
            "SPRING_LOGSTASH",
            "LOG4J"
        })
        EncoderKind encoder;

        @Param({"S", "SI", "M", "MA", "W", "X", "U", "B"})
        Sample event;

        Function<Call, Lines> started;

        @Setup
        public void start() {
            if (encoder == EncoderKind.OURS || encoder == EncoderKind.BOUND) {
                SameLine.check(event);
            }
            started = encoder.start();
        }
    }

    /** What each thread has of its own. */
    @State(Scope.Thread)
    public static class Mine {
        Lines lines;

        @Setup
        public void make(Shared shared) {
            lines = shared.started.apply(shared.event.call());
        }
    }

    @Benchmark
    public byte[] fresh(Mine mine) {
        return mine.lines.fresh();
    }

    @Benchmark
    public byte[] prebuilt(Mine mine) {
        return mine.lines.prebuilt();
    }
}
