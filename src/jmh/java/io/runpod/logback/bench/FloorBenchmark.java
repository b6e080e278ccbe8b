package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Shows what no encoder can save: the event itself, and the copy of the finished line. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class FloorBenchmark {

    @Param({"S", "SI", "M", "MA", "W", "X", "U", "L", "B"})
    Sample event;

    private Call call;
    private byte[] line;

    @Setup
    public void make() {
        line = SameLine.line(EncoderKind.OURS, event);
        call = event.call();
        call.fillMdc(Call.CONTEXT.getMDCAdapter()::put);
    }

    /** A new event with the MDC it has to look up; its message is not formatted. */
    @Benchmark
    public LoggingEvent event() {
        LoggingEvent made = call.event();
        made.getMDCPropertyMap();
        return made;
    }

    /** The same with its message formatted by Logback. */
    @Benchmark
    public String formattedEvent() {
        LoggingEvent made = call.event();
        made.getMDCPropertyMap();
        return made.getFormattedMessage();
    }

    @Benchmark
    public byte[] copy() {
        return Arrays.copyOf(line, line.length);
    }
}
