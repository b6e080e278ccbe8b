package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.runpod.logback.BenchAccess;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Shows what this library's appender leaves as garbage beside Logback's, both over a stream that forgets. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppenderBenchmark {

    /** The appenders. */
    public enum Kind {
        OURS("RunPodAppender") {
            @Override
            Appender<ILoggingEvent> make() {
                RunPodAppender appender = BenchAccess.appender(OutputStream.nullOutputStream());
                appender.setEncoder(encoder());
                return appender;
            }
        },
        LOGBACK_OUR_ENCODER("Logback's OutputStreamAppender, our encoder") {
            @Override
            Appender<ILoggingEvent> make() {
                OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
                appender.setEncoder(encoder());
                appender.setOutputStream(OutputStream.nullOutputStream());
                return appender;
            }
        },
        LOGBACK_LLE_COMPOSITE("Logback's OutputStreamAppender, LLE composite") {
            @Override
            Appender<ILoggingEvent> make() {
                OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
                var encoder = EncoderKind.lleComposite();
                encoder.setContext(Call.CONTEXT);
                encoder.start();
                appender.setEncoder(encoder);
                appender.setOutputStream(OutputStream.nullOutputStream());
                return appender;
            }
        };

        /** The name that people read. */
        final String label;

        Kind(String label) {
            this.label = label;
        }

        abstract Appender<ILoggingEvent> make();

        private static RunPodEncoder encoder() {
            RunPodEncoder encoder = new RunPodEncoder();
            encoder.setFormat("json");
            encoder.setContext(Call.CONTEXT);
            encoder.start();
            return encoder;
        }
    }

    /** The appender, shared by all threads. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param
        Kind appender;

        @Param({"S", "M", "X", "U"})
        Sample event;

        Appender<ILoggingEvent> started;

        @Setup
        public void start() {
            started = appender.make();
            started.setContext(Call.CONTEXT);
            started.start();
        }
    }

    /** What each thread has of its own. */
    @State(Scope.Thread)
    public static class Mine {
        Call call;
        ILoggingEvent prebuilt;

        @Setup
        public void make(Shared shared) {
            call = shared.event.call();
            call.fillMdc(Call.CONTEXT.getMDCAdapter()::put);
            prebuilt = call.event();
        }
    }

    @Benchmark
    public void fresh(Shared shared, Mine mine) {
        shared.started.doAppend(mine.call.event());
    }

    @Benchmark
    public void prebuilt(Shared shared, Mine mine) {
        shared.started.doAppend(mine.prebuilt);
    }
}
