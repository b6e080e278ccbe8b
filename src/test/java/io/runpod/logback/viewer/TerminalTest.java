package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal shows: colours of the viewer's own, nothing of the log's, and no row wider than it is. */
class TerminalTest {

    private static final String HARMFUL =
            "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]";

    private static String message(String text) {
        return "{\"requestId\": null, \"message\": \"" + text + "\", \"level\": \"INFO\"}";
    }

    private static String onTerminal(int columns, String... lines) {
        return Viewed.of(lines).onTerminal(columns).run("--color", "never").out();
    }

    @Test
    void nothingOfTheLogReachesTheTerminalUnescaped() {
        StringBuilder all = new StringBuilder("x");
        for (char c = 0; c < 0x3000; c++) {
            if (c != '\n') {
                all.append(c);
            }
        }
        all.append("\ufeff");
        String escaped = "\\u001b]0;x\\u0007\\u009b31m\\u202e";
        String out = onTerminal(
                80,
                all.toString(),
                message(escaped),
                "{\"requestId\": \"" + escaped + "\", \"message\": \"m\", \"level\": \"INFO\", \"timestamp\": \""
                        + escaped
                        + "\", \"logger\": \"" + escaped + "\", \"extra\": {\"" + escaped + "\": \"" + escaped
                        + "\", \"n\": [\"" + escaped + "\", {\"" + escaped + "\": 1}]}}",
                "{\"source\": \"container\", \"line\": \"" + escaped + "\", \"ts\": \"" + escaped + "\"}");
        assertFalse(out.replaceAll(HARMFUL, "\u0001").contains("\u0001"), out);
        assertTrue(out.contains("\\x1b]0;x\\x07\\x9b31m\\u202e"), out);
    }

    @Test
    void messagesAreEscapedEverywhere() {
        Viewed.of(message("\\u001b[2Ja\\tb")).run().prints("INFO   | \\x1b[2Ja\\x09b");
    }

    @Test
    void tabsOfATextAreBlanks() {
        assertEquals("    at x.Y\n", onTerminal(80, "\tat x.Y\r"));
    }

    @Test
    void summaryIsEscaped() {
        String out = Viewed.of("{\"requestId\": \"\\u001b[1m\", \"message\": \"\\u001b]m\", \"level\": \"ERROR\"}")
                .run("--stats")
                .out();
        assertFalse(out.contains("\u001b"), out);
        assertTrue(out.contains("\\x1b[1m | \\x1b]m"), out);
    }

    @Test
    void colours() {
        String out = Viewed.of(
                        "{\"requestId\": \"r\", \"message\": \"bad\\nx.E\\n\\tat x.Y\\nCaused by: x.F\", \"level\": "
                                + "\"ERROR\", \"timestamp\": \"2026-01-02T03:04:05Z\", \"extra\": {\"a\": 1, \"b c\": \"d\"}}")
                .run("--color", "always")
                .out();
        assertEquals(
                "\u001b[2m2026-01-02 UTC\u001b[0m\n"
                        + "\u001b[2m03:04:05.000\u001b[0m \u001b[31mERROR  \u001b[0m| r | \u001b[1mbad\u001b[0m | "
                        + "\u001b[2ma=\u001b[0m1 \u001b[2m\"b c\"=\u001b[0md\n"
                        + "       | \u001b[31mx.E\u001b[0m\n"
                        + "       |     at x.Y\n"
                        + "       | \u001b[31mCaused by: x.F\u001b[0m\n",
                out);
    }

    @Test
    void coloursAreAllThatIsAdded() {
        String line = message("a\\nb \\u001b[31m 桜").replace("}", ", \"extra\": {\"a\": {\"b\": 1}, \"c\": 2}}");
        String plain = Viewed.of(line, "text").run().out();
        String colored = Viewed.of(line, "text").run("--color", "always").out();
        assertEquals(plain, colored.replaceAll("\u001b\\[[0-9]*m", ""));
        assertFalse(plain.equals(colored));
    }

    @Test
    void longLinesGoOnBehindTheGutter() {
        assertEquals("""
                INFO   | the quick brown\s
                       | fox jumps over
                """, onTerminal(25, message("the quick brown fox jumps over")));
    }

    @Test
    void wordThatIsTooLongIsBroken() {
        assertEquals("""
                INFO   | aaaaaaaaaaa
                       | aaaaaaaaaaa
                       | aaa bb
                """, onTerminal(20, message("a".repeat(25) + " bb")));
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        assertEquals("""
                INFO   | 桜桜桜桜桜
                       | 桜x😀😀😀éy
                       | z
                """.replace("é", "e\u0301"), onTerminal(20, message("桜桜桜桜桜桜x😀😀😀e\u0301yz")));
    }

    @Test
    void textIsWrappedToo() {
        assertEquals("one two three four \n       | five\n", onTerminal(20, "one two three four five"));
    }

    @Test
    void lineThatFitsIsLeftAlone() {
        assertEquals("INFO   | " + "a".repeat(11) + "\n", onTerminal(20, message("a".repeat(11))));
    }

    @Test
    void colourGoesOnInTheNextRow() {
        Viewed.of("{\"requestId\": null, \"message\": \"" + "a".repeat(20) + "\", \"level\": \"ERROR\"}")
                .run("--color", "always", "--width", "20")
                .prints(
                        "\u001b[31mERROR  \u001b[0m| \u001b[1m" + "a".repeat(11) + "\u001b[0m",
                        "       | \u001b[1m" + "a".repeat(9) + "\u001b[0m");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 33, 60, 140})
    void noRowIsWiderThanTheTerminalAndNothingIsLost(int width) {
        Random random = new Random(width);
        String[] parts = {"a", "bc", " ", "  ", "桜", "😀", "e\u0301", "\u001b[2m", "\u001b[0m", "é", "word", "\n"};
        LineWrapper wrap = new LineWrapper(width);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(200); k > 0; k--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            LineBuffer out = new LineBuffer();
            wrap.wrap(LineBuffer.of(bytes), out);
            String wrapped = new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
            String visible = wrapped.replaceAll("\u001b\\[[0-9]*m", "");
            for (String row : visible.split("\n", -1)) {
                int columns = row.codePoints().map(LineWrapper::columns).sum();
                assertTrue(columns <= width || (row.endsWith(" ") && columns == width + 1), columns + ": " + row);
            }
            assertEquals(
                    text.toString().replaceAll("\u001b\\[[0-9]*m", "").replace("\n", ""),
                    visible.replace("\n       | ", "").replace("\n", ""));
        }
    }

    @Test
    void widthOptionGoesBeforeTheTerminals() {
        String text = "word ".repeat(30).strip();
        assertEquals(
                text + "\n",
                Viewed.of(text)
                        .onTerminal(40)
                        .run("--width", "0", "--color", "never")
                        .out());
        assertEquals(text + "\n", Viewed.of(text).run().out());
        String wrapped = Viewed.of(text).run("--width", "30").out();
        assertEquals(wrapped, onTerminal(30, text));
        assertTrue(wrapped.lines().count() > 3, wrapped);
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "é, 1", "桜, 2", "한, 2", "😀, 2", "ｗ, 2", "─, 1", "Ж, 1"})
    void columns(String character, int columns) {
        assertEquals(columns, LineWrapper.columns(character.codePointAt(0)));
    }

    @Test
    void progressIsShownAfterAWhileAndErased() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress =
                new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8), 40_000_000, () -> now[0]);
        progress.read(10_000_000);
        assertEquals("", shown.toString(StandardCharsets.UTF_8));
        now[0] = 1_000_000_000;
        progress.read(10_000_000);
        now[0] = 1_100_000_000;
        progress.read(1);
        assertEquals("\r\u001b[K20.0 MB of 40.0 MB, 50 %, 20 MB/s", shown.toString(StandardCharsets.UTF_8));
        progress.end();
        assertTrue(shown.toString(StandardCharsets.UTF_8).endsWith("MB/s\r\u001b[K"));
    }

    @Test
    void progressOfWhatHasNoKnownEnd() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        long[] now = {0};
        Progress progress = new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8), 0, () -> now[0]);
        now[0] = 2_000_000_000;
        progress.read(2_000_000_000);
        assertEquals("\r\u001b[K2.00 GB, 1000 MB/s", shown.toString(StandardCharsets.UTF_8));
    }
}
