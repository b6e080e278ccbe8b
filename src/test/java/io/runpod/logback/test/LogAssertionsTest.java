package io.runpod.logback.test;

import static io.runpod.logback.Extra.extra;
import static io.runpod.logback.test.LogAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.slf4j.event.Level.ERROR;
import static org.slf4j.event.Level.INFO;
import static org.slf4j.event.Level.WARN;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@CaptureLogs(level = "INFO")
class LogAssertionsTest {

    private static final RunPodLogger logger = new RunPodLogger();

    enum Mode {
        FAST
    }

    record Size(int width, double ratio) {}

    @BeforeEach
    void logs() {
        try (var scope = RequestScope.open("a1")) {
            logger.info("Job received", extra("steps", 10));
            logger.warn("Few steps", extra("steps", 10, "size", new Size(512, 1.5)));
            logger.error("Job failed: {}", "no memory", new IllegalStateException("no memory"));
        }
        logger.warn("Memory low", extra("free", 1L << 40, "mode", Mode.FAST, "at", Instant.EPOCH));
    }

    @Test
    void unknownLevelIsRefused(CapturedLogs logs) {
        LineAssert lines = assertThat(logs).hasLine();
        for (String level : List.of("LOUD", "", "1", "OFF")) {
            String text = assertThrows(IllegalArgumentException.class, () -> lines.withLevel(level))
                    .getMessage();
            assertEquals("\"" + level + "\" is not a level. Valid: TRACE, DEBUG, INFO, WARN, ERROR, TIP", text);
        }
    }

    @Test
    void levelsAreGivenInAnyCase(CapturedLogs logs) {
        logger.tip("Use a volume");
        assertThat(logs).hasLine().withLevel("tip").withMessage("Use a volume").once();
        for (String level : List.of("warn", "Warning", "WARNING")) {
            assertThat(logs).hasLine().withLevel(level).times(2);
        }
        assertEquals(
                "Expected a line with level TRACE. None has it.",
                firstLine(() -> assertThat(logs).hasLine().withLevel("trace")));
    }

    @Test
    void failureSaysHowToExpectNoLine(CapturedLogs logs) {
        String failure = fails(
                        () -> assertThat(logs).hasLine().withMessage("absent").times(0))
                .getMessage();
        assertTrue(
                failure.contains("\nTo expect none, use logs.lines().stream().noneMatch(...).\nCaptured: "), failure);
        assertEquals(
                "Expected no line with level ERROR, but there is 1.",
                firstLine(() -> assertThat(logs).hasLine().withLevel(ERROR).times(0)));
    }

    @Test
    void conditionsNarrowTheLinesDown(CapturedLogs logs) {
        assertThat(logs).hasLine().withLevel(WARN).withExtra("steps", 10).once();
        assertThat(logs).hasLine().withLevel(WARN).times(2);
        assertThat(logs).hasLine().withRequestId("a1").withMessageContaining("steps");
        assertThat(logs).hasLine().withRequestId(null).withMessageMatching("^Memory (low|high)$");
        assertThat(logs).hasLine().withoutExtra("steps").withExtra("mode").withLogger(LogAssertionsTest.class);
        assertThat(logs).hasLine().withLevel("ERROR").withException(IllegalStateException.class);
        assertThat(logs).hasLine().with("a long message", line -> line.message().length() > 100);
        assertThat(logs.lines().get(0)).withLevel(INFO).withMessage("Job received");
        assertEquals(
                "Few steps", assertThat(logs).hasLine().withLevel(WARN).first().message());
        assertThat(logs)
                .hasSize(4)
                .hasMessage("Memory low")
                .hasExtra("steps", 10)
                .hasRequestId("a1");
    }

    @Test
    void valuesAreGivenAsTheyWereLogged(CapturedLogs logs) {
        assertThat(logs).hasExtra("size", new Size(512, 1.5)).hasExtra("size", Map.of("ratio", 1.50f, "width", 512L));
        assertThat(logs).hasExtra("mode", Mode.FAST).hasExtra("mode", "FAST");
        assertThat(logs)
                .hasExtra("at", Instant.EPOCH)
                .hasExtra("free", 1L << 40)
                .hasExtra("steps", 10.0);
        logger.info("list", extra("list", List.of(1, List.of("x")), "none", null));
        assertThat(logs).hasExtra("list", new Object[] {1, new String[] {"x"}}).hasExtra("none", null);
        fails(() -> assertThat(logs).hasExtra("steps", "10"));
        fails(() -> assertThat(logs).hasExtra("list", List.of(1)));
        fails(() -> assertThat(logs).hasExtra("absent", null));
    }

    @Test
    void failureSaysWhatWasAskedForWhatCameNearestAndWhatThereIs(CapturedLogs logs) {
        AssertionError failure =
                fails(() -> assertThat(logs).hasLine().withLevel(WARN).withExtra("steps", 30));
        assertEquals(
                """
                Expected a line with level WARN, extra steps=30. None has it.
                Without the last, 2 lines:
                  steps=10 in: WARN   | a1 | Few steps | steps=10 size={width=512, ratio=1.5}
                  no steps in: WARN   | Memory low | free=1099511627776 mode=FAST at=1970-01-01T00:00:00Z
                To expect none, use logs.lines().stream().noneMatch(...).
                Captured: 4 lines:
                  INFO   | a1 | Job received | steps=10
                  WARN   | a1 | Few steps | steps=10 size={width=512, ratio=1.5}
                  ERROR  | a1 | Job failed: no memory | error_type=java.lang.IllegalStateException error_message=no memory""",
                failure.getMessage()
                        .lines()
                        .limit(9)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow());
    }

    @Test
    void stackTracesAreShownOnceShortenedAndWithAMargin(CapturedLogs logs) {
        List<String> failure = fails(
                        () -> assertThat(logs).hasLine().withLevel(ERROR).withMessage("x"))
                .getMessage()
                .lines()
                .toList();
        String line = "ERROR  | a1 | Job failed: no memory"
                + " | error_type=java.lang.IllegalStateException error_message=no memory";
        assertEquals("  \"Job failed: no memory ...\" in: " + line, failure.get(2));
        assertEquals("  " + line, failure.get(7));
        assertEquals("         | java.lang.IllegalStateException: no memory", failure.get(8));
        assertTrue(failure.get(14).matches("         \\| \\.\\.\\. and [0-9]+ lines more"), failure::toString);
        assertEquals("  WARN   | Memory low", failure.get(15).substring(0, 21));
        assertEquals(16, failure.size());
    }

    @Test
    void failuresOfCounts(CapturedLogs logs) {
        assertEquals(
                "Expected one line with level WARN, but there are 2.",
                firstLine(() -> assertThat(logs).hasLine().withLevel(WARN).once()));
        assertEquals(
                "Expected no line, but there are 4.",
                firstLine(() -> assertThat(logs).hasNoLines()));
        assertEquals(
                "Expected 2 lines with level ERROR, but there is 1.",
                firstLine(() -> assertThat(logs).hasLine().withLevel(ERROR).times(2)));
        assertEquals(
                "Expected no line from level ERROR on, but there is",
                firstLine(() -> assertThat(logs).hasNoLineFrom(ERROR)));
        logs.clear();
        assertEquals(
                "Expected a line. To expect none, use hasNoLines().\nCaptured: no line.",
                fails(() -> assertThat(logs).hasLine()).getMessage());
        assertThat(logs).hasNoLines().hasNoLineFrom(INFO);
        logger.info("one");
        assertEquals(
                "Expected 7 lines, but there is 1.",
                firstLine(() -> assertThat(logs).hasSize(7)));
    }

    @Test
    void aLongLogIsNotShownWhole(CapturedLogs logs) {
        IntStream.range(0, 1000).forEach(i -> logger.info("line " + i));
        String failure = fails(() -> assertThat(logs).hasMessage("line 1000")).getMessage();
        assertEquals(
                "  ... and 954 lines more",
                failure.lines().reduce((first, second) -> second).orElseThrow());
    }

    private static AssertionError fails(Executable assertion) {
        return assertThrows(AssertionError.class, assertion);
    }

    private static String firstLine(Executable assertion) {
        return fails(assertion).getMessage().lines().findFirst().orElseThrow();
    }
}
