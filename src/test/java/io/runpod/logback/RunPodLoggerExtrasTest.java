package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the logger does beside logging a message: times, secrets, tips, its level. */
class RunPodLoggerExtrasTest {

    private static final String NAME = RunPodLoggerExtrasTest.class.getName();

    private final RunPodLogger logger = new RunPodLogger();
    private final LogLines lines = LogLines.json().attachTo(NAME, Level.TRACE);

    @AfterEach
    void close() {
        lines.close();
    }

    private static void threshold(Level level) {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME)).setLevel(level);
    }

    @Test
    void timedLogsStartAndEndAndGivesTheResult() throws Exception {
        assertEquals(42, logger.timed("Model inference {}", () -> 42));
        List<String> all = lines.all();
        assertEquals(2, all.size());
        JsonLine.parse(all.get(0)).hasLevel("INFO").hasNoExtra();
        assertTrue(JsonLine.parse(all.get(0)).message().startsWith("Model inference {}"), all.get(0));
        JsonLine end = JsonLine.parse(all.get(1)).hasLevel("INFO");
        assertTrue(end.message().startsWith("Model inference {}"), all.get(1));
        assertEquals(List.of("duration_ms"), end.extraNames());
        assertTrue(end.extra("duration_ms").longValue() >= 0);
        boolean[] ran = new boolean[1];
        logger.timed("void", () -> {
            ran[0] = true;
        });
        assertTrue(ran[0]);
        assertTrue(lines.lastJson().extra("duration_ms").isNumber());
    }

    @Test
    void timedGivesTheResultWhateverAnAppenderThrows() {
        AppenderBase<ILoggingEvent> failing = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {}

            @Override
            public void doAppend(ILoggingEvent event) {
                throw new IllegalStateException("appender");
            }
        };
        var logback = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME);
        logback.addAppender(failing);
        try {
            assertEquals(42, logger.timed("op", () -> 42));
            IOException thrown = new IOException("disk");
            assertSame(
                    thrown,
                    assertThrows(
                            IOException.class,
                            () -> logger.timed("op", () -> {
                                sneak(thrown);
                                return 1;
                            })));
            assertEquals("appender", thrown.getSuppressed()[0].getMessage());
        } finally {
            logback.detachAppender(failing);
        }
    }

    @Test
    void timedMeasuresMilliseconds() throws Exception {
        logger.timed("sleep", () -> Thread.sleep(50));
        long millis = lines.lastJson().extra("duration_ms").longValue();
        assertTrue(millis >= 49 && millis < 10_000, () -> "" + millis);
    }

    @Test
    void timedRethrowsWhatWasThrownAfterLoggingIt() {
        for (Throwable thrown :
                List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
            assertSame(
                    thrown,
                    assertThrows(
                            Throwable.class,
                            () -> logger.timed("op", () -> {
                                sneak(thrown);
                                return 1;
                            })));
            lines.lastJson()
                    .hasLevel("ERROR")
                    .hasText("error_type", thrown.getClass().getName());
            assertTrue(lines.lastJson().extra("duration_ms").isNumber());
            assertTrue(lines.lastJson().message().startsWith("op"), lines.last());
            assertSame(thrown, assertThrows(Throwable.class, () -> logger.timed("op", () -> sneak(thrown))));
            lines.lastJson()
                    .hasLevel("ERROR")
                    .hasText("error_type", thrown.getClass().getName());
        }
        threshold(Level.OFF);
        IOException thrown = new IOException("off");
        assertSame(thrown, assertThrows(IOException.class, () -> logger.timed("op", () -> sneak(thrown))));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void secretShowsNoMoreThanItsLengthClassAndLastTwo() {
        String letters = "\u00e1\u00e2\u00e3\u00e4\u00e5\u00e7\u00e8".repeat(10);
        for (int length = 0; length <= 64; length++) {
            String value = letters.substring(0, length);
            logger.secret("API_KEY", value);
            String message = lines.lastJson().message();
            assertTrue(message.contains("API_KEY"), message);
            String seen = message.replaceAll("[ -~]", "");
            assertEquals(length < 12 ? "" : value.substring(length - 2), seen, "length " + length);
        }
        logger.secret("API_KEY", null);
        assertTrue(lines.lastJson().message().contains("not set"), lines.last());
    }

    @Test
    void secretsOfOneLengthClassLookAlike() {
        for (int[] range : new int[][] {{1, 11}, {12, 31}, {32, 64}}) {
            logger.secret("KEY", "x".repeat(range[0]));
            String shortest = lines.lastJson().message();
            logger.secret("KEY", "x".repeat(range[1]));
            assertEquals(shortest, lines.lastJson().message());
        }
    }

    @Test
    void tipIsPrintedUnlessTheLevelIsOff() {
        for (Level level : List.of(Level.TRACE, Level.INFO, Level.ERROR)) {
            threshold(level);
            logger.tip("a hint {}");
            lines.lastJson().hasLevel("TIP").hasMessage("a hint {}").hasNoExtra();
        }
        int before = lines.all().size();
        logger.setLevel("NOTSET");
        logger.tip("a hint");
        assertEquals(before, lines.all().size());
    }

    @ParameterizedTest
    @CsvSource({
        "NOTSET, OFF",
        "TRACE, TRACE",
        "debug, DEBUG",
        "Info, INFO",
        "WARN, WARN",
        "warning, WARN",
        "' error ', ERROR",
        "0, OFF",
        "1, TRACE",
        "2, DEBUG",
        "3, INFO",
        "4, WARN",
        "5, ERROR"
    })
    void setLevelTakesNamesAndNumbers(String name, String expected) {
        logger.setLevel(name);
        Level level = ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME)).getLevel();
        assertEquals(expected, level.toString());
        if (Character.isDigit(name.charAt(0))) {
            logger.setLevel("TRACE");
            logger.setLevel(Integer.parseInt(name));
            level = ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME)).getLevel();
            assertEquals(expected, level.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LOUD", "6", "-1", "1.5", "FATALITY", "<null>"})
    void setLevelRefusesOthersAndNamesTheValidOnes(String name) {
        String given = name.equals("<null>") ? null : name;
        String message = assertThrows(IllegalArgumentException.class, () -> logger.setLevel(given))
                .getMessage();
        for (String valid : List.of("NOTSET", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "0", "5")) {
            assertTrue(message.contains(valid), message);
        }
        assertThrows(IllegalArgumentException.class, () -> logger.setLevel(6));
        assertThrows(IllegalArgumentException.class, () -> logger.setLevel(-1));
        assertTrue(logger.isTraceEnabled(), "the level stays");
    }
}
