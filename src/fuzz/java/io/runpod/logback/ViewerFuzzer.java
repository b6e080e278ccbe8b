package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.runpod.logback.viewer.Viewed;
import java.util.regex.Pattern;

/** Logs of any bytes: the viewer ends well, and nothing that a terminal acts on gets out. */
class ViewerFuzzer {

    private static final String[] PIECES = {
        "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"k\": [1, {\"a\": \"b c\"}]}}",
        "{\"requestId\": \"r\", \"message\": \"a\\nx.E: b\\n\\tat y\\n\\u001b[1m\", \"level\": \"ERROR\", ",
        "{\"source\": \"container\", \"ts\": \"2026-01-02T03:04:05.678Z\", \"line\": \"",
        "\"timestamp\": \"2026-01-02T03:04:05+01:00\"",
        "\"extra\": {\"error_type\": \"x.E\", \"",
        "\"thread\": \"",
        "data: ",
        "id: 1\n",
        "\r\n",
        "\n",
        "\\ud83d\\ude00",
        "\\u202e",
        "\"}",
        "}",
        "[[[[",
        "\u001b]0;",
        "桜😀e\u0301",
        "2026-01-02T03:04:05.678901234Z ",
        "[2026/01/02 03:04:05,678] ",
        "stdout P ",
        "stderr F ",
        "worker-1  | ",
        "[pod/a-1/b] ",
        "INFO   | r | m | a=1",
        "ERROR  | {\n",
        "    \"error_traceback\": \"Traceback (most recent call last):\\n  File\"\n",
        "2026-01-02 03:04:05.678 | warning | w1 | a\\n",
        "2026-01-02 03:04:05,678 - x - FATAL - [Request: r] - m",
        "100%|#| 2/2 [00:01, 10.5it/s]",
        "\r",
        "\u001b[36m",
        "\", \"workerId\": \"w1\", \"truncated\": true",
        "{\"log\": \"x\\n\", \"stream\": \"stdout\", \"time\": \"2026-01-02T03:04:05Z\"}",
        "{\"container\": [\"2026-01-02T03:04:05Z a\", \"b\"], \"system\": [",
        "{\"items\": [",
        "[\n",
        "]\n",
        "---\n",
        "line: '",
        "line: |-\n",
        "source: system\n",
        "workerId: w2\n",
        "Traceback (most recent call last):\n  File \"x\"\nValueError: y\n",
        "  "
    };

    private static final String[][] OPTIONS = {
        {},
        {"--color", "always", "--width", "20"},
        {"--width", "33", "--grep", "a|b"},
        {"--stats"},
        {"--json"},
        {"--stats", "--json"},
        {"--worker", "w*", "--color", "always"},
        {"--since", "2026-01-02", "--request", "r*", "--level", "warn"}
    };

    private static final Pattern TERMINAL =
            Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]");

    @FuzzTest
    void showsAnyLog(FuzzedDataProvider data) {
        String[] options = data.pickValue(OPTIONS);
        StringBuilder log = new StringBuilder();
        for (int i = data.consumeInt(0, 12); i > 0; i--) {
            log.append(data.consumeInt(0, 2) > 0 ? data.pickValue(PIECES) : data.consumeString(12));
        }
        String out = Viewed.onTerminal(log.toString(), options);
        assertFalse(TERMINAL.matcher(out.replaceAll("\u001b\\[[0-9]*m", "")).find() && options != OPTIONS[4], out);
        assertEquals(out.isEmpty(), !out.endsWith("\n"), out);
    }
}
