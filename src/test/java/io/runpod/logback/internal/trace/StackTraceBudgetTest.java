package io.runpod.logback.internal.trace;

import static io.runpod.logback.support.Problems.chain;
import static io.runpod.logback.support.Problems.frame;
import static io.runpod.logback.support.Problems.framed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a stack trace survives where there is little room. */
class StackTraceBudgetTest {

    private static final int LIMIT = 4096;
    private static final String STATE = "java.lang.IllegalStateException: ";
    private static final String ROOT = "io.runpod.logback.support.Problems$RootProblem: ";

    private static String message(String message, Throwable problem) {
        return message(message, problem, encoder -> {});
    }

    private static String message(String message, Throwable problem, Consumer<RunPodEncoder> configuration) {
        try (LogLines lines = LogLines.json(configuration)) {
            lines.logger.error(message, problem);
            return lines.lastJson().message();
        }
    }

    /** The lines of the text format, without what stands before the trace's own text. */
    private static List<String> text(Throwable problem) {
        try (LogLines lines = LogLines.text()) {
            lines.logger.error("failed", problem);
            assertTrue(lines.last().getBytes(StandardCharsets.UTF_8).length <= 16_000);
            return lines.last()
                    .lines()
                    .skip(1)
                    .map(line -> line.replaceFirst("^ {7}\\| ", ""))
                    .toList();
        }
    }

    private static void assertWithinLimit(String message) {
        int length = message.codePointCount(0, message.length());
        assertTrue(length <= LIMIT, () -> length + " characters: " + message);
    }

    private static void unlimited(RunPodEncoder encoder) {
        encoder.setMaxMessageChars("0");
        encoder.setMaxValueChars("0");
        encoder.setMaxLineBytes("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40})
    void everyHeaderSurvives(int length) {
        String message = message("failed", chain(length, "problem", 100));
        assertWithinLimit(message);
        assertHeaders(length, message.lines().toList());
        assertHeaders(length, text(chain(length, "problem", 100)));
    }

    @Test
    void longMessagesShareTheRoomOfTheHeaders() {
        Throwable problem = chain(40, "x".repeat(10_000), 100);
        String message = message("failed", problem);
        assertWithinLimit(message);
        assertHeaders(40, message.lines().toList());
        assertHeaders(40, text(problem));
    }

    private static void assertHeaders(int length, List<String> lines) {
        List<String> headers =
                lines.stream().filter(line -> line.contains(": #")).toList();
        assertEquals(length, headers.size(), () -> String.join("\n", lines));
        for (int i = 0; i < length; i++) {
            String header = (i == 0 ? "" : "Caused by: ") + (i < length - 1 ? STATE : ROOT) + '#' + i + ' ';
            assertTrue(headers.get(i).startsWith(header), () -> String.join("\n", headers));
        }
    }

    @Test
    void shortMessageStaysWholeBesideLongOnes() {
        Throwable problem = new IllegalStateException("x".repeat(10_000), framed(new Exception("the reason"), "m", 50));
        String message = message("failed", problem);
        assertTrue(message.contains("\nCaused by: java.lang.Exception: the reason\n"), message);
        assertTrue(message.startsWith("failed\n" + STATE + "x".repeat(1000)), message);
        assertWithinLimit(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 13, 18, 30, 100})
    void topFramesOfTheCauseChainSurviveBesideManySuppressed(int suppressed) {
        Throwable problem = chain(3, "problem", 30);
        for (int i = 0; i < suppressed; i++) {
            problem.addSuppressed(framed(new Exception("item " + i + " failed: " + "x".repeat(170)), "s" + i, 20));
        }
        String message = message("failed", problem);
        List<String> text = text(problem);
        for (int i = 0; i < 3; i++) {
            assertTrue(message.contains("\n\t" + frame("m" + i, 1) + "\n"), message);
            assertTrue(text.contains("    " + frame("m" + i, 1)), message);
        }
        assertWithinLimit(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void topFrameOfEveryThrowableSurvives(int length) {
        Throwable problem = chain(length, "x".repeat(10_000), 1000);
        String message = message("failed", problem);
        List<String> text = text(problem);
        for (int i = 0; i < length; i++) {
            assertTrue(message.contains("\n\t" + frame("m" + i, 1) + "\n"), message);
            assertTrue(text.contains("    " + frame("m" + i, 1)), message);
        }
        assertWithinLimit(message);
    }

    @Test
    void rootCausesTopFrameSurvivesInALongChain() {
        String message = message("failed", chain(40, "problem", 100));
        assertTrue(message.contains("\n\t" + frame("m39", 1) + "\n"), message);
    }

    @Test
    void chainOf300KeepsItsEndsAndCountsTheOthers() {
        String message = message("failed", chain(300, "x".repeat(10_000), 50));
        assertWithinLimit(message);
        long shown = message.lines()
                .filter(line -> line.contains(STATE) || line.contains(ROOT))
                .count();
        assertEquals(300, shown + count(message, "\\.\\.\\. (\\d+) causes elided"), message);
        assertTrue(shown >= 40, message);
        assertTrue(message.startsWith("failed\n" + STATE), message);
        assertTrue(message.contains("\nCaused by: " + ROOT), message);
    }

    @Test
    void nothingIsLeftOutWithoutLimits() {
        Throwable problem = chain(300, "x".repeat(200), 20);
        List<String> lines = message("failed", problem, StackTraceBudgetTest::unlimited)
                .lines()
                .toList();
        assertEquals(1 + 300 * 21, lines.size());
        assertHeaders(300, lines);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 50, 100, 101, 500, 1000, 10_000})
    void framesAreElidedInTheMiddleAndCounted(int depth) {
        Throwable problem = framed(new IllegalStateException("no"), "run", depth);
        String message = message("failed", problem);
        assertWithinLimit(message);
        assertFrames(depth, message.lines().skip(2).map(String::strip).toList());
        assertFrames(depth, text(problem).stream().skip(1).map(String::strip).toList());
    }

    private static void assertFrames(int depth, List<String> lines) {
        int expected = 1;
        for (String line : lines) {
            if (line.startsWith("...")) {
                int elided = count(line, "\\.\\.\\. (\\d+) frames elided");
                assertTrue(expected > 1 && elided > 0, line);
                expected += elided;
            } else {
                assertEquals(frame("run", expected++), line);
            }
        }
        assertEquals(depth, expected - 1, () -> String.join("\n", lines));
        assertEquals(frame("run", depth), lines.get(lines.size() - 1));
        assertTrue(lines.size() >= Math.min(depth, 80), () -> String.join("\n", lines));
    }

    @Test
    void elidedAndFoldedFramesAreAllCounted() {
        StackTraceElement[] shared = framed(new Exception(), "shared", 30).getStackTrace();
        Throwable cause = framed(new Exception("why"), "inner", 500);
        cause.setStackTrace(Stream.concat(Arrays.stream(cause.getStackTrace()), Arrays.stream(shared))
                .toArray(StackTraceElement[]::new));
        Throwable problem = new IllegalStateException("no", cause);
        problem.setStackTrace(shared);
        String message = message("failed", problem);
        String ofCause = message.substring(message.indexOf("Caused by: "));
        long shown = ofCause.lines().filter(line -> line.startsWith("\tat ")).count();
        assertEquals(
                530,
                shown + count(ofCause, "\\.\\.\\. (\\d+) frames elided") + count(ofCause, "\\.\\.\\. (\\d+) common"),
                ofCause);
        assertWithinLimit(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200, 500, 3000})
    void elidedAndExcludedFramesAreAllCounted(int depth) {
        Throwable problem = framed(new IllegalStateException("no"), "run", depth);
        StackTraceElement[] frames = problem.getStackTrace();
        for (int i = 0; i < depth; i++) {
            frames[i] = i % 7 < 3 ? new StackTraceElement("lib.A", "run", "A.java", i) : frames[i];
        }
        problem.setStackTrace(frames);
        String message = message("failed", problem, encoder -> encoder.setStackTraceExclude("lib.*"));
        long shown = message.lines().filter(line -> line.startsWith("\tat ")).count();
        assertEquals(depth, shown + count(message, "(\\d+) frames e"), message);
        assertWithinLimit(message);
    }

    @Test
    void suppressedAreShownOrCounted() {
        Throwable problem = framed(new IllegalStateException("no", chain(3, "x", 10)), "run", 10);
        for (int i = 0; i < 200; i++) {
            problem.addSuppressed(framed(new Exception("suppressed"), "s", 3));
        }
        for (Consumer<RunPodEncoder> configuration :
                List.<Consumer<RunPodEncoder>>of(encoder -> {}, StackTraceBudgetTest::unlimited)) {
            String message = message("failed", problem, configuration);
            long shown = message.lines()
                    .filter(line -> line.startsWith("\tSuppressed: "))
                    .count();
            assertTrue(shown > 10, message);
            assertEquals(200, shown + count(message, "\\.\\.\\. (\\d+) suppressed elided"), message);
            assertTrue(message.contains("Caused by: " + ROOT), message);
        }
        assertWithinLimit(message("failed", problem));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 64, 65, 101, 300})
    void chainOfASuppressedThrowableKeepsItsRoot(int length) {
        Throwable problem = framed(new IllegalStateException("no"), "run", 100);
        problem.addSuppressed(chain(length, "problem", 3));
        for (Consumer<RunPodEncoder> configuration :
                List.<Consumer<RunPodEncoder>>of(encoder -> {}, StackTraceBudgetTest::unlimited)) {
            String message = message("failed", problem, configuration);
            assertTrue(message.contains("\n\tSuppressed: " + (length == 1 ? ROOT : STATE) + "#0 "), message);
            assertTrue(message.contains("\n\tCaused by: " + ROOT + '#' + (length - 1) + ' '), message);
            long shown = message.lines().filter(line -> line.contains(": #")).count();
            assertEquals(length, shown + count(message, "\n\t\\.\\.\\. (\\d+) causes elided"), message);
            if (length <= 10) {
                assertEquals(length, shown, message);
            }
        }
        assertWithinLimit(message("failed", problem));
        assertTrue(text(problem).stream().anyMatch(line -> line.contains(ROOT)));
    }

    @Test
    void chainOfASuppressedThrowableGivesWayToTheCauses() {
        Throwable problem = chain(40, "problem", 10);
        problem.addSuppressed(chain(30, "closing", 10));
        String message = message("failed", problem);
        assertWithinLimit(message);
        long shown = message.lines().filter(line -> line.contains(": #")).count();
        assertEquals(
                70,
                shown + count(message, "(\\d+) causes elided") + count(message, "(\\d+) suppressed elided"),
                message);
        assertTrue(shown >= 40, message);
        assertTrue(message.contains("\nCaused by: " + ROOT), message);
    }

    @Test
    void whatHangsOnSuppressedThatAreTooDeepIsCounted() {
        Throwable problem = chain(3, "x", 1);
        for (int i = 0; i < 20; i++) {
            Throwable outer = framed(new Exception("level " + (20 - i), chain(2, "y", 1)), "s", 1);
            outer.addSuppressed(problem);
            problem = outer;
        }
        String message = message("failed", problem, StackTraceBudgetTest::unlimited);
        long shown = message.lines().filter(line -> line.contains(": ")).count();
        assertEquals(20 * 3 + 3, shown + count(message, "\\.\\.\\. (\\d+) suppressed elided"), message);
    }

    @Test
    void longMessageAndTraceShareTheLimitByHalves() {
        String message = message("m".repeat(10_000), chain(3, "x".repeat(10_000), 1000));
        long ofMessage = message.chars().filter(c -> c == 'm').count();
        assertTrue(ofMessage >= LIMIT / 2 - 100, message);
        assertTrue(message.contains("\n...TRUNCATED "), message);
        int trace = message.length() - message.indexOf("\n" + STATE);
        assertTrue(trace >= LIMIT / 2 - 200 && trace <= LIMIT / 2 + 1, message);
        assertTrue(message.contains("\nCaused by: " + ROOT + "#2 "), message);
        assertTrue(message.length() <= LIMIT + "\n...TRUNCATED 00000 CHARACTERS...\n".length(), message);
    }

    @Test
    void shortTraceLeavesTheRestToTheMessage() {
        Throwable problem = framed(new IllegalStateException("no"), "run", 5);
        String message = message("m".repeat(3000), problem);
        assertTrue(message.startsWith("m".repeat(3000) + "\n" + STATE + "no\n"), message);
        assertTrue(message.endsWith(frame("run", 5)), message);
    }

    @Test
    void shortMessageLeavesTheRestToTheTrace() {
        String message = message("m", framed(new IllegalStateException("no"), "run", 10_000));
        assertTrue(message.startsWith("m\n" + STATE + "no\n"), message);
        assertTrue(message.length() > LIMIT - 100, message);
        assertWithinLimit(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 100, 1000})
    void smallLimitHoldsForTheTraceToo(int limit) {
        for (String text : List.of("m", "m".repeat(500))) {
            String message = message(
                    text,
                    chain(5, "x".repeat(500), 10),
                    encoder -> encoder.setMaxMessageChars(Integer.toString(limit)));
            assertTrue(message.length() <= limit + 2 * "\n...TRUNCATED 00000 CHARACTERS...\n".length(), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "512, \u0436",
        "512, \ud83d\ude80",
        "1000, \u0436",
        "1000, \u202e",
        "4000, \ud83d\ude80",
        "4000, \u0001",
        "16000, \u0436",
        "16000, \ud83d\ude80"
    })
    void lineHoldsItsBytesWhateverTheMessagesAreMadeOf(int most, String letter) {
        Throwable problem = chain(4, letter.repeat(5000), 200);
        Consumer<RunPodEncoder> configuration = encoder -> encoder.setMaxLineBytes(Integer.toString(most));
        try (LogLines json = LogLines.json(configuration);
                LogLines utf8 = LogLines.json(configuration.andThen(encoder -> encoder.setAscii("false")));
                LogLines text = LogLines.text(configuration)) {
            for (LogLines lines : List.of(json, utf8, text)) {
                for (String message : List.of("failed", letter.repeat(5000))) {
                    lines.logger.error(message, problem);
                    int bytes = lines.last().getBytes(StandardCharsets.UTF_8).length;
                    assertTrue(bytes <= most, bytes + " bytes: " + lines.last());
                    if (most >= 4000) {
                        assertTrue(lines.last().contains("Caused by: " + ROOT), lines.last());
                    }
                }
            }
        }
    }

    private static int count(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        int sum = 0;
        while (matcher.find()) {
            sum += Integer.parseInt(matcher.group(1));
        }
        return sum;
    }
}
