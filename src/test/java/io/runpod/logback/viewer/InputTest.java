package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form in which a worker's lines come. */
class InputTest {

    static final String LINE =
            "{\"requestId\": \"a1\", \"message\": \"hello\", \"level\": \"INFO\", \"extra\": {\"steps\": 30}}";
    static final String SHOWN = "INFO   | a1 | hello | steps=30";

    @TempDir
    Path folder;

    @Test
    void lineOfTheSdk() {
        Viewed.of("{\"requestId\": null, \"message\": \"hi\", \"level\": \"DEBUG\"}")
                .run()
                .prints("DEBUG  | hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "TIP"})
    void everyLevel(String level) {
        Viewed.of("{\"requestId\": null, \"message\": \"hi\", \"level\": \"" + level + "\"}")
                .run()
                .prints(level + " ".repeat(7 - level.length()) + "| hi");
    }

    @Test
    void fieldsNestedAndFlatLookAlike() {
        Viewed.of(
                        LINE,
                        "{\"requestId\": \"a1\", \"message\": \"hello\", \"level\": \"INFO\", \"steps\": 30}",
                        "{\"requestId\": \"a1\", \"message\": \"hello\", \"level\": \"INFO\", \"line\": 1, "
                                + "\"extra.message\": \"x\"}")
                .run()
                .prints(SHOWN, SHOWN, "INFO   | a1 | hello | line=1 extra.message=x");
    }

    @Test
    void valuesAreBareOrJson() {
        Viewed.of(
                        "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"a\":\"b\",\"c\":\"d e\","
                                + "\"f g\":-1.50e3,\"h\":[1,{\"i\":null,\"j\":[]},true],\"k\":{},\"l\":\"\",\"m\":\"\\u685c=\","
                                + "\"n\":\"\\u685c\",\"o\":\"\\ud83d\\ude00\"}}")
                .run()
                .prints(
                        "INFO   | m | a=b c=\"d e\" \"f g\"=-1.50e3 h=[1, {\"i\": null, \"j\": []}, true] k={} l= m=\"桜=\" n=桜"
                                + " o=😀");
    }

    @Test
    void includedKeysStandWhereTheyDoInTheLibrarysLine() {
        Viewed.of("{\"requestId\": \"a1\", \"message\": \"m\", \"level\": \"INFO\", \"timestamp\": "
                        + "\"2026-01-02T03:04:05.678901Z\", \"logger\": \"x.Y\", \"thread\": \"main\", \"caller\": "
                        + "\"x.Y.z(Y.java:1)\"}")
                .run()
                .prints("2026-01-02 UTC", "03:04:05.678 INFO   | a1 | [x.Y] [main] [x.Y.z(Y.java:1)] m");
    }

    @Test
    void utf8AndAsciiLookAlike() {
        Viewed.of(
                        "{\"requestId\": null, \"message\": \"桜 é\", \"level\": \"INFO\"}",
                        "{\"requestId\": null, \"message\": \"\\u685c \\u00e9\", \"level\": \"INFO\"}")
                .run()
                .prints("INFO   | 桜 é", "INFO   | 桜 é");
    }

    @Test
    void manyLinesWithNamesOfTheirOwnAndOfAnyLength() {
        List<String> lines = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String message = "m".repeat(i % 100 == 0 ? 7900 + i : i % 50 + 1);
            lines.add("{\"requestId\": null, \"message\": \"" + message + "\", \"level\": \"INFO\", \"name" + i + "\": "
                    + i + "}");
            shown.add("INFO   | " + message + " | name" + i + "=" + i);
        }
        Viewed.of(lines.toArray(new String[0])).run().prints(shown.toArray(new String[0]));
    }

    @Test
    void keysInAnyOrder() {
        Viewed.of("{\"extra\":{\"b\":1},\"level\":\"WARN\",\"message\":\"m\",\"a\":2,\"requestId\":\"r\"}")
                .run()
                .prints("WARN   | r | m | b=1 a=2");
    }

    @Test
    void linesOfAMessageStandBehindTheGutter() {
        Viewed.of(
                        "{\"requestId\": null, \"message\": \"a\\nb\\r\\n\\rc\\n\", \"level\": \"INFO\", \"extra\": {\"k\": 1}}")
                .run()
                .prints("INFO   | a", "       | b", "       | ", "       | c", "       |  | k=1");
    }

    @Test
    void stackTraceStandsBehindTheFields() {
        Viewed.of(
                        "{\"requestId\": null, \"message\": \"bad\\nx.E: no\\nmore\\n\\tat x.Y.z(Y.java:1)\\nCaused by: x.F\\n"
                                + "\\t... 1 more\", \"level\": \"ERROR\", \"extra\": {\"error_type\": \"x.E\"}}",
                        "{\"requestId\": null, \"message\": \"bad\\ndata\\nx.E\\n\\tat x.Y.z(Y.java:1)\", \"level\": "
                                + "\"ERROR\", \"extra\": {\"k\": 1}}")
                .run()
                .prints(
                        "ERROR  | bad",
                        "       | x.E: no",
                        "       | more",
                        "       |     at x.Y.z(Y.java:1)",
                        "       | Caused by: x.F",
                        "       |     ... 1 more",
                        "ERROR  | bad",
                        "       | data | k=1",
                        "       | x.E",
                        "       |     at x.Y.z(Y.java:1)");
    }

    private static String frame(String source, String line, String time) {
        return "{\"source\": \"" + source + "\", \"line\": \""
                + line.replace("\\", "\\\\").replace("\t", "\\t").replace("\"", "\\\"") + "\", \"ts\": \"" + time
                + "\"}";
    }

    @Test
    void framesGiveTheTime() {
        Viewed.of(
                        frame("container", LINE, "2026-01-02T03:04:05.6Z"),
                        frame("container", "plain \ttext", "2026-01-02T05:04:06+02:00"),
                        frame("system", "worker is ready", "2026-01-03T00:00:00.123456789Z"),
                        frame("system", LINE, "soon"))
                .run()
                .prints(
                        "2026-01-02 UTC",
                        "03:04:05.600 " + SHOWN,
                        "03:04:06.000        | plain \ttext",
                        "2026-01-03 UTC",
                        "00:00:00.123 system | worker is ready",
                        "soon INFO   | a1 | [system] hello | steps=30");
    }

    @Test
    void frameInAnyOrderAndWithMoreKeys() {
        Viewed.of(
                        "{\"ts\":\"2026-01-02T03:04:05Z\",\"line\":\"a\",\"source\":\"container\"}",
                        "{\"podId\":{\"a\":[1]},\"line\":\"b\\r\\n\",\"ts\":\"2026-01-02T03:04:05Z\",\"source\":\"container\"}",
                        "{\"line\":\"c\\n\\nd\",\"ts\":\"2026-01-02T03:04:05Z\",\"source\":\"container\"}")
                .run()
                .prints(
                        "2026-01-02 UTC",
                        "03:04:05.000        | a",
                        "03:04:05.000        | b",
                        "03:04:05.000        | c",
                        "03:04:05.000        | ",
                        "03:04:05.000        | d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": \"container\", \"line\": 7, \"ts\": \"2026-01-02T03:04:05Z\"}",
                "{\"line\": \"a\"}",
                "{\"log\": \"a\"}",
                "{\"message\": \"a\", \"level\": \"LOUD\"}",
                "{\"message\": \"a\", \"level\": 30}",
                "{\"requestId\": null, \"message\": \"a\"}",
                "{\"requestId\": null, \"level\": \"INFO\"}",
                "{\"requestId\": null, \"message\": \"a\", \"level\": \"INFO\"} x",
                "[]",
                "{}",
                "plain",
                "",
                "data: plain",
                "data: {}",
                "id: 7",
                ": comment",
                "INFO   | a1 | text of the SDK",
                "tab\tand \u001b[2Jno colour\u0007"
            })
    void whatIsNoLogLinePassesUnchanged(String text) {
        Viewed.of(text, LINE, text).run().prints(text, SHOWN, text);
    }

    @Test
    void bytesThatAreNoTextPassUnchanged() {
        byte[] bytes = new byte[1000];
        new java.util.Random(3).nextBytes(bytes);
        bytes[999] = '\n';
        assertArrayEquals(bytes, Viewed.of(bytes).run().out.toByteArray());
    }

    @Test
    void eventStreamIsTakenApart() {
        String data = "data: " + frame("container", LINE, "2026-01-02T03:04:05Z");
        Viewed.of(
                        ": connected",
                        "",
                        "retry: 3000",
                        "id: 1",
                        "event: log",
                        data,
                        "",
                        ": ping",
                        "",
                        data.replace("data: ", "data:"),
                        "",
                        "id: 9",
                        "",
                        "other",
                        "",
                        "id: of a text")
                .run()
                .prints(
                        "2026-01-02 UTC",
                        "03:04:05.000 " + SHOWN,
                        "03:04:05.000 " + SHOWN,
                        "other",
                        "",
                        "id: of a text");
    }

    @Test
    void eventStreamWithCarriageReturns() {
        String data = "data: " + frame("container", "x", "2026-01-02T03:04:05Z");
        Viewed.of(("id: 1\r\n" + data + "\r\n\r\n").getBytes(StandardCharsets.UTF_8))
                .run()
                .prints("2026-01-02 UTC", "03:04:05.000        | x");
    }

    @Test
    void manyFieldsWithoutAFrameAreText() {
        String[] lines = new String[50];
        Arrays.setAll(lines, i -> "id: " + i);
        Viewed.of(lines).run().prints(lines);
    }

    @Test
    void carriageReturnsByteOrderMarkAndAMissingLineEnd() {
        Viewed.of(("\ufeff" + LINE + "\r\n" + LINE).getBytes(StandardCharsets.UTF_8))
                .run()
                .prints(SHOWN, SHOWN);
        assertEquals("x\r\n", Viewed.text("x\r\n"));
    }

    @Test
    void anyCutIntoReadsIsTheSame() throws IOException {
        byte[] bytes = (LINE + "\r\nä桜😀\n\n" + LINE).getBytes(StandardCharsets.UTF_8);
        String expected = Viewed.of(bytes).run().out();
        for (int size = 1; size < 40; size++) {
            int most = size;
            InputStream slow = new java.io.FilterInputStream(new java.io.ByteArrayInputStream(bytes)) {
                @Override
                public int read(byte[] to, int from, int count) throws IOException {
                    return super.read(to, from, Math.min(most, count));
                }
            };
            assertEquals(expected, Viewed.of(slow).run().out());
        }
    }

    @Test
    void whatHasArrivedIsShownBeforeAReadWaits() {
        List<String> atReads = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream slow = new InputStream() {
            private int count;

            @Override
            public int read() {
                throw new AssertionError();
            }

            @Override
            public int read(byte[] to, int from, int most) {
                atReads.add(out.toString(StandardCharsets.UTF_8));
                if (++count > 2) {
                    return -1;
                }
                byte[] line = (LINE + "\n" + (count == 2 ? ": comment\n" : "half")).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(line, 0, to, from, line.length);
                return line.length;
            }
        };
        Viewed.of(slow).to(out).run();
        assertEquals(List.of("", SHOWN + "\n", SHOWN + "\nhalf\n" + SHOWN + "\n: comment\n"), atReads);
    }

    @Test
    void filesAreReadInOrderAndStandardInputAmongThem() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), LINE);
        Path second = Files.writeString(folder.resolve("second"), "\ufeffb\n");
        Viewed.of("in").run(second.toString(), "-", first.toString()).prints("b", "in", SHOWN);
    }

    @Test
    void fileThatCannotBeReadIsToldAndTheOthersAreRead() throws IOException {
        Path good = Files.writeString(folder.resolve("good"), "a\n");
        Viewed viewed = Viewed.of().run(folder + "/none", folder.toString(), good.toString());
        assertEquals("a\n", viewed.out());
        assertEquals(
                "runpod-logback-viewer: cannot read " + folder + "/none: no such file\n"
                        + "runpod-logback-viewer: cannot read " + folder + ": it is a directory\n",
                viewed.err());
        assertEquals(1, viewed.code());
    }

    @Test
    void lineWithoutEndGoesThroughInPieces() {
        byte[] bytes = new byte[2 * LineReader.MAX_LINE_BYTES + 5];
        Arrays.fill(bytes, (byte) 'x');
        bytes[0] = '{';
        byte[] expected = Arrays.copyOf(bytes, bytes.length + 1);
        expected[bytes.length] = '\n';
        assertArrayEquals(expected, Viewed.of(bytes).run().out.toByteArray());
        String summary = Viewed.of(bytes).run("--stats").out();
        assertTrue(summary.contains("1  longer than 16 MiB"), summary);
        assertTrue(summary.startsWith("1 line\n"), summary);
    }
}
