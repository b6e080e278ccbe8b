package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.Access;
import io.runpod.logback.BufferStage;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** An event whose context is odd loses nothing of the rest: keys, ids, times. */
class OddContextTest {

    private final LogLines json = LogLines.json(encoder -> {
        encoder.setInclude("timestamp");
        encoder.setMdcNumbers("n*");
    });
    private final LogLines text = LogLines.text(encoder -> {
        encoder.setInclude("timestamp");
        encoder.setColor("never");
    });

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    @Test
    void nullKeyOfTheMdcCostsNoOtherKey() {
        Map<String, String> context = new HashMap<>();
        context.put(null, "v");
        context.put("x", "y");
        context.put("requestId", "r1");
        context.put("n1", "12");
        for (LogLines lines : List.of(json, text)) {
            LoggingEvent event =
                    new LoggingEvent("fqcn", lines.logger, Level.INFO, "m", null, new Object[] {kv("k", 1)});
            event.setMDCPropertyMap(context);
            lines.append(event);
        }
        json.lastJson()
                .hasMessage("m")
                .hasRequestId("r1")
                .hasExtra("k", "1")
                .hasText("x", "y")
                .hasText("null", "v")
                .hasExtra("n1", "12");
        assertTrue(text.last().contains("r1 | m | k=1"), text.last());
        assertTrue(text.last().contains("x=y"), text.last());
    }

    @Test
    void nullKeyThatSlf4jTookCostsNoOtherKey() {
        Map<String, String> context = new HashMap<>();
        context.put(null, "v");
        context.put("x", "y");
        MDC.setContextMap(context);
        json.logger.info("m");
        json.lastJson().hasMessage("m").hasText("x", "y");
    }

    @Test
    void nullValuesOfTheMdcAreNull() {
        MDC.put("user", null);
        MDC.put("n", null);
        MDC.put("n3", "012");
        MDC.put("requestId", null);
        json.logger.info("m");
        json.lastJson()
                .hasNoRequestId()
                .hasExtra("user", "null")
                .hasExtra("n", "null")
                .hasText("n3", "012");
    }

    static Stream<Instant> instants() {
        return Stream.of(
                Instant.MAX,
                Instant.MIN,
                Instant.EPOCH,
                Instant.parse("-0044-03-15T00:00:00Z"),
                Instant.parse("+12345-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"),
                Instant.ofEpochSecond(253_402_300_800L),
                Instant.MAX.minusSeconds(1),
                Instant.parse("2026-01-02T03:04:05.123456789Z"));
    }

    @ParameterizedTest
    @MethodSource("instants")
    void timeOutOfRangeCostsTheEventNothing(Instant instant) {
        for (LogLines lines : List.of(json, text)) {
            LoggingEvent event =
                    new LoggingEvent("fqcn", lines.logger, Level.WARN, "m {}", null, new Object[] {kv("k", 1)});
            event.setInstant(instant);
            lines.append(event);
        }
        json.lastJson().hasMessage("m k=1").hasLevel("WARN").hasExtra("k", "1");
        String timestamp = json.lastJson().root.get("timestamp").stringValue();
        assertTrue(timestamp.matches("[+-]?\\d{4,10}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"), timestamp);
        assertTrue(text.last().contains("| m k=1 | k=1"), text.last());
        assertTrue(text.last().startsWith(timestamp), text.last());
    }

    @ParameterizedTest
    @MethodSource("instants")
    void timeInTheMessageCostsTheEventNothing(Instant instant) {
        try (LogLines lines = LogLines.json(encoder -> encoder.setShowInMessage("timestamp, requestId"))) {
            LoggingEvent event = new LoggingEvent("fqcn", lines.logger, Level.WARN, "m", null, null);
            event.setInstant(instant);
            lines.append(event);
            assertTrue(lines.lastJson().message().endsWith("m"), lines.last());
            lines.lastJson().hasLevel("WARN");
        }
    }

    // ---- an empty id ------------------------------------------------------------------------------------------

    @Test
    void emptyRequestIdIsNoRequestToTheBuffer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        RunPodAppender appender = Access.appender(new LineSink(out));
        appender.setContext(context);
        appender.setName("A");
        appender.setEncoder(encoder);
        appender.setBuffer(new BufferStage());
        appender.start();
        Logger logger = context.getLogger("app");
        logger.setLevel(Level.DEBUG);
        logger.addAppender(appender);
        try {
            MDC.put("requestId", "");
            logger.debug("of no request");
            logger.info("info");
            assertEquals(0, appender.stats().waiting(), () -> appender.stats().toString());
            MDC.put("requestId", "r1");
            logger.debug("of a request");
            assertEquals(1, appender.stats().waiting(), () -> appender.stats().toString());
        } finally {
            MDC.clear();
            context.stop();
        }
        List<String> messages = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonLine.parse(line).message())
                .toList();
        assertEquals(List.of("of no request", "info"), messages.subList(0, 2));
    }
}
