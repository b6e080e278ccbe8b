package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private static String line(String id, String level, String message, String more) {
        return "{\"requestId\": " + id + ", \"message\": \"" + message + "\", \"level\": \"" + level + "\"" + more
                + "}";
    }

    @Test
    void summary() {
        Viewed.of(
                        line("\"a\"", "INFO", "step 17 of job-3f", ", \"timestamp\": \"2026-01-02T03:04:05Z\""),
                        line("\"a\"", "INFO", "step 18 of job-0", ""),
                        line("\"b\"", "ERROR", "bad\\nx.E", ""),
                        line("\"b\"", "ERROR", "worse", ""),
                        line("\"c\"", "ERROR", "bad", ", \"extra\": {\"_dropped\": 2}"),
                        "text",
                        line("null", "WARN", "Dropped 1234 log lines: 1200 throttled, 34 queue full", ""),
                        line("null", "WARN", "Dropped 1 log line: 1 throttled", ""),
                        line("null", "WARN", "Dropped it", ""),
                        line(
                                "null",
                                "TIP",
                                "a\\n...TRUNCATED 9 CHARACTERS...\\nb",
                                ", \"timestamp\": \"2026-01-02T04:06:05Z\""))
                .run("--stats")
                .prints(
                        "10 lines, 2026-01-02 03:04:05.000 to 2026-01-02 04:06:05.000 UTC (1 h 2 min)",
                        "         3  ERROR",
                        "         3  WARN",
                        "         2  INFO",
                        "         1  TIP",
                        "         1  no log line",
                        "         2  cut by the worker",
                        "Requests: 3, with errors: 2",
                        "         2  ERROR  b | bad",
                        "         1  ERROR  c | bad",
                        "Messages: 7 (# = a word with digits)",
                        "         2  bad",
                        "         2  step # of job-#",
                        "         1  Dropped # log line: # throttled",
                        "         1  Dropped # log lines: # throttled, # queue full",
                        "         1  Dropped it",
                        "         1  a",
                        "         1  worse",
                        "Dropped by the worker: 1,235 lines",
                        "     1,201  throttled",
                        "        34  queue full");
    }

    @Test
    void summaryForProgramsIsOneLineOfAscii() {
        Viewed.of(
                        line("\"a\\u007f\\u202e\\ud83d\"", "ERROR", "b\\u009b\\u001b \"", "")
                                .replace(" \"\"", " \\u0022\""),
                        "text")
                .run("--stats", "--json")
                .prints(
                        "{\"lines\":2,\"levels\":{\"TRACE\":0,\"DEBUG\":0,\"INFO\":0,\"WARN\":0,\"ERROR\":1,\"TIP\":0},"
                                + "\"noLogLine\":1,\"tooLong\":0,\"cut\":0,\"workers\":{},\"requests\":1,"
                                + "\"linesOfFurtherRequests\":0,\"requestsWithErrors\":[{\"requestId\":\"a\\u007F\\u202E\\uD83D\","
                                + "\"errors\":1,\"firstError\":\"b\\u009B\\u001B \\\"\"}],\"messages\":1,\"linesOfFurtherMessages\":0,"
                                + "\"frequentMessages\":[{\"message\":\"b\\u009B\\u001B \\\"\",\"lines\":1}],\"droppedByWorker\":{}}");
    }

    @Test
    void nothing() {
        Viewed.of(new byte[0]).run("--stats").prints("0 lines");
    }

    @Test
    void filtersComeBeforeTheCounts() {
        Viewed.of(line("null", "INFO", "a", ""), line("null", "ERROR", "b", ""))
                .run("--stats", "--level", "error")
                .prints("1 line", "         1  ERROR", "Messages: 1 (# = a word with digits)", "         1  b");
    }

    @Test
    void tablesAreBoundedAndTheRestIsCounted() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Statistics.MAX_ENTRIES + 7; i++) {
            String letters = Integer.toString(i, 10).replaceAll("(\\d)", "$1x").replaceAll("\\d", "");
            StringBuilder name = new StringBuilder();
            for (int rest = i + 1; rest > 0; rest /= 26) {
                name.append((char) ('a' + rest % 26));
            }
            lines.add(line("\"" + i + "\"", "INFO", name + " " + letters, ""));
        }
        String out = Viewed.of(lines.toArray(new String[0])).run("--stats").out();
        assertTrue(out.contains("Requests: 10,000, with errors: 0\n         7  lines of requests beyond these\n"), out);
        assertTrue(out.contains("Messages: 10,000 (# = a word with digits)\n"), out);
        assertTrue(out.contains("            ... 9,990 more\n         7  lines of messages beyond these\n"), out);
    }

    @Test
    void longIdsAndMessagesAreKeptByTheirStart() {
        String out = Viewed.of(line("\"" + "i".repeat(500) + "\"", "ERROR", "m".repeat(500), ""))
                .run("--stats")
                .out();
        assertTrue(out.contains(" " + "i".repeat(200) + " | " + "m".repeat(200) + "\n"), out);
    }
}
