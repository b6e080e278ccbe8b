package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** A bean as an application logs it: its serializer is called with the decorated generator. */
    public static final class Task {
        public final int a = 1;
        public final int level = 3;
        public final Map<String, Object> map = Map.of("k", List.of(UUID.fromString("0-0-0-0-1")));
        public final String z = "end";

        public String getBroken() {
            throw new IllegalStateException("no value");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested", "flat"})
    void fieldsOfABeanAreThoseThatAreWrittenWithoutADecorator(String extra) {
        List<String> written = new ArrayList<>();
        JsonGeneratorDecorator unchanging = generator -> generator;
        for (JsonGeneratorDecorator decorator : Arrays.asList(null, unchanging)) {
            try (LogLines own = LogLines.json(encoder -> {
                encoder.setExtra(extra);
                if (decorator != null) {
                    encoder.addDecorator(decorator);
                }
            })) {
                own.logger.info("m", fields(new Task()));
                own.logger.info(Markers.appendFields(new Task()), "m");
                written.add(String.join("", own.all()));
            }
        }
        assertEquals(written.get(0), written.get(1));
        String all = written.get(1);
        assertTrue(all.contains("\"map\": {\"k\": [\"00000000-0000-0000-0000-000000000001\"]}"), all);
        assertTrue(all.contains("\"z\": \"end\"") && all.contains("\"broken\": \"[unserializable: "), all);
    }

    /** A reserved key of a flat line is told to the decorator by the name that the bean has. */
    @Test
    void decoratorSeesTheNamesOfABeanInAFlatLine() {
        List<String> seen = new ArrayList<>();
        try (LogLines own = LogLines.json(encoder -> {
            encoder.setExtra("flat");
            encoder.addDecorator((JsonGeneratorDecorator) generator -> new JsonGeneratorDelegate(generator, false) {
                @Override
                public JsonGenerator writeName(String name) {
                    seen.add(name);
                    return super.writeName(name);
                }
            });
        })) {
            own.logger.info("m", fields(new Task()));
            assertTrue(own.last().contains("\"extra.level\": 3"), own.last());
        }
        assertTrue(seen.contains("level") && !seen.contains("extra.level"), seen::toString);
    }
}
