package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames in arrays, objects, YAML; frames of several kinds; compressed files. */
class DocumentTest {

    private static final String FRAME =
            "{\"ts\": \"2026-01-03T07:17:09Z\", \"source\": \"container\", \"line\": \"one\", \"workerId\": \"w1\"}";
    private static final String OTHER =
            "{\"ts\": \"2026-01-03T07:17:08Z\", \"source\": \"system\", \"line\": \"two\", \"workerId\": \"w2\"}";
    private static final String[] SHOWN = {
        "2026-01-03 UTC", "07:17:08.000 w2 system | two", "07:17:09.000 w1        | one"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s, %s]",
                "[\n%s,\n%s\n]",
                "{\"items\": [%s, %s], \"nextCursor\": \"x\"}",
                "{\"items\": [\n  %s,\n  %s\n]\n}",
                "{\n  \"logs\": [\n  %s,\n  %s\n],\n\"a\": 1\n}",
                "data: [%s, %s]",
                "%s\n%s",
                "%s,\n%s,"
            })
    void framesInADocument(String document) {
        Viewed.of(document.formatted(FRAME, OTHER)).run().prints(SHOWN);
        if (!document.startsWith("data") && !document.startsWith("%s")) {
            String pretty =
                    document.formatted(FRAME, OTHER).replace(", \"", ",\n \"").replace("{\"ts", "{\n\"ts");
            Viewed.of(pretty).run().prints(SHOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"a\": 1,\n  \"b\": [1, 2]\n}",
                "[\nnot json\n]",
                "[1, 2,\n3]",
                "{\n{\n{\n",
                "[]\n{}\n{\"items\": []}",
                "---\ntext\n---\n---",
                "line: 'a",
                "source: x\nline without more",
                "{\"tags\": [\"a\"], \"n\": 1}"
            })
    void otherDocumentsPassUnchanged(String text) {
        assertEquals(text + "\n", Viewed.text(text + "\n"));
    }

    @Test
    void lineAfterALoneBraceIsRead() {
        Viewed.of("{", InputTest.LINE, "[", InputTest.LINE).run().prints("{", InputTest.SHOWN, "[", InputTest.SHOWN);
    }

    @Test
    void yamlWithQuotesAndBlocks() {
        Viewed.of(
                        "line: |-",
                        "  Traceback",
                        "    File \"x\"",
                        "source: container",
                        "ts: 2026-01-03T07:17:09Z",
                        "---",
                        "line: \"a \\\"b\\\" \\u00e9\\n\"",
                        "source: container",
                        "- line: 'it''s'",
                        "  source: system",
                        "- line: plain: text",
                        "  ts: \"2026-01-03T07:17:10Z\"",
                        "end")
                .run()
                .prints(
                        "2026-01-03 UTC",
                        "07:17:09.000        | Traceback",
                        "07:17:09.000        |   File \"x\"",
                        "       | a \"b\" é",
                        "system | it's",
                        "07:17:10.000        | plain: text",
                        "end");
    }

    @Test
    void framesWithoutTimeAndOfAnySourceAndCut() {
        Viewed.of(
                        "{\"source\": \"build\", \"line\": \"step 1\"}",
                        "{\"line\": \"x\", \"workerId\": \"w1\", \"truncated\": true}",
                        "{\"line\": \"" + InputTest.LINE.replace("\"", "\\\"")
                                + "\", \"ts\": 1767424629, \"truncated\": true}",
                        "{\"log\": \"err\\n\", \"stream\": \"stderr\", \"time\": \"2026-01-03T07:17:09.5Z\"}")
                .run()
                .prints(
                        "build  | step 1",
                        "w1        | x [truncated]",
                        "2026-01-03 UTC",
                        "07:17:09.000 " + InputTest.SHOWN + " [truncated]",
                        "07:17:09.500        | err");
    }

    @Test
    void dockersPartsArePutTogether() {
        String message = "m".repeat(20_000);
        String line = "{\\\"message\\\": \\\"" + message + "\\\", \\\"level\\\": \\\"INFO\\\"}";
        String frame = "{\"log\":\"%s\",\"stream\":\"stdout\",\"time\":\"2026-01-03T07:17:09Z\"}";
        Viewed.of(frame.formatted(line.substring(0, 16_384)), frame.formatted(line.substring(16_384) + "\\n"))
                .run()
                .prints("2026-01-03 UTC", "07:17:09.000 INFO   | " + message);
    }

    @Test
    void interleavedTracesAreShownOneAfterTheOther() {
        String frame =
                "{\"ts\":\"2026-01-03T07:17:0%dZ\",\"source\":\"container\",\"workerId\":\"w%d\",\"line\":\"%s\"}";
        String[] trace = {"Traceback (most recent call last):", "  File x, line 1", "    go()", "ValueError: bad"};
        List<String> lines = new ArrayList<>();
        List<String> shown = new ArrayList<>(List.of("2026-01-03 UTC"));
        for (int i = 0; i < 12; i++) {
            lines.add(frame.formatted(5 + i / 6, i % 3, trace[i / 3]));
            shown.add("07:17:0%d.000 w%d        | %s".formatted(5 + i % 4 / 2, i / 4, trace[i % 4]));
        }
        Viewed.of(lines.toArray(new String[0])).run().prints(shown.toArray(new String[0]));
    }

    @Test
    void eachWorkersLinesKeepTheirOrderAndAllAreShown() {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            lines.add(
                    "{\"ts\":\"2026-01-03T07:%02d:%02d.%03dZ\",\"source\":\"container\",\"workerId\":\"w%d\",\"line\":\"%s%d\"}"
                            .formatted(
                                    i / 600,
                                    i / 10 % 60,
                                    random.nextInt(1000),
                                    random.nextInt(5),
                                    random.nextBoolean() ? "  " : "t",
                                    i));
        }
        String out = Viewed.of(lines.toArray(new String[0])).run().out();
        for (int worker = 0; worker < 5; worker++) {
            String name = "w" + worker;
            List<String> given = lines.stream()
                    .filter(line -> line.contains(name))
                    .map(line -> line.replaceAll(".*line\":\"|\"}", ""))
                    .toList();
            List<String> shown = out.lines()
                    .filter(line -> line.contains(" " + name + " "))
                    .map(line -> line.replaceFirst(".*? \\| ", ""))
                    .toList();
            assertEquals(given, shown);
        }
    }

    @Test
    void compressedFilesAreKnownByTheirContent() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write((InputTest.LINE + "\n").repeat(2).getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.write(folder.resolve("worker.log"), compressed.toByteArray());
        Viewed.of(compressed.toByteArray())
                .run("-", file.toString())
                .prints(
                        InputTest.SHOWN,
                        InputTest.SHOWN,
                        InputTest.SHOWN,
                        InputTest.SHOWN,
                        InputTest.SHOWN,
                        InputTest.SHOWN,
                        InputTest.SHOWN,
                        InputTest.SHOWN);
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(compressed.toByteArray(), 60));
        Viewed viewed = Viewed.of().run(cut.toString());
        assertEquals(1, viewed.code());
        assertTrue(viewed.err().contains("cannot read " + cut), viewed.err());
    }

    @Test
    void noLineOfTextIsLost() throws IOException {
        String[] pieces = {
            FRAME,
            OTHER,
            InputTest.LINE,
            "{",
            "[",
            "]",
            "}",
            "---",
            "line: 'x",
            "source: container",
            "id: 1",
            "data: x",
            "",
            "INFO   | a1 | text",
            "  indented",
            "Traceback (most recent call last):",
            "100%|#| 1/1\r50%",
            "  \"a\": [",
            "2026-01-03T07:17:05Z stdout P part",
            "\u001b[1m",
            "worker-1  | " + InputTest.LINE,
            "- line: y",
            "ts: 1"
        };
        Random random = new Random(11);
        for (int round = 0; round < 1000; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                lines.add(random.nextInt(3) == 0 ? "Text" + i + "." : pieces[random.nextInt(pieces.length)]);
            }
            Path file = Files.write(folder.resolve("log"), lines);
            String out = Viewed.of().run(file.toString()).out();
            for (String line : lines) {
                if (line.startsWith("Text")) {
                    assertEquals(
                            1, out.lines().filter(shown -> shown.endsWith(line)).count(), () -> lines + "\n" + out);
                }
            }
        }
    }
}
