package io.runpod.logback.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.Expected;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.spi.LoggingEventBuilder;

/** Every character, wherever it can stand. */
class CharacterTest {

    /** How many characters are tried by one line; most of a line's time is spent on reading it again. */
    private static final int AT_ONCE = 32;

    private static final String ROCKET = "\ud83d\ude80";
    private static final String LAST_CODE_POINT = "\udbff\udfff";

    private final LogLines ascii = LogLines.json(CharacterTest::withoutLineLimit);
    private final LogLines utf8 = LogLines.json(encoder -> {
        withoutLineLimit(encoder);
        encoder.setAscii("false");
    });
    private final LogLines text = LogLines.text(CharacterTest::withoutLineLimit);

    private static void withoutLineLimit(RunPodEncoder encoder) {
        encoder.setMaxLineBytes("0");
        encoder.setColor("never");
    }

    @AfterEach
    void close() {
        ascii.close();
        utf8.close();
        text.close();
    }

    @Test
    void everyUnitIsWrittenAsPythonWritesIt() {
        for (int first = 0; first <= 0xffff; first += AT_ONCE) {
            assertJson(ascii, units(first), Expected::asciiJson);
        }
    }

    @Test
    void everyUnitIsWrittenInUtf8WhereItIsHarmless() {
        for (int first = 0; first <= 0xffff; first += AT_ONCE) {
            assertJson(utf8, units(first), Expected::utf8Json);
        }
    }

    @Test
    void everyUnitIsShownInText() {
        for (int first = 0; first <= 0xffff; first += AT_ONCE) {
            assertText(text, units(first));
        }
    }

    private static List<String> units(int first) {
        return IntStream.range(first, first + AT_ONCE)
                .mapToObj(c -> String.valueOf((char) c))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\ud83d", "\ude80", "\ud83d\ud83d", "\ude80\ud83d", "\ud83d\ud83d\ude80", "\ud83d\ude80\ude80"})
    void onlyTheUnpairedSurrogateIsReplaced(String surrogates) {
        assertJson(ascii, surrogates, Expected::asciiJson);
        assertJson(ascii, "a" + surrogates + "z", Expected::asciiJson);
        assertJson(utf8, "a" + surrogates + "z", Expected::utf8Json);
        assertText(text, "a" + surrogates + "z");
    }

    @Test
    void firstAndLastOfEveryPlaneAreWritten() {
        for (int plane = 1; plane <= 16; plane++) {
            assertPair(new String(Character.toChars(plane << 16)));
            assertPair(new String(Character.toChars((plane << 16) + 0xffff)));
        }
    }

    private void assertPair(String pair) {
        assertJson(ascii, pair, Expected::asciiJson);
        assertJson(utf8, pair, Expected::utf8Json);
        assertText(text, pair);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9"})
    void pairStaysWholeAtEveryOffset(String filler) {
        for (int offset = 0; offset <= 3000; offset++) {
            String message = filler.repeat(offset) + (offset % 2 == 0 ? ROCKET : LAST_CODE_POINT) + "z";
            if (offset % 4 < 2) {
                assertMessage(
                        ascii,
                        "{\"requestId\": null, \"message\": \"" + Expected.asciiJson(message)
                                + "\", \"level\": \"INFO\"}\n",
                        message);
            } else {
                assertMessage(
                        utf8,
                        "{\"requestId\": null, \"message\": \"" + Expected.utf8Json(message)
                                + "\", \"level\": \"INFO\"}\n",
                        message);
            }
            assertMessage(text, "INFO   | " + Expected.text(message) + "\n", message);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 4096, 8192, 16384})
    void pairStaysWholeWhereABufferGrows(int size) {
        for (int bytes = size - 48; bytes < size + 4; bytes++) {
            for (String filler : new String[] {"a", "\u00e9"}) {
                growsOver(bytes, filler);
            }
        }
    }

    /** Only the first line of an encoder is sure to meet a small buffer. */
    private static void growsOver(int bytes, String filler) {
        String[] ends = {ROCKET, ROCKET + "z", "\u0001" + ROCKET};
        String end = ends[bytes % ends.length];
        try (LogLines json = LogLines.json(CharacterTest::unlimited);
                LogLines lines = LogLines.text(CharacterTest::unlimited)) {
            String inJson = filler.repeat(bytes / Expected.asciiJson(filler).length())
                    + "z".repeat(bytes % Expected.asciiJson(filler).length())
                    + end;
            assertMessage(
                    json,
                    "{\"requestId\": null, \"message\": \"" + Expected.asciiJson(inJson) + "\", \"level\": \"INFO\"}\n",
                    inJson);
            String inText = filler.repeat(bytes / filler.getBytes(StandardCharsets.UTF_8).length) + end;
            assertMessage(lines, "INFO   | " + Expected.text(inText) + "\n", inText);
        }
    }

    private static void unlimited(RunPodEncoder encoder) {
        withoutLineLimit(encoder);
        encoder.setMaxMessageChars("0");
    }

    @Test
    void pairStaysWholeWhereTheMessageIsCut() {
        for (int offset = 2030; offset <= 2070; offset++) {
            assertCut("a".repeat(offset) + ROCKET + "z".repeat(5000));
            assertCut("a".repeat(5000) + ROCKET + "z".repeat(offset));
        }
        for (int offset = 4080; offset <= 4110; offset++) {
            assertCut("a".repeat(offset) + ROCKET);
            assertCut("a".repeat(offset) + ROCKET + "z");
            assertCut(ROCKET.repeat(offset));
        }
    }

    private void assertCut(String message) {
        String cut = Expected.cut(message, 4096);
        assertMessage(
                ascii,
                "{\"requestId\": null, \"message\": \"" + Expected.asciiJson(cut) + "\", \"level\": \"INFO\"}\n",
                message);
        assertMessage(text, "INFO   | " + Expected.afterNote(cut) + "\n", message);
    }

    private static void assertMessage(LogLines lines, String expected, String message) {
        lines.logger.info(message);
        assertEquals(expected, lines.last(), () -> message.length() + " units");
    }

    private static void assertJson(LogLines lines, String written, UnaryOperator<String> escaped) {
        assertJson(lines, List.of(written), escaped);
    }

    private static void assertJson(LogLines lines, List<String> written, UnaryOperator<String> escaped) {
        log(lines, written);
        StringJoiner fields = new StringJoiner(", ");
        for (int i = 0; i < written.size(); i++) {
            String json = escaped.apply(written.get(i));
            fields.add("\"a" + json + i + "\": \"a" + json + '"');
        }
        assertEquals(
                "{\"requestId\": null, \"message\": \"" + escaped.apply(String.join(" ", written))
                        + "\", \"level\": \"INFO\", \"extra\": {" + fields + "}}\n",
                lines.last());
    }

    private static void assertText(LogLines lines, String written) {
        assertText(lines, List.of(written));
    }

    private static void assertText(LogLines lines, List<String> written) {
        log(lines, written);
        StringJoiner fields = new StringJoiner(" ");
        for (int i = 0; i < written.size(); i++) {
            fields.add(Expected.textField("a" + written.get(i) + i) + '=' + Expected.textField("a" + written.get(i)));
        }
        assertEquals("INFO   | " + Expected.text(String.join(" ", written)) + " | " + fields + '\n', lines.last());
    }

    /** In the message, within a name and at the end of a value. */
    private static void log(LogLines lines, List<String> written) {
        LoggingEventBuilder event = lines.logger.atInfo().setMessage(String.join(" ", written));
        for (int i = 0; i < written.size(); i++) {
            event = event.addKeyValue("a" + written.get(i) + i, "a" + written.get(i));
        }
        event.log();
    }
}
