package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes: it is printed, as a log line or as it is. */
@Timeout(60)
class MalformedInputTest {

    private static final String LINE = "{\"requestId\": \"a1\", \"message\": \"h\\u00e9\\n\\tat \\ud83d\", \"level\": "
            + "\"ERROR\", \"timestamp\": \"2026-01-02T03:04:05.678901Z\", \"thread\": null, \"extra\": {\"a\": [1, {}, "
            + "-2.5e-3], \"b\": \"c\"}}";

    private static final String FRAME = "data: {\"source\": \"container\", \"line\": \"{\\\"requestId\\\": null, "
            + "\\\"message\\\": \\\"m\\\", \\\"level\\\": \\\"INFO\\\"}\", \"ts\": \"2026-01-02T03:04:05Z\"}";

    @Test
    void everyPrefixOfALine() {
        for (String whole : new String[] {LINE, FRAME}) {
            for (int i = 1; i < whole.length(); i++) {
                String prefix = whole.substring(0, i);
                assertEquals(prefix + "\n", Viewed.text(prefix));
            }
        }
    }

    @Test
    void everyByteChanged() {
        for (String whole : new String[] {LINE, FRAME}) {
            for (int i = 0; i < whole.length(); i++) {
                for (char c : new char[] {'"', '{', '}', '\\', ' ', '0', '\u0000', '\u00ff'}) {
                    byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
                    bytes[i] = (byte) c;
                    Viewed viewed = Viewed.of(bytes).run("--stats", "--grep", "");
                    assertEquals(0, viewed.code());
                    assertTrue(viewed.out().matches("(?s)\\d lines?[,\n].*"), viewed::out);
                }
            }
        }
    }

    @Test
    void linesBeforeAndAfterABrokenOneAreRead() {
        String good = InputTest.LINE;
        List<String> broken =
                new ArrayList<>(List.of(good + "}", good + good, good + " {", good + " x", good + "\u0000"));
        for (int i = 1; i < good.length(); i++) {
            broken.add(good.substring(0, i));
            broken.add(good.substring(0, i) + "\u0001}");
        }
        for (String line : broken) {
            String out = Viewed.text(String.join("\n", good, line, good, good));
            assertTrue(out.startsWith(InputTest.SHOWN + "\n"), out);
            assertTrue(out.endsWith("\n" + InputTest.SHOWN + "\n" + InputTest.SHOWN + "\n"), out);
        }
    }

    @Test
    void randomBytes() {
        Random random = new Random(1);
        String pieces = "{}[]:,\"\\nu0123ede+-.tfn \r\n";
        for (int i = 0; i < 2000; i++) {
            StringBuilder text =
                    new StringBuilder("{\"requestId\":null,\"message\":\"m\",\"level\":\"INFO\",\"extra\":");
            for (int k = random.nextInt(60); k > 0; k--) {
                text.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            Viewed.text(text.toString());
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertEquals(0, Viewed.of(bytes).onTerminal(40).run().code());
        }
    }

    @Test
    void deepNestingPassesAsItIs() {
        for (String deep : new String[] {
            "[".repeat(1_000_000),
            "{\"requestId\":null,\"message\":\"m\",\"level\":\"INFO\",\"extra\":{\"a\":" + "[".repeat(1_000_000)
                    + "]".repeat(1_000_000) + "}}",
            "{\"requestId\":null,\"message\":\"m\",\"level\":\"INFO\",\"a\":" + "{\"a\":".repeat(300_000) + "1"
                    + "}".repeat(300_001)
        }) {
            assertEquals(deep + "\n", Viewed.text(deep));
        }
    }

    @Test
    void hugeLinesOfTextPassAsTheyAre() {
        for (String part :
                new String[] {"{\"requestId\" ", "[{}, ", "INFO   | ", "1%\r", "2026-01-03T07:17:05Z ", "a-1 ", "x}"}) {
            String text = part.repeat(3_000_000 / part.length());
            Viewed viewed = Viewed.of((text + "\nINFO   | after\n").getBytes(StandardCharsets.UTF_8))
                    .run();
            assertEquals(text + "\nINFO   | after\n", viewed.out());
            assertTrue(Viewed.of((text.substring(0, 1_000_000) + "\nINFO   | after\n").getBytes(StandardCharsets.UTF_8))
                    .run()
                    .out()
                    .endsWith("INFO   | after\n"));
        }
    }

    @Test
    void hugeNumbersAreCopied() {
        String number = "9".repeat(200_000);
        for (String value : new String[] {number, "-0." + number + "E+" + number}) {
            assertEquals(
                    "INFO   | m | a=" + value + "\n",
                    Viewed.text("{\"requestId\":null,\"message\":\"m\",\"level\":\"INFO\",\"extra\":{\"a\":" + value
                            + "}}"));
        }
    }

    @Test
    void hugeNamesAndManyNames() {
        String name = "n".repeat(200_000);
        StringBuilder many = new StringBuilder("{\"requestId\":null,\"message\":\"m\",\"level\":\"INFO\"");
        StringBuilder shown = new StringBuilder("INFO   | m |");
        for (int i = 0; i < 20_000; i++) {
            many.append(",\"k").append(i).append("\":1");
            shown.append(" k").append(i).append("=1");
        }
        many.append(",\"").append(name).append("\":2}");
        shown.append(' ').append(name).append("=2\n");
        assertEquals(shown.toString(), Viewed.text(many.toString()));
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastCounts() {
        Viewed.of("{\"requestId\":\"a\",\"requestId\":null,\"message\":\"m\",\"message\":\"n\",\"level\":\"INFO\","
                        + "\"level\":\"WARN\",\"extra\":{\"k\":1,\"k\":2}}")
                .run()
                .prints("WARN   | a | n | k=1 k=2");
    }

    @Test
    void unpairedSurrogateIsShownAsUnknown() {
        Viewed.of("{\"requestId\":null,\"message\":\"a\\ud83d\",\"level\":\"INFO\",\"extra\":{\"k\":\"\\ude00\"}}")
                .run()
                .prints("INFO   | a\ufffd | k=\ufffd");
    }
}
