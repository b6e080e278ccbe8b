package io.runpod.logback.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Shows what a message costs that is far longer than what the line shows of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class LongMessageBenchmark {

    /** The messages; the wide one has characters beyond ASCII, whose code points have to be counted. */
    public enum Message {
        ASCII_1K("All 30 steps of the sampler took 2.3 s. ", 1 << 10),
        ASCII_10K("All 30 steps of the sampler took 2.3 s. ", 10 << 10),
        ASCII_1M("All 30 steps of the sampler took 2.3 s. ", 1 << 20),
        ASCII_100M("All 30 steps of the sampler took 2.3 s. ", 100 << 20),
        WIDE_1M("Изображение создано 🚀🎨 ", 1 << 20);

        private final String unit;
        private final int chars;

        Message(String unit, int chars) {
            this.unit = unit;
            this.chars = chars;
        }

        String text() {
            return unit.repeat(chars / unit.length() + 1).substring(0, chars);
        }
    }

    @Param
    Message message;

    private Lines lines;

    @Setup
    public void make() {
        lines = EncoderKind.OURS.start().apply(Call.of(message.text()));
    }

    @Benchmark
    public byte[] fresh() {
        return lines.fresh();
    }
}
