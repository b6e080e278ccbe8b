package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.ManyFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The length of a line: which fields go, and that the message goes last. */
class LineLimitTest {

    private static final String HEAD = "{\"requestId\": null, \"message\": \"";
    private static final String TAIL = "\", \"level\": \"INFO\"}\n";

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(configuration);
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested", "flat"})
    void thousandFieldsAreDroppedFromTheEndAndCounted(String style) {
        configure(encoder -> encoder.setExtra(style));
        lines.logger.info("m", ManyFields.of(1000));
        assertTrue(bytes(lines.last()) <= 16_000, () -> "" + bytes(lines.last()));
        assertTrue(bytes(lines.last()) > 15_900, () -> "" + bytes(lines.last()));
        var fields =
                style.equals("flat") ? lines.lastJson().root : lines.lastJson().extra();
        List<String> names = new ArrayList<>(fields.propertyNames());
        names.removeAll(List.of("requestId", "message", "level"));
        assertEquals("_dropped", names.remove(names.size() - 1));
        assertEquals(IntStream.range(0, names.size()).mapToObj(i -> "field" + i).toList(), names);
        assertEquals(1000, names.size() + fields.get("_dropped").intValue());
    }

    @Test
    void thousandFieldsOfATextLineAreDroppedToo() {
        try (LogLines text = LogLines.text(encoder -> encoder.setColor("never"))) {
            text.logger.info("m", ManyFields.of(1000));
            assertTrue(bytes(text.last()) <= 16_000 && bytes(text.last()) > 15_900, () -> "" + bytes(text.last()));
            int kept = text.last().split("=\"value number ", -1).length - 1;
            assertTrue(text.last()
                    .endsWith(" field" + (kept - 1) + "=\"value number " + (kept - 1) + "\" _dropped=" + (1000 - kept)
                            + "\n"));
        }
    }

    @Test
    void lowestRankGoesFirst() {
        configure(encoder -> encoder.setMaxLineBytes("600"));
        MDC.put("context", "c".repeat(100));
        lines.logger
                .atInfo()
                .addKeyValue("keyValue", "k".repeat(100))
                .addArgument(kv("argument", "a".repeat(200)))
                .log("m".repeat(100));
        assertEquals(
                List.of("argument", "keyValue", "_dropped"), lines.lastJson().extraNames());
        lines.lastJson().hasExtra("_dropped", "1").hasMessage("m".repeat(100));
    }

    @Test
    void tooLargeFieldTakesNoSmallerOnesAlong() {
        for (String style : List.of("nested", "flat")) {
            configure(encoder -> {
                encoder.setExtra(style);
                encoder.setMaxValueChars("0");
            });
            List<String> nested = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                nested.add("element " + i + "x".repeat(100));
            }
            lines.logger.info(
                    "m",
                    kv("before", 1),
                    kv("huge", "x".repeat(20_000)),
                    kv("between", 2),
                    kv("many", nested),
                    kv("after", 3));
            assertTrue(
                    lines.last().contains("\"before\": 1, \"between\": 2, \"after\": 3, \"_dropped\": 2}"),
                    lines.last());
        }
    }

    @Test
    void lineMayBeExactlyAsLongAsTheLimit() {
        int limit = 600;
        configure(encoder -> encoder.setMaxLineBytes("600"));
        int room = limit - HEAD.length() - TAIL.length();
        for (int length : new int[] {room - 1, room}) {
            lines.logger.info("x".repeat(length));
            assertEquals(HEAD + "x".repeat(length) + TAIL, lines.last());
        }
        lines.logger.info("x".repeat(room + 1));
        assertTrue(lines.last().length() <= limit);
        assertTrue(lines.lastJson().message().contains("\n...TRUNCATED "), lines.last());
    }

    @Test
    void fieldThatFitsExactlyStays() {
        configure(encoder -> encoder.setMaxLineBytes("600"));
        lines.logger.info("m", kv("a", 1), kv("b", ""));
        int room = 600 - lines.last().length();
        for (int more : new int[] {-1, 0}) {
            lines.logger.info("m", kv("a", 1), kv("b", "x".repeat(room + more)));
            assertEquals(600 + more, lines.last().length());
            lines.lastJson().hasText("b", "x".repeat(room + more)).lacks("_dropped");
        }
        lines.logger.info("m", kv("a", 1), kv("b", "x".repeat(room + 1)));
        lines.lastJson().hasExtra("a", "1").lacks("b").hasExtra("_dropped", "1");
    }

    @Test
    void textLineMayBeExactlyAsLongAsTheLimit() {
        try (LogLines text = LogLines.text(encoder -> {
            encoder.setColor("never");
            encoder.setMaxLineBytes("600");
        })) {
            int room = 600 - "INFO   | \n".length();
            text.logger.info("x".repeat(room));
            assertEquals("INFO   | " + "x".repeat(room) + "\n", text.last());
            text.logger.info("x".repeat(room + 1));
            assertTrue(text.last().length() <= 600 && text.last().contains("...TRUNCATED "), text.last());
            text.logger.info("m", kv("a", 1), kv("b", "x".repeat(600 - "INFO   | m | a=1 b=\n".length())));
            assertEquals(600, text.last().length());
            text.logger.info("m", kv("a", 1), kv("b", "x".repeat(600 - "INFO   | m | a=1 b=\n".length() + 1)));
            assertEquals("INFO   | m | a=1 _dropped=1\n", text.last());
        }
    }

    @Test
    void messageIsCutOnlyWhenAllFieldsAreGone() {
        configure(encoder -> encoder.setMaxLineBytes("1000"));
        lines.logger.info("x".repeat(880), kv("a", "y".repeat(60)), kv("b", 1), kv("c", "z".repeat(60)));
        lines.lastJson().hasMessage("x".repeat(880));
        assertTrue(lines.lastJson().extra().has("_dropped"), lines.last());
        for (int length = 850; length < 1000; length++) {
            lines.logger.info("x".repeat(length), kv("a", "y".repeat(100)), kv("b", "y".repeat(100)));
            assertTrue(lines.last().length() <= 1000);
            lines.lastJson().hasExtra("_dropped", "2").lacks("a").lacks("b");
        }
        lines.logger.info("x".repeat(2000), kv("a", 1));
        assertTrue(lines.lastJson().message().matches("(?s)(x+)\n\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\.\n(x+)"));
    }

    @Test
    void messageIsCutInTheMiddleByTheSameRule() {
        for (String unit : List.of("x", "\u00e9", "\ud83d\ude00", "\n", "\"", "\u0001", "a\u4e2d\ud83d\ude00\\")) {
            for (String ascii : List.of("true", "false")) {
                configure(encoder -> {
                    encoder.setMaxLineBytes("512");
                    encoder.setAscii(ascii);
                });
                String message = unit.repeat(1000);
                lines.logger.info(message);
                assertTrue(bytes(lines.last()) <= 512 && bytes(lines.last()) > 470, lines.last());
                String[] parts =
                        lines.lastJson().message().split("\n\\.\\.\\.TRUNCATED |(?<=\\d) CHARACTERS\\.\\.\\.\n");
                assertEquals(3, parts.length, lines.last());
                assertTrue(message.startsWith(parts[0]) && message.endsWith(parts[2]), lines.last());
                long kept =
                        parts[0].codePoints().count() + parts[2].codePoints().count();
                assertEquals(message.codePoints().count(), kept + Long.parseLong(parts[1]));
                assertEquals(
                        parts[0].codePoints().count(), parts[2].codePoints().count());
            }
        }
    }

    @Test
    void limitOfZeroIsNone() {
        configure(encoder -> {
            encoder.setMaxLineBytes("0");
            encoder.setMaxMessageChars("0");
        });
        lines.logger.info("x".repeat(500_000), ManyFields.of(3000));
        lines.lastJson().hasMessage("x".repeat(500_000)).lacks("_dropped");
        assertEquals(3000, lines.lastJson().extra().size());
    }

    @Test
    void usersFieldOfTheCountersNameIsNotMistakenForIt() {
        configure(encoder -> encoder.setMaxLineBytes("600"));
        lines.logger.info("m", kv("_dropped", "mine"), kv("a", "x".repeat(300)), kv("b", "x".repeat(300)), kv("c", 1));
        assertTrue(lines.lastJson().extra("_dropped").isInt(), lines.last());
        assertTrue(lines.last().contains("\"mine\""), lines.last());
    }

    @Test
    void everyKeyIsHeldToTheLimit() {
        configure(encoder -> {
            encoder.setMaxLineBytes("512");
            encoder.setInclude("timestamp, logger, thread, caller");
        });
        MDC.put("requestId", "\u00e9".repeat(5000));
        MDC.put("batchId", "b".repeat(5000));
        lines.context.getLogger("l".repeat(5000)).addAppender(lines);
        Thread.currentThread().setName("t".repeat(5000));
        try {
            lines.context.getLogger("l".repeat(5000)).info("m".repeat(5000), kv("n".repeat(5000), 1));
        } finally {
            Thread.currentThread().setName("main");
        }
        assertTrue(bytes(lines.last()) <= 512, () -> bytes(lines.last()) + lines.last());
    }
}
