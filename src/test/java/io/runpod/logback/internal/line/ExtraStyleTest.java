package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.LogLines;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Where the fields stand in the line. */
class ExtraStyleTest {

    private static final String HEAD = "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\"";

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(configuration);
    }

    @Test
    void nestedIsTheDefault() {
        for (String style : List.of("nested", "NESTED", " Nested ")) {
            configure(encoder -> encoder.setExtra(style));
            lines.logger.info("m", kv("a", 1));
            assertEquals(HEAD + ", \"extra\": {\"a\": 1}}\n", lines.last());
            assertEquals(List.of(), lines.problems());
        }
        configure(encoder -> {});
        lines.logger.info("m", kv("a", 1), kv("message", "mine"), kv("extra", Map.of("b", 2)));
        assertEquals(HEAD + ", \"extra\": {\"a\": 1, \"message\": \"mine\", \"extra\": {\"b\": 2}}}\n", lines.last());
    }

    @Test
    void withoutFieldsThereIsNoExtra() {
        for (String style : List.of("nested", "flat", "none")) {
            configure(encoder -> encoder.setExtra(style));
            lines.logger.info("m");
            assertEquals(HEAD + "}\n", lines.last());
        }
    }

    @Test
    void noneWritesNoFields() {
        configure(encoder -> encoder.setExtra("none"));
        MDC.put("user", "u");
        lines.logger.info("m", kv("a", 1));
        assertEquals(HEAD + "}\n", lines.last());
        lines.close();
        lines = LogLines.text(encoder -> {
            encoder.setExtra("none");
            encoder.setColor("never");
        });
        lines.logger.info("m", kv("a", 1));
        assertEquals("INFO   | m\n", lines.last());
    }

    @Test
    void flatFieldsStandBesideTheMessage() {
        configure(encoder -> encoder.setExtra("flat"));
        MDC.put("user", "u");
        lines.logger.info("m", kv("a", 1), kv("deep", Map.of("message", "x")), kv("a", 2));
        assertEquals(HEAD + ", \"a\": 1, \"deep\": {\"message\": \"x\"}, \"user\": \"u\"}\n", lines.last());
    }

    @Test
    void flatFieldOfAReservedNameIsRenamed() {
        configure(encoder -> encoder.setExtra("flat"));
        lines.logger.info(
                "m",
                kv("requestId", 1),
                kv("message", 2),
                kv("level", 3),
                kv("extra", 4),
                kv("Message", 5),
                kv("timestamp", 6));
        assertEquals(
                HEAD + ", \"extra.requestId\": 1, \"extra.message\": 2, \"extra.level\": 3, \"extra.extra\": 4, "
                        + "\"Message\": 5, \"timestamp\": 6}\n",
                lines.last());
    }

    @Test
    void includedKeysAreReservedToo() {
        configure(encoder -> {
            encoder.setExtra("flat");
            encoder.setInclude("timestamp, logger, thread, caller");
        });
        lines.logger.info("m", kv("timestamp", 1), kv("logger", 2), kv("thread", 3), kv("caller", 4));
        assertTrue(
                lines.last()
                        .endsWith(", \"extra.timestamp\": 1, \"extra.logger\": 2, \"extra.thread\": 3, "
                                + "\"extra.caller\": 4}\n"),
                lines.last());
        assertTrue(lines.lastJson().root.get("thread").isString());
    }

    @Test
    void firstOfTwoFieldsThatBecomeOneNameWins() {
        configure(encoder -> encoder.setExtra("flat"));
        lines.logger.info("m", kv("extra.message", 1), kv("message", 2), kv("b", 3));
        assertEquals(HEAD + ", \"extra.message\": 1, \"b\": 3}\n", lines.last());
        lines.logger.info("m", kv("message", 2), kv("extra.message", 1), kv("b", 3));
        assertEquals(HEAD + ", \"extra.message\": 2, \"b\": 3}\n", lines.last());
    }

    @Test
    void flatLineLosesABadValueOnly() {
        configure(encoder -> encoder.setExtra("flat"));
        BadValues.all().forEach(kind -> {
            lines.logger.info("m", kv("before", 1), kv("bad", kind.make().get()), kv("after", 2));
            assertTrue(lines.last().startsWith(HEAD + ", \"before\": 1, \"bad\": "), lines.last());
            assertTrue(lines.last().endsWith(", \"after\": 2}\n"), lines.last());
        });
    }

    @Test
    void messageShowsTheCallsFieldsAsTheTextLineDoes() {
        Consumer<LogLines> call = to -> to.logger
                .atError()
                .addArgument(kv("steps", 30))
                .addMarker(Markers.append("note", "two words"))
                .addMarker(new org.slf4j.helpers.BasicMarkerFactory().getDetachedMarker("AUDIT"))
                .addKeyValue("size", "1024x1024")
                .addKeyValue("steps", 31)
                .log("done");
        configure(encoder -> encoder.setShowInMessage("extra"));
        MDC.put("user", "u");
        call.accept(lines);
        MDC.remove("user");
        lines.lastJson()
                .hasMessage("done | steps=30 note=\"two words\" tags=[\"AUDIT\"] size=1024x1024")
                .hasText("user", "u")
                .hasExtra("steps", "30");
        try (LogLines text = LogLines.text(encoder -> encoder.setColor("never"))) {
            call.accept(text);
            assertEquals("ERROR  | " + lines.lastJson().message() + "\n", text.last());
        }
    }

    @Test
    void messageShowsFieldsWithAndWithoutTrace() {
        configure(encoder -> encoder.setShowInMessage("stackTrace, extra"));
        lines.logger.error("failed", kv("a", 1), new IllegalStateException("boom"));
        String message = lines.lastJson().message();
        assertTrue(message.startsWith("failed | a=1\njava.lang.IllegalStateException: boom\n\tat "), message);
        lines.logger.info("m");
        lines.lastJson().hasMessage("m");
        configure(encoder -> encoder.setShowInMessage("extra"));
        lines.logger.error("failed", kv("a", 1), new IllegalStateException("boom"));
        lines.lastJson().hasMessage("failed | a=1").hasText("error_type", "java.lang.IllegalStateException");
        configure(encoder -> encoder.setShowInMessage("none"));
        lines.logger.error("failed", kv("a", 1), new IllegalStateException("boom"));
        lines.lastJson().hasMessage("failed").hasExtra("a", "1");
    }

    @Test
    void messageShowsFieldsThatExtraDoesNot() {
        configure(encoder -> {
            encoder.setShowInMessage("extra");
            encoder.setExtra("none");
        });
        lines.logger.info("m", Extra.extra("a", "x y", "password", "hunter2secret"));
        lines.lastJson().hasNoExtra();
        assertTrue(lines.lastJson().message().startsWith("m | a=\"x y\" password="), lines.last());
        assertFalse(lines.last().contains("hunter2"));
    }

    @Test
    void badValueInTheMessageIsNamedThereToo() {
        configure(encoder -> encoder.setShowInMessage("extra"));
        lines.logger.info("m", kv("a", new BadValues.ThrowingGetter()), kv("b", 1));
        String message = lines.lastJson().message();
        assertTrue(
                message.startsWith("m | a={\"good\": 1, \"z\": \"[unserializable: ") && message.endsWith(" b=1"),
                message);
    }

    @Test
    void wrongStyleIsOneWarningAndTheDefaultHolds() {
        configure(encoder -> encoder.setExtra("flatt"));
        lines.logger.info("m", kv("a", 1));
        assertEquals(HEAD + ", \"extra\": {\"a\": 1}}\n", lines.last());
        assertEquals(1, lines.problems().size());
        for (String word : List.of("extra", "flatt", "nested", "flat", "none")) {
            assertTrue(lines.problems().get(0).contains(word), lines.problems()::toString);
        }
    }
}
