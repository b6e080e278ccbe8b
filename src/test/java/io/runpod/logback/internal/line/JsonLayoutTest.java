package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The keys of the JSON line, their order and what stands between them. */
class JsonLayoutTest {

    private static LoggingEvent event(LogLines lines, Level level, String message, Object... arguments) {
        return new LoggingEvent(JsonLayoutTest.class.getName(), lines.logger, level, message, null, arguments);
    }

    @Test
    void lineIsTheSdks() {
        try (LogLines lines = LogLines.json();
                RequestScope ignored = RequestScope.open("abc-u1")) {
            lines.logger
                    .atInfo()
                    .setMessage("Generated image")
                    .addKeyValue("dimensions", "1024x1024")
                    .addKeyValue("steps", 30)
                    .log();
            assertEquals(
                    "{\"requestId\": \"abc-u1\", \"message\": \"Generated image\", \"level\": \"INFO\","
                            + " \"extra\": {\"dimensions\": \"1024x1024\", \"steps\": 30}}\n",
                    lines.last());
        }
    }

    @Test
    void requestIdIsNullWhereNoneIsBound() {
        try (LogLines lines = LogLines.json()) {
            lines.logger.info("x");
            assertEquals("{\"requestId\": null, \"message\": \"x\", \"level\": \"INFO\"}\n", lines.last());
        }
    }

    @Test
    void emptyRequestIdIsAnEmptyString() {
        try (LogLines lines = LogLines.json()) {
            MDC.put("requestId", "");
            lines.logger.info("x");
            assertEquals("{\"requestId\": \"\", \"message\": \"x\", \"level\": \"INFO\"}\n", lines.last());
        }
    }

    @Test
    void requestIdIsEscaped() {
        try (LogLines lines = LogLines.json()) {
            MDC.put("requestId", "a\"\n\u00e9\ud83d");
            lines.logger.info("x");
            assertEquals(
                    "{\"requestId\": \"a\\\"\\n\\u00e9\\ufffd\", \"message\": \"x\", \"level\": \"INFO\"}\n",
                    lines.last());
        }
    }

    @Test
    void nestedSeparatorsAreThoseOfPython() {
        try (LogLines lines = LogLines.json()) {
            lines.logger
                    .atInfo()
                    .setMessage("")
                    .addKeyValue("list", List.of(1, List.of(), Map.of("a", Map.of())))
                    .addKeyValue("none", (Object) null)
                    .log();
            assertEquals(
                    "{\"requestId\": null, \"message\": \"\", \"level\": \"INFO\","
                            + " \"extra\": {\"list\": [1, [], {\"a\": {}}], \"none\": null}}\n",
                    lines.last());
        }
    }

    @Test
    void nullMessageIsAString() {
        try (LogLines lines = LogLines.json()) {
            lines.logger.info((String) null);
            lines.lastJson().hasMessage("null").hasNoExtra();
            lines.logger.info((String) null, "argument");
            lines.lastJson().hasMessage("null");
        }
    }

    @Test
    void solidusIsNotEscaped() {
        try (LogLines lines = LogLines.json()) {
            lines.logger.info("</script>");
            assertEquals("{\"requestId\": null, \"message\": \"</script>\", \"level\": \"INFO\"}\n", lines.last());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR"})
    void levelIsLogbacksName(String name) {
        try (LogLines lines = LogLines.json()) {
            lines.doAppend(event(lines, Level.valueOf(name), "x"));
            lines.lastJson().hasLevel(name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-2147483648, TRACE",
        "1, TRACE",
        "9999, TRACE",
        "10001, DEBUG",
        "19999, DEBUG",
        "25000, INFO",
        "30001, WARN",
        "40001, ERROR",
        "50000, ERROR",
        "2147483647, ERROR"
    })
    void levelOfTheUsersOwnIsNamedAfterTheOneBelow(int value, String expected) throws ReflectiveOperationException {
        Constructor<Level> constructor = Level.class.getDeclaredConstructor(int.class, String.class);
        constructor.setAccessible(true);
        try (LogLines json = LogLines.json();
                LogLines text = LogLines.text()) {
            Level own = constructor.newInstance(value, "FATAL");
            json.doAppend(event(json, own, "x"));
            json.lastJson().hasLevel(expected);
            text.doAppend(event(text, own, "x"));
            assertTrue(text.last().startsWith(expected), text.last());
        }
    }

    @Test
    void tipHasALevelOfItsOwn() {
        try (LogLines lines = LogLines.json().attachTo("tips", Level.ERROR)) {
            RunPodLogger.of("tips").tip("Use a network volume");
            assertEquals(
                    "{\"requestId\": null, \"message\": \"Use a network volume\", \"level\": \"TIP\"}\n", lines.last());
        }
    }

    @Test
    void includedKeysFollowTheLevelInTheirOrder() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("caller, thread logger,timestamp"))) {
            LoggingEvent event = event(lines, Level.WARN, "x");
            event.setInstant(Instant.parse("2026-01-02T03:04:05.678901234Z"));
            event.setThreadName("worker-1");
            event.setCallerData(
                    new StackTraceElement[] {new StackTraceElement("a.Service", "run", "Service.java", 12)});
            event.addKeyValuePair(new org.slf4j.event.KeyValuePair("k", 1));
            lines.doAppend(event);
            assertEquals(
                    "{\"requestId\": null, \"message\": \"x\", \"level\": \"WARN\","
                            + " \"timestamp\": \"2026-01-02T03:04:05.678901Z\", \"logger\": \"test.Logger\","
                            + " \"thread\": \"worker-1\", \"caller\": \"a.Service.run(Service.java:12)\","
                            + " \"extra\": {\"k\": 1}}\n",
                    lines.last());
            assertEquals(List.of(), lines.problems());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05.000000Z",
        "2026-01-02T03:04:05.1Z, 2026-01-02T03:04:05.100000Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z"
    })
    void timestampAlwaysHasMicroseconds(String instant, String expected) {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("timestamp"))) {
            LoggingEvent event = event(lines, Level.INFO, "x");
            event.setInstant(Instant.parse(instant));
            lines.doAppend(event);
            assertEquals(expected, lines.lastJson().root.get("timestamp").stringValue());
        }
    }

    @Test
    void timestampIsNow() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("timestamp"))) {
            Instant before = Instant.now();
            lines.logger.info("x");
            Instant written =
                    Instant.parse(lines.lastJson().root.get("timestamp").stringValue());
            assertTrue(!written.isBefore(before.minusMillis(1)) && !written.isAfter(Instant.now()), lines.last());
        }
    }

    @Test
    void callerIsTheLineThatLogged() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("caller"))) {
            StackTraceElement here = new Throwable().getStackTrace()[0];
            lines.logger.info("x");
            assertEquals(
                    "io.runpod.logback.internal.line.JsonLayoutTest.callerIsTheLineThatLogged(JsonLayoutTest.java:"
                            + (here.getLineNumber() + 1) + ")",
                    lines.lastJson().root.get("caller").stringValue());
        }
    }

    @Test
    void threadIsTheOneThatLogged() throws InterruptedException {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("thread"))) {
            Thread thread = new Thread(() -> lines.logger.info("x"), "w\"1\n");
            thread.start();
            thread.join();
            assertEquals("w\"1\n", lines.lastJson().root.get("thread").stringValue());
        }
    }

    @Test
    void mistypedKeyIsNamedAndTheOthersStand() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("logger, tread"))) {
            lines.logger.info("x");
            assertEquals("test.Logger", lines.lastJson().root.get("logger").stringValue());
            assertEquals(1, lines.problems().size());
            String problem = lines.problems().get(0);
            assertTrue(problem.contains("include") && problem.contains("tread"), problem);
            assertTrue(problem.contains("timestamp, logger, thread, caller"), problem);
        }
    }

    @Test
    void lineIsUtf8WhereAsciiIsOff() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setAscii("false"))) {
            byte[] bytes = lines.encoder.encode(event(lines, Level.INFO, "\u00e9\u4e2d\ud83d\ude80\ud83d"));
            assertArrayEquals(
                    "{\"requestId\": null, \"message\": \"\u00e9\u4e2d\ud83d\ude80\ufffd\", \"level\": \"INFO\"}\n"
                            .getBytes(StandardCharsets.UTF_8),
                    bytes);
        }
    }

    @Test
    void whatATerminalOrAReaderOfLinesTripsOverStaysEscapedInUtf8() {
        String harmful = "\u0000\u001b\u007f\u0080\u0085\u009f\u2028\u2029\u061c\u200e\u200f\u202a\u202b\u202c"
                + "\u202d\u202e\u2066\u2067\u2068\u2069\ufeff";
        StringBuilder escaped = new StringBuilder();
        harmful.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        try (LogLines lines = LogLines.json(encoder -> encoder.setAscii("false"))) {
            lines.logger
                    .atInfo()
                    .setMessage(harmful)
                    .addKeyValue(harmful, harmful)
                    .log();
            assertEquals(
                    "{\"requestId\": null, \"message\": \"" + escaped + "\", \"level\": \"INFO\", \"extra\": {\""
                            + escaped + "\": \"" + escaped + "\"}}\n",
                    lines.last());
        }
    }
}
