package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.util.concurrent.TimeUnit;
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
        @Param
        Encoders encoder;

        @Param({"S", "M", "X", "U"})
        Sample event;

        Encoder<ILoggingEvent> shared;

        @Setup
        public void start() {
            SameLine.check(event);
            shared = encoder.start(Sample.CONTEXT);
        }
    }

    /** What each thread has of its own: MDC, event, and the bound, which is written for one thread. */
    @State(Scope.Thread)
    public static class Mine {
        Sample sample;
        Sample.Values values;
        ILoggingEvent prebuilt;
        Encoder<ILoggingEvent> encoder;

        @Setup
        public void fill(Shared all) {
            sample = all.event;
            values = new Sample.Values();
            sample.fillMdc(Sample.CONTEXT.getMDCAdapter());
            prebuilt = sample.event(values);
            encoder = all.encoder == Encoders.bound ? Encoders.bound.start(Sample.CONTEXT) : all.shared;
        }
    }

    @Benchmark
    public byte[] fresh(Mine mine) {
        return mine.encoder.encode(mine.sample.event(mine.values));
    }

    @Benchmark
    public byte[] prebuilt(Mine mine) {
        return mine.encoder.encode(mine.prebuilt);
    }
}
