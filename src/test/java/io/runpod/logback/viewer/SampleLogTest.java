package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as people have them: the files in {@code src/test/resources/viewer}. */
class SampleLogTest {

    private static Viewed view(String file, String... options) {
        String[] arguments = Arrays.copyOf(options, options.length + 1);
        arguments[options.length] = Path.of("src/test/resources/viewer", file).toString();
        return Viewed.of().run(arguments);
    }

    @Test
    void downloadOfTheConsoleHasEachLinesTime() {
        view("A-worker-download.log")
                .prints(
                        "2026-01-03 UTC",
                        "07:17:05.352        | ==========",
                        "07:17:05.352        | == CUDA ==",
                        "07:17:05.353        | CUDA Version 12.8.1",
                        "07:17:07.462        | /usr/lib/python3.10/x.py:110: SomeWarning: a setting is old.",
                        "07:17:07.462        |   warnings.warn(",
                        "07:17:08.841        | some_module.py :10  2026-01-03 07:17:08,841 manager is ready",
                        "07:17:08.841        | --- Starting Serverless Worker |  Version 1.8.1 ---",
                        "07:17:09.281 INFO   | Jobs in queue: 1",
                        "07:17:09.281 INFO   | aaaa0000-0000-4000-8000-000000000001-u2 | Started.",
                        "07:17:10.742 ERROR  | aaaa0000-0000-4000-8000-000000000001-u2 | Captured Handler Exception",
                        "07:17:10.742 ERROR  | RuntimeError: CUDA out of memory | worker_id=w1",
                        "       | Traceback (most recent call last):",
                        "       |   File \"/handler.py\", line 12, in handler",
                        "       |     go()",
                        "       | RuntimeError: CUDA out of memory",
                        "07:17:10.992 INFO   | aaaa0000-0000-4000-8000-000000000001-u2 | Finished.",
                        "07:17:10.993        | ",
                        "07:18:04.599 ERROR  | Error while getting job: ");
    }

    @Test
    void linesCopiedFromTheConsoleHaveTimeLevelAndWorker() {
        view("B-endpoint-export.log")
                .prints(
                        "2026-09-11 UTC",
                        "09:18:55.043 wrk0aaaaaaaaaa INFO   | --- Starting Serverless Worker |  Version 1.12.0 ---",
                        "09:18:55.043 wrk0aaaaaaaaaa INFO   | Running 7 fitness check(s)...",
                        "09:18:55.043 wrk0aaaaaaaaaa WARN   | [WARNING] WARNING: a library is older than it should be.",
                        "09:18:55.043 wrk0aaaaaaaaaa INFO   | All fitness checks passed. (1702.87ms)",
                        "09:18:55.477 wrk0aaaaaaaaaa INFO   | Jobs in queue: 1",
                        "09:18:56.653 wrk0aaaaaaaaaa INFO   | Started.",
                        "09:18:57.026 wrk0aaaaaaaaaa ERROR  | [ERROR] Input 7 is not valid:",
                        "09:18:57.605 wrk0aaaaaaaaaa INFO   | ",
                        "09:18:57.605 wrk0aaaaaaaaaa INFO   | Finished.");
        view("B-endpoint-export.log", "--level", "error", "--worker", "wrk0*")
                .prints("2026-09-11 UTC", "09:18:57.026 wrk0aaaaaaaaaa ERROR  | [ERROR] Input 7 is not valid:");
        view("B-endpoint-export.log", "--worker", "other").prints();
    }

    @Test
    void progressBarIsShownInItsLastStateAndLinesGluedToItAreFound() {
        view("D-tqdm.log")
                .prints(
                        "INFO 01-22 21:35:52 [async_llm.py:546] ok",
                        "Loading safetensors checkpoint shards: 100% Completed | 4/4 [00:04<00:00,  1.08s/it]",
                        "",
                        "INFO   | after bar",
                        "Loading weights: 100%|██| 1188/1188 [01:52<00:00, 10.55it/s]",
                        "ERROR  | j9 | glued to the bar",
                        "Loading weights: 100%|██| 2/2",
                        "ERROR  | j9 | after cr",
                        "(EngineCore_0 pid=75) ERROR 08-25 10:46:52 [core.py:700] boom",
                        "ERROR  | j9 | after ansi",
                        "ERROR  | j9 | after blanks");
    }

    @Test
    void snapshotIsPutInOrderAndItsSystemLinesAreMarked() {
        view("E-hapi.json")
                .prints(
                        "2026-04-02 UTC",
                        "17:14:05.000 system | create container",
                        "17:14:05.123 INFO   | j1 | Started.",
                        "17:14:06.000        | Traceback (most recent call last):",
                        "17:14:06.000 system | start container",
                        "17:14:07.000 ERROR  | j1 | boom");
    }

    @Test
    void workersAreToldApartAndTheirTracesStayInOnePiece() {
        view("F-runpodctl.jsonl")
                .prints(
                        "2026-08-18 UTC",
                        "12:00:00.000 abc456 system | create container runpod/worker:1.0",
                        "12:00:01.500 xyz789 INFO   | j2 | Started.",
                        "12:00:02.000 abc456 INFO   | j1 | Started.",
                        "12:00:05.000 xyz789        | Traceback (most recent call last):",
                        "12:00:05.000 xyz789        |   File \"/handler.py\", line 3",
                        "12:00:05.000 abc456        | Traceback (most recent call last):",
                        "12:00:06.000 xyz789 ERROR  | worker died");
        view("F-runpodctl.jsonl", "-w", "abc456", "-l", "info")
                .prints(
                        "2026-08-18 UTC",
                        "12:00:00.000 abc456 system | create container runpod/worker:1.0",
                        "12:00:02.000 abc456 INFO   | j1 | Started.",
                        "12:00:05.000 abc456        | Traceback (most recent call last):");
    }

    @Test
    void yamlOfRunpodctl() {
        view("F-runpodctl.yaml")
                .prints(
                        "2026-08-18 UTC",
                        "12:00:02.000 abc456 INFO   | j1 | Started.",
                        "12:00:03.000 system | worker is ready");
    }

    @Test
    void keysAndLevelsInOtherWords() {
        view("G-docs-write-logs.log")
                .prints(
                        "INFO   | abc123 | Processing request | input_keys=[\"prompt\", \"max_length\"]",
                        "ERROR  | abc123 | Request failed | error=boom error_type=ValueError",
                        "2026-08-18 UTC",
                        "12:00:00.000 INFO   | abc123 | Received job.",
                        "12:00:01.000 ERROR  | abc123 | Gone for good.",
                        "WARN   | abc123 | py warning",
                        "ERROR  | abc123 | fatal",
                        "INFO   | abc123 | lower",
                        "INFO   | Running 7 fitness check(s)...",
                        "INFO   | 12 | numeric id",
                        "INFO   | x | {\"a\": 1}");
        view("G-docs-write-logs.log", "--level", "error", "--request", "abc123")
                .prints(
                        "ERROR  | abc123 | Request failed | error=boom error_type=ValueError",
                        "2026-08-18 UTC",
                        "12:00:01.000 ERROR  | abc123 | Gone for good.",
                        "ERROR  | abc123 | fatal");
    }

    @Test
    void textLinesOfTheSdkAreLinesAndWhatContinuesThemGoesWithThem() {
        view("H-sdk-text.log")
                .prints(
                        "--- Starting Serverless Worker |  Version 1.7.9 ---",
                        "INFO   | Using test_input.json as job input.",
                        "DEBUG  | Retrieved local job: {'input': {'prompt': 'Hey'}, 'id': 'local_test'}",
                        "INFO   | local_test | Started.",
                        "ERROR  | local_test | Captured Handler Exception",
                        "ERROR  | ValueError",
                        "       | Traceback (most recent call last):",
                        "       |   File...",
                        "INFO   | Job local_test completed successfully.");
        view("H-sdk-text.log", "--request", "local_test", "--level", "warn")
                .prints("ERROR  | local_test | Captured Handler Exception");
        view("H-sdk-text.log", "--grep", "File")
                .prints("ERROR  | ValueError", "       | Traceback (most recent call last):", "       |   File...");
        String summary = view("H-sdk-text.log", "--stats").out();
        assertEquals(
                "8 lines\n         2  ERROR\n         3  INFO\n         1  DEBUG\n         1  no log line\n"
                        .replace("8 lines", "7 lines"),
                summary.substring(0, summary.indexOf("Requests")));
    }

    @Test
    void eventStreamWithTimesInItsLines() {
        view("L-hapi-sse.txt")
                .prints("2026-06-01 UTC", "12:05:04.123 ERROR  | j1 | boom", "12:05:05.000        | plain text");
    }

    @Test
    void linesBehindThePrefixesOfContainerRuntimes() {
        view("M-docker.log")
                .prints(
                        "2026-01-03 UTC",
                        "07:17:09.281 ERROR  | docker json-file",
                        "worker-1 ERROR  | compose prefix",
                        "ERROR  | runpod-log prefix",
                        "2016-10-06 UTC",
                        "00:17:09.669 ERROR  | cri");
    }

    @ParameterizedTest
    @CsvSource({
        "A-worker-download.log, 3",
        "B-endpoint-export.log, 1",
        "D-tqdm.log, 4",
        "E-hapi.json, 1",
        "F-runpodctl.jsonl, 1",
        "G-docs-write-logs.log, 3",
        "H-sdk-text.log, 2",
        "L-hapi-sse.txt, 1",
        "M-docker.log, 4"
    })
    void errorsAreCountedInEveryForm(String file, int errors) {
        String summary = view(file, "--stats", "--json").out();
        assertEquals(errors, Integer.parseInt(summary.replaceAll("(?s).*\"ERROR\":(\\d+).*", "$1")), summary);
    }

    @ParameterizedTest
    @CsvSource({"D-tqdm.log", "A-worker-download.log"})
    void coloursOfOthersAreNeverShown(String file) {
        for (String color : new String[] {"always", "never"}) {
            String out = view(file, "--color", color).out();
            assertFalse(out.contains("\\x1b") || out.contains("\u001b[36m(") || out.contains("\r"), out);
        }
    }
}
