package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.Expected;
import io.runpod.logback.support.LogLines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** The line for people: nothing in it that the data decides but what stands where data belongs. */
class TextLayoutTest {

    private static final String GUTTER = "       | ";
    private static final Pattern LEVEL = Pattern.compile("\\s*(TRACE|DEBUG|INFO|WARN|ERROR|TIP)\\s*\\|.*");

    private static LoggingEvent event(LogLines lines, Level level, String message) {
        return new LoggingEvent(TextLayoutTest.class.getName(), lines.logger, level, message, null, null);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "TRACE,`TRACE  | x`",
                "DEBUG,`DEBUG  | x`",
                "INFO,`INFO   | x`",
                "WARN,`WARN   | x`",
                "ERROR,`ERROR  | x`"
            })
    void levelIsPaddedToSeven(String level, String expected) {
        try (LogLines lines = LogLines.text()) {
            lines.doAppend(event(lines, Level.valueOf(level), "x"));
            assertEquals(expected + "\n", lines.last());
        }
    }

    @Test
    void tipIsPaddedToSeven() {
        try (LogLines lines = LogLines.text().attachTo("tips", Level.INFO)) {
            RunPodLogger.of("tips").tip("x");
            assertEquals("TIP    | x\n", lines.last());
        }
    }

    @Test
    void lineIsTheSdksAndTheFields() {
        try (LogLines lines = LogLines.text();
                RequestScope ignored = RequestScope.open("abc-u1")) {
            lines.logger
                    .atInfo()
                    .setMessage("Generated image")
                    .addKeyValue("dimensions", "1024x1024")
                    .addKeyValue("steps", 30)
                    .log();
            assertEquals("INFO   | abc-u1 | Generated image | dimensions=1024x1024 steps=30\n", lines.last());
        }
    }

    @Test
    void emptyRequestIdLeavesNoPlace() {
        try (LogLines lines = LogLines.text()) {
            MDC.put("requestId", "");
            lines.logger.info("x");
            assertEquals("INFO   | x\n", lines.last());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "abc@abc",
                "caf\u00e9/1.5:x,{[@caf\u00e9/1.5:x,{[",
                "a b@\"a b\"",
                "a\"b@\"a\\\"b\"",
                "a=b@\"a=b\"",
                "a|b@\"a|b\"",
                "a\\b@\"a\\\\b\"",
                "`a\nb`@\"a\\nb\"",
                "`a\tb`@\"a\\tb\"",
                "a\u001bb@\"a\\u001bb\"",
                "a\u202eb@\"a\\u202eb\"",
                "a\ufeffb@\"a\\ufeffb\""
            })
    void nameOrStringIsBareOnlyWhereItCannotMislead(String given, String shown) {
        try (LogLines lines = LogLines.text()) {
            lines.logger.atInfo().setMessage("x").addKeyValue("k", given).log();
            assertEquals("INFO   | x | k=" + shown + "\n", lines.last());
            lines.logger.atInfo().setMessage("x").addKeyValue(given, 1).log();
            assertEquals("INFO   | x | " + shown + "=1\n", lines.last());
        }
    }

    @Test
    void valueThatIsNoStringIsItsJson() {
        try (LogLines lines = LogLines.text()) {
            lines.logger
                    .atInfo()
                    .setMessage("x")
                    .addKeyValue("n", -1.5)
                    .addKeyValue("b", true)
                    .addKeyValue("none", (Object) null)
                    .addKeyValue("list", List.of(1, "a"))
                    .addKeyValue("map", Map.of("a b", "c"))
                    .addKeyValue("last", "z")
                    .log();
            assertEquals(
                    "INFO   | x | n=-1.5 b=true none=null list=[1, \"a\"] map={\"a b\": \"c\"} last=z\n", lines.last());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lineBreakStartsALineBehindTheGutter(String lineBreak) {
        try (LogLines lines = LogLines.text()) {
            lines.logger.info("one" + lineBreak + "two" + lineBreak + lineBreak + "three" + lineBreak);
            assertEquals(
                    "INFO   | one\n" + GUTTER + "two\n" + GUTTER + "\n" + GUTTER + "three\n" + GUTTER + "\n",
                    lines.last());
        }
    }

    @Test
    void harmfulCharacterIsShownNotWritten() {
        try (LogLines lines = LogLines.text()) {
            lines.logger.info("a\u001b[31mb\u0007\t\u0000\u007f\u0085\u009b\u061c\u200e\u2028\u202e\u2066\ufeffz");
            assertEquals(
                    "INFO   | a\\x1b[31mb\\x07\\x09\\x00\\x7f\\x85\\x9b\\u061c\\u200e\\u2028\\u202e\\u2066\\ufeffz\n",
                    lines.last());
        }
    }

    @Test
    void noHarmfulCharacterReachesTheOutputFromAnywhere() {
        for (int c = 0; c <= 0xffff; c++) {
            if (Expected.isHarmful(c)) {
                assertHarmless("a" + (char) c + "z");
                assertHarmless(String.valueOf((char) c));
            }
        }
    }

    private static void assertHarmless(String harmful) {
        try (LogLines lines = LogLines.text(encoder -> encoder.setInclude("timestamp, logger, thread, caller"))) {
            logEverywhere(lines, harmful);
            String line = lines.last();
            assertTrue(line.chars().allMatch(c -> c == '\n' || !Expected.isHarmful(c)), () -> "in " + line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nERROR  | x",
                "\r\nERROR  | x",
                "\rERROR  | x",
                "\n\nERROR  | x",
                "\n\r\nERROR  | x",
                "\n\u001b[31mERROR  \u001b[0m| x",
                "\u2028ERROR  | x",
                "\u0085ERROR  | x",
                "\u000bERROR  | x",
                "\fERROR  | x"
            })
    void dataNeverStartsALineOfItsOwn(String forged) {
        try (LogLines lines = LogLines.text(encoder -> encoder.setInclude("logger, thread, caller"))) {
            logEverywhere(lines, forged);
            assertTrue(lines.last().split("ERROR").length > 18, () -> "not everywhere: " + lines.last());
            List<String> physical = lines.last().lines().toList();
            for (String later : physical.subList(1, physical.size())) {
                assertTrue(later.startsWith(GUTTER), lines.last());
            }
        }
    }

    private static void logEverywhere(LogLines lines, String data) {
        MDC.put("requestId", "r" + data);
        MDC.put("batchId", "b" + data);
        MDC.put("mdc" + data, "value" + data);
        LoggingEvent event = new LoggingEvent(
                "caller",
                lines.context.getLogger("logger" + data),
                Level.WARN,
                "message" + data + " {}",
                new IllegalStateException("failed" + data, new IllegalArgumentException("cause" + data)),
                new Object[] {"argument" + data});
        event.setThreadName("thread" + data);
        event.setCallerData(new StackTraceElement[] {new StackTraceElement("C" + data, "m" + data, "F" + data, 1)});
        event.addKeyValuePair(new KeyValuePair("name" + data, "value" + data));
        event.addKeyValuePair(new KeyValuePair("map", Map.of("inner" + data, List.of("value" + data))));
        event.addMarker(MarkerFactory.getDetachedMarker("tag" + data));
        lines.doAppend(event);
        MDC.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ERROR  | x", "\nERROR  | x", "  ERROR  | x", "r1 | x", GUTTER, "INFO|", "\u001b[31mERROR  | x"})
    void whatFollowsTheNoteOfACutIsNoLogLine(String tail) {
        try (LogLines lines = LogLines.text(encoder -> encoder.setMaxMessageChars("200"))) {
            lines.logger.info("a".repeat(300) + tail + "z".repeat(100 - tail.length()));
            List<String> physical = lines.last().lines().toList();
            assertTrue(physical.get(1).startsWith("...TRUNCATED 200 CHARACTERS..."), lines.last());
            for (String later : physical.subList(1, physical.size())) {
                assertFalse(LEVEL.matcher(later).matches(), lines.last());
            }
        }
    }

    @Test
    void includedKeysStandAroundTheLevelAndTheId() {
        try (LogLines lines = LogLines.text(encoder -> encoder.setInclude("logger, timestamp"));
                RequestScope ignored = RequestScope.open("abc-u1")) {
            LoggingEvent event = event(lines, Level.INFO, "hello");
            event.setInstant(Instant.parse("2026-01-02T03:04:05.678901Z"));
            lines.doAppend(event);
            assertEquals("2026-01-02T03:04:05.678901Z INFO   | abc-u1 | [test.Logger] hello\n", lines.last());
        }
    }

    @Test
    void everyIncludedKeyIsShown() {
        try (LogLines lines = LogLines.text(encoder -> encoder.setInclude("logger, thread, caller"))) {
            LoggingEvent event = event(lines, Level.INFO, "hello");
            event.setThreadName("worker-1");
            event.setCallerData(new StackTraceElement[] {new StackTraceElement("a.B", "run", "B.java", 12)});
            lines.doAppend(event);
            assertEquals("INFO   | [test.Logger] [worker-1] [a.B.run(B.java:12)] hello\n", lines.last());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR"})
    void colourOnlyAddsSequencesOfItsOwn(String level) {
        try (LogLines plain = LogLines.text(encoder -> encoder.setColor("never"));
                LogLines coloured = LogLines.text(encoder -> encoder.setColor("always"))) {
            for (String message : List.of("x", "\u001b[31mx\u001b[0m")) {
                plain.doAppend(event(plain, Level.valueOf(level), message));
                coloured.doAppend(event(coloured, Level.valueOf(level), message));
                assertEquals(plain.last(), coloured.last().replaceAll("\u001b\\[[0-9;]*m", ""));
                assertTrue(coloured.last().matches("(?s)(\u001b\\[[0-9;]*m).*\u001b\\[0m.*"), coloured.last());
                assertFalse(plain.last().contains("\u001b"), plain.last());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', xterm, false",
        "'', 1, xterm, true",
        "'', 0, xterm, false",
        "1, '', xterm, false",
        "1, 1, xterm, false",
        "'', '', dumb, false"
    })
    void automaticColourAsksTheEnvironment(String noColor, String forceColor, String term, boolean coloured) {
        Map<String, String> variables = Map.of("NO_COLOR", noColor, "FORCE_COLOR", forceColor, "TERM", term);
        try (LogLines console = LogLines.text(variables, encoder -> encoder.setParent(new ConsoleAppender<>()));
                LogLines file = LogLines.text(variables, encoder -> encoder.setParent(new FileAppender<>()))) {
            console.logger.info("x");
            assertEquals(coloured, console.last().contains("\u001b"), console.last());
            file.logger.info("x");
            assertEquals("INFO   | x\n", file.last());
        }
    }

    @Test
    void valueWithAnEscapedCharacterBehindOthersIsQuoted() {
        try (LogLines own = LogLines.text()) {
            own.logger.atInfo().addKeyValue("name", "\u00e9\u202ex").log("m");
            assertTrue(own.last().endsWith("name=\"\u00e9\\u202ex\"\n"), own.last());
            own.logger.atInfo().addKeyValue("name", "\u00e9\u0436x").log("m");
            assertTrue(own.last().endsWith("name=\u00e9\u0436x\n"), own.last());
        }
    }
}
