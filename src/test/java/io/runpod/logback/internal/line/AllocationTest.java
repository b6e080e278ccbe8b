package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.runpod.logback.Access;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.Allocations;
import io.runpod.logback.support.Problems;
import java.io.OutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/** A line leaves no garbage but the event itself, and, from the encoder, the array that it returns. */
class AllocationTest {

    private static final int CALLS = 2000;

    private static LoggingEvent event(LoggerContext context, String message, Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                "fqcn", context.getLogger("com.example.Worker"), Level.INFO, message, thrown, arguments);
        event.getMDCPropertyMap();
        event.getThreadName();
        return event;
    }

    private static LoggerContext context() {
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        mdc.put("requestId", "a1f3-u1");
        mdc.put("tenant", "acme");
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(mdc);
        return context;
    }

    private static Stream<Arguments> events() {
        LoggerContext context = context();
        LoggingEvent typical = event(context, "Generated {} in {} steps", null, "cat.png", 30, kv("model", "sdxl"));
        typical.addKeyValuePair(new KeyValuePair("dimensions", "1024x1024"));
        typical.addKeyValuePair(new KeyValuePair("bytes", 123_456_789L));
        typical.addKeyValuePair(new KeyValuePair("seconds", 2.375));
        typical.addKeyValuePair(new KeyValuePair("done", true));
        Throwable deep = Problems.framed(
                new IllegalStateException("no", Problems.framed(new RuntimeException("root"), "call", 60)), "run", 60);
        return Stream.of("json", "text")
                .flatMap(format -> Stream.of(
                        Arguments.of(format, event(context, "Generated image", null)),
                        Arguments.of(format, typical),
                        Arguments.of(format, event(context, "failed", deep)),
                        Arguments.of(format, event(context, "Größe \"Размер\" 图像 \uD83D\uDE00\n".repeat(150), null)),
                        Arguments.of(format, event(context, "far too long ".repeat(10_000), null))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void lineThroughTheAppenderLeavesNothing(String format, LoggingEvent event) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat(format);
        RunPodAppender appender = Access.appender(new LineSink(OutputStream.nullOutputStream()));
        appender.setEncoder(encoder);
        appender.start();
        assertEquals(0, Allocations.perCall(CALLS, () -> appender.doAppend(event)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void lineFromTheEncoderLeavesItsArray(String format, LoggingEvent event) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat(format);
        encoder.start();
        long array = (16 + encoder.encode(event).length + 7) / 8 * 8L;
        long perLine = Allocations.perCall(CALLS, () -> encoder.encode(event));
        assertTrue(perLine <= array, () -> perLine + " bytes for an array of " + array);
    }
}
