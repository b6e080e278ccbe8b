package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines in the text form, and what continues them. */
class TextFormTest {

    private static final String[] LOG = {
        "INFO   | a1 | Started | steps=3",
        "       | second",
        "loading",
        "ERROR  | b2 | Failed",
        "Traceback (most recent call last):",
        "  File \"x.py\", line 1, in f",
        "ValueError: bad",
        "",
        "During handling of the above exception, another exception occurred:",
        "",
        "Traceback (most recent call last):",
        "  File \"y.py\", line 2, in g",
        "KeyError: 'k'",
        "after",
        "WARN   | Loaded | seconds=2.5",
        "DEBUG  | {",
        "    \"a\": 1",
        "}",
        "end"
    };

    private static String shown(String... options) {
        return Viewed.of(LOG).run(options).out();
    }

    private static String lines(int... numbers) {
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            text.append(LOG[number - 1]).append('\n');
        }
        return text.toString();
    }

    @Test
    void allIsShownAsItIs() {
        Viewed.of(LOG).run().prints(LOG);
    }

    @Test
    void levelTakesWhatContinuesALineWithIt() {
        assertEquals(lines(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 19), shown("--level", "error"));
        assertEquals(lines(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19), shown("--level", "warn"));
    }

    @Test
    void requestTakesWhatContinuesALineWithIt() {
        assertEquals(lines(1, 2), shown("--request", "a1"));
        assertEquals(lines(4, 5, 6, 7, 8, 9, 10, 11, 12, 13), shown("--request", "b*"));
        assertEquals("", shown("--request", "Loaded"));
    }

    @ParameterizedTest
    @CsvSource({"steps=3, 2", "second$, 2", "^Started, 2", "KeyError, 10", "b2, 0", "'\"a\": 1', 3", "after, 1"})
    void textIsFoundInTheLineAndWhatContinuesIt(String regex, int count) {
        assertEquals(count, shown("--grep", regex).lines().count());
    }

    @Test
    void sinceTakesWhatContinuesALineWithIt() {
        Viewed.of(
                        "2026-01-02T10:00:00Z ERROR  | a1 | early",
                        "  more",
                        "2026-01-02T11:00:00Z ERROR  | a1 | late",
                        "  more of it")
                .run("--since", "10:30")
                .prints("2026-01-02 UTC", "11:00:00.000 ERROR  | a1 | late", "  more of it");
    }

    @Test
    void levelIsColoured() {
        Viewed.of("WARN   | a1 | x\ty").run("--color", "always").prints("\u001b[33mWARN   \u001b[0m| a1 | x    y");
    }

    @Test
    void textThatGrowsTooLargeIsShownInPieces() {
        String[] lines = new String[30_000];
        Arrays.setAll(lines, i -> i == 0 ? "INFO   | head" : "  continued line " + i);
        Viewed.of(lines).run().prints(lines);
        Viewed.of(lines).run("--level", "warn").prints();
    }

    @Test
    void exceptionOfAHandlerIsShownAsOneAlsoWhereItsTraceWasCut() {
        String body = "{\n    \"error_type\": \"<class 'ValueError'>\",\n    \"error_message\": \"bad\",\n"
                + "    \"error_traceback\": \"Traceback (most recent call last):\\n  File\n...TRUNCATED 7 CHARACTERS...\n"
                + "ValueError: bad\\n\",\n    \"worker_id\": \"w1\"\n}";
        String json = "{\"requestId\": \"a1\", \"message\": \""
                + body.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\", \"level\": \"ERROR\"}";
        for (String log : new String[] {json, "ERROR  | a1 | " + body, "ERROR  | a1 | " + body.replace("\n    ", "")}) {
            Viewed.of(log)
                    .run("--request", "a1")
                    .prints(
                            "ERROR  | a1 | ValueError: bad | worker_id=w1",
                            "       | Traceback (most recent call last):",
                            "       |   File",
                            "       | ...TRUNCATED 7 CHARACTERS...",
                            "       | ValueError: bad");
        }
        Viewed.of("ERROR  | {\"error_traceback\": 7}").run().prints("ERROR  | {\"error_traceback\": 7}");
    }

    @Test
    void pythonsLoggingIsReadAsRunPodsGuideSetsItUp() {
        Viewed.of(
                        "2026-08-18 12:00:00,123 - INFO - [Request: r-1] - Received job.",
                        "2026-08-18 12:00:01,123 - my.module - WARNING - Slow.",
                        "2026-08-18 12:00:01,500 - INFO - [Request: é-1] - Not ASCII.",
                        "2026-08-18 12:00:02,123 - CRITICAL - [Request: None] - Gone.",
                        "Traceback (most recent call last):",
                        "  File \"x.py\", line 1, in f")
                .run()
                .prints(
                        "2026-08-18 UTC",
                        "12:00:00.123 INFO   | r-1 | Received job.",
                        "12:00:01.123 WARN   | [my.module] Slow.",
                        "12:00:01.500 INFO   | é-1 | Not ASCII.",
                        "12:00:02.123 ERROR  | Gone.",
                        "Traceback (most recent call last):",
                        "  File \"x.py\", line 1, in f");
    }

    @Test
    void lineOfTheConsoleHoldsWhatTheWorkerWrote() {
        Viewed.of(
                        "2026-09-11 09:18:55.043 | ERROR | w1 | Traceback:\\n  File \"x\"\\nValueError: bad\\n",
                        "2026-09-11 09:18:56 | info | w1 | {\"requestId\": \"q\", \"message\": \"m\", \"level\": \"WARN\"}\\n",
                        "2026-09-11 09:18:57 | info | w1 | DEBUG  | q | text",
                        "2026-09-11 09:18:58 | info | w1 |")
                .run()
                .prints(
                        "2026-09-11 UTC",
                        "09:18:55.043 w1 ERROR  | Traceback:",
                        "       |   File \"x\"",
                        "       | ValueError: bad",
                        "09:18:56.000 w1 WARN   | q | m",
                        "09:18:57.000 w1 DEBUG  | q | text",
                        "09:18:58.000 w1 INFO   | ");
    }
}
