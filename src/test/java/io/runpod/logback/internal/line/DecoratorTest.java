package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.runpod.logback.support.LogLines;
import java.util.List;
import java.util.Locale;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** A decorator of the generator sees the line as it was given, name by name and text by text. */
class DecoratorTest {

    /** Names by which every line is read, and checked here; all others are changed. */
    private static final List<String> LINE_NAMES = List.of("requestId", "message", "level", "extra");

    /** Changes what it is given as strings, and asks texts of its own kind for theirs. */
    private static final class Shouting extends JsonGeneratorDelegate {

        Shouting(JsonGenerator delegate) {
            super(delegate, false);
        }

        @Override
        public JsonGenerator writeName(String name) {
            return super.writeName(LINE_NAMES.contains(name) ? name : name.toUpperCase(Locale.ROOT));
        }

        @Override
        public JsonGenerator writeName(SerializableString name) {
            return writeName(name.getValue());
        }

        @Override
        public JsonGenerator writeString(String text) {
            return super.writeString(text.toLowerCase(Locale.ROOT));
        }

        @Override
        public JsonGenerator writeString(SerializableString text) {
            return writeString(text.getValue());
        }
    }

    private static final JsonGeneratorDecorator SHOUTING = Shouting::new;

    // JSON, but what it makes of the level is not in the schema: the lines are not held against it.
    private final LogLines lines = LogLines.text(encoder -> {
        encoder.setFormat("json");
        encoder.addDecorator(SHOUTING);
        encoder.setInclude("logger");
    });

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void allNamesAndTextsGoThroughIt() {
        MDC.put("requestId", "R1");
        MDC.put("user", "Bob");
        lines.logger.info("Hi");
        assertEquals(
                "{\"requestId\": \"r1\", \"message\": \"hi\", \"level\": \"info\", \"LOGGER\": \"test.logger\","
                        + " \"extra\": {\"USER\": \"bob\"}}\n",
                lines.last());
    }

    @Test
    void nameThatHoldsASecretAndAnnouncesOneHidesItsValue() {
        MDC.put("rpa_abcdef1234567890_password", "hunter2");
        lines.logger.atInfo().addKeyValue("Bearer abcdef12345_token", "hunter2").log("Hi");
        assertFalse(lines.last().contains("hunter2"), lines.last());
        assertFalse(lines.last().toLowerCase(Locale.ROOT).contains("abcdef12345"), lines.last());
    }
}
