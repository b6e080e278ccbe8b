package io.runpod.logback.bench;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.runpod.logback.RunPodEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Shows what the line for people costs, beside Logback's own encoder with a pattern that writes the same line. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class TextBenchmark {

    /** The encoders. */
    public enum Kind {
        OURS("runpod-logback, text") {
            @Override
            Encoder<ILoggingEvent> make() {
                RunPodEncoder encoder = new RunPodEncoder();
                encoder.setFormat("text");
                encoder.setColor("never");
                return encoder;
            }
        },
        LOGBACK_PATTERN("Logback PatternLayoutEncoder, the same line") {
            @Override
            Encoder<ILoggingEvent> make() {
                PatternLayoutEncoder encoder = new PatternLayoutEncoder();
                encoder.setPattern(
                        "%-7level| %X{requestId} | %msg | %kvp{NONE}" + " trace_id=%X{trace_id} tenant=%X{tenant}%n");
                encoder.setCharset(StandardCharsets.UTF_8);
                return encoder;
            }
        };

        /** The name that people read. */
        final String label;

        Kind(String label) {
            this.label = label;
        }

        abstract Encoder<ILoggingEvent> make();

        Encoder<ILoggingEvent> start() {
            Encoder<ILoggingEvent> encoder = make();
            encoder.setContext(Call.CONTEXT);
            encoder.start();
            return encoder;
        }
    }

    @Param
    Kind layout;

    private Lines lines;

    @Setup
    public void make() {
        lines = new LogbackLines(layout.start(), Sample.M.call());
        String ours = text(Kind.OURS);
        String pattern = text(Kind.LOGBACK_PATTERN);
        if (!ours.equals(pattern)) {
            throw new IllegalStateException("the lines differ:\n" + ours + pattern);
        }
    }

    private static String text(Kind kind) {
        return new String(kind.start().encode(Sample.M.call().event()), StandardCharsets.UTF_8);
    }

    @Benchmark
    public byte[] fresh() {
        return lines.fresh();
    }
}
