package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before a log line, and what only looks like one. */
class PrefixTest {

    private static final String LINE = "{\"requestId\": \"a1\", \"message\": \"hi\", \"level\": \"ERROR\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "2026-01-03T07:17:05.352092367Z @07:17:05.352 ",
                "2026-01-03T09:17:05.352+02:00 @07:17:05.352 ",
                "2026-01-03T09:17:05.352+0200 @07:17:05.352 ",
                "2026-01-03 07:17:05,352 @07:17:05.352 ",
                "2026/01/03 07:17:05 @07:17:05.000 ",
                "[2026-01-03T07:17:05.352Z] @07:17:05.352 ",
                "2026-01-03 07:17:05 UTC @07:17:05.000 ",
                "2026-01-03T07:17:05.352092367Z stdout F @07:17:05.352 ",
                "2026-01-03T07:17:04Z 2026-01-03T07:17:05Z @07:17:05.000 ",
                "2026-01-03T07:17:05Z worker-1  | @07:17:05.000 worker-1 ",
                "worker-1  | 2026-01-03T07:17:05Z @07:17:05.000 worker-1 ",
                "[pod/worker-7f/main] @pod/worker-7f/main ",
                "[CONTAINER] @",
                "worker-7f-x @worker-7f-x "
            })
    void prefixIsTakenOff(String prefix, String shown) {
        String glued = prefix.endsWith("]") ? prefix : prefix + " ";
        for (String line : new String[] {LINE, "ERROR  | a1 | hi"}) {
            String out = Viewed.text(glued + line).replace("2026-01-03 UTC\n", "");
            assertEquals(
                    (shown == null ? "" : shown.strip() + (shown.isBlank() ? "" : " ")) + "ERROR  | a1 | hi\n", out);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b[36mworker-1  | \u001b[0m", "\u001b[1;36mworker-1  | \u001b[0m\u001b[K", "worker-1 |\t"})
    void coloursOfAPrefixAreTakenOff(String prefix) {
        Viewed.of(prefix + LINE, " \u001b[0m\t" + LINE + "\u001b[0m ")
                .run()
                .prints("worker-1 ERROR  | a1 | hi", "ERROR  | a1 | hi");
    }

    @Test
    void systemIsASource() {
        Viewed.of("[SYSTEM] " + LINE).run().prints("ERROR  | a1 | [system] hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sent ", "loading weights: 5%", "INFO:root:", "Jan 03 07:17:05 host worker[12]: "})
    void textBeforeALineStaysVisible(String text) {
        Viewed.of(text + LINE).run().prints(text, "ERROR  | a1 | hi");
        Viewed.of(text + LINE.replace("ERROR", "INFO")).run("--level", "error").prints(text);
    }

    @Test
    void twoLinesThatAreGluedAreTwoLines() {
        Viewed.of(LINE + LINE.replace("a1", "b2") + LINE)
                .run()
                .prints("ERROR  | a1 | hi", "ERROR  | b2 | hi", "ERROR  | a1 | hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%|##| 2/2 [00:01<00:00, 1.2it/s]",
                "Loading: 1/4\rLoading: 4/4\r",
            })
    void textLineIsFoundAfterAProgressBar(String bar) {
        Viewed.of(bar + "ERROR  | a1 | hi")
                .run("--level", "error")
                .prints(bar.replaceAll(".*\r(.+)\r", "$1"), "ERROR  | a1 | hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -d '{\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"}'",
                "curl -d '{\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"}",
                "payload={\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"}",
                "{\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"} done",
                "{\"inner\": {\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"}}",
                "{\"lines\": [{\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"}]}",
                "[\"x\", {\"requestId\": \"a\", \"message\": \"m\", \"level\": \"INFO\"}]",
                "INFO   | a1 | got {\"requestId\": \"a\", \"message\": \"m\", \"level\": \"ERROR\"}",
                "Response: {\"message\": \"m\", \"level\": \"INFO\"}",
                "the line \"INFO   | a | b\" was printed",
                "| INFO   | 3 |",
                "INFO | not padded",
                "2026-01-03 07:17:05 | LOUD | worker-1 | no level",
                "2026-01-03 07:17:05 - something - else"
            })
    void whatOnlyLooksLikeALineIsText(String text) {
        Viewed.of(text).run().prints(text);
        assertEquals(
                text.startsWith("INFO   |") ? "" : text + "\n",
                Viewed.of(text).run("--level", "warn").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\rtwo", "a\rb\r", "x\r"})
    void carriageReturnsThatAreNoProgressBarStay(String text) {
        Viewed.of(text).run().prints(text);
    }

    @Test
    void textAfterAKnownNameIsOfTheSameWorker() {
        Viewed.of("worker-1  | " + LINE, "worker-1  | plain", "other | plain", "worker-1  |   File \"x\"")
                .run("--worker", "worker-1")
                .prints("worker-1 ERROR  | a1 | hi", "worker-1        | plain", "worker-1        |   File \"x\"");
    }

    @Test
    void partsOfALineArePutTogether() {
        Viewed.of(
                        "2026-01-03T07:17:05Z stdout P " + LINE.substring(0, 30),
                        "2026-01-03T07:17:05Z stderr F other",
                        "2026-01-03T07:17:06Z stdout F " + LINE.substring(30),
                        "2026-01-03T07:17:07Z stdout P never ended")
                .run()
                .prints(
                        "2026-01-03 UTC",
                        "07:17:05.000        | other",
                        "07:17:06.000 ERROR  | a1 | hi",
                        "never ended");
    }

    @Test
    void coloursOfAMessageAreDropped() {
        Viewed.of("{\"message\": \"\\u001b[36mblue\\u001b[0m\", \"level\": \"info\"}", "\u001b[1mbold\u001b[0m")
                .run()
                .prints("INFO   | blue", "bold");
    }
}
