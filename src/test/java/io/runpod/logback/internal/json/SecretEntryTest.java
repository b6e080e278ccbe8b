package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Entries whose name and value are fields of their own; {@code ~} stands for the mask. */
class SecretEntryTest {

    record Variable(String name, String value) {}

    record Reversed(String value, String key) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"name", "value"})
    record AsArray(String name, String value) {}

    /** What its any-getter has is undone, the value of the entry too. */
    static final class FailingGroup {
        private final Map<String, Object> more;

        FailingGroup(Map<String, Object> more) {
            this.more = more;
        }

        @JsonAnyGetter
        public Map<String, Object> more() {
            return more;
        }

        public String getName() {
            return "DB_PASSWORD";
        }
    }

    static final class FailingText {
        @JsonValue
        public String text() {
            throw new IllegalStateException("boom");
        }
    }

    static final class Failing {
        public String getName() {
            return "DB_PASSWORD";
        }

        public String getValue() {
            throw new IllegalStateException("hunter2 is no password");
        }
    }

    private final LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value(
                        List.of(map("key", "HF_TOKEN", "value", "hunter2"), map("key", "MODE", "value", "fast")),
                        "[{\"key\": \"HF_TOKEN\", \"value\": \"~\"}, {\"key\": \"MODE\", \"value\": \"fast\"}]"),
                value(
                        map("value", "hun,\"ter}2", "more", 1, "name", "db-password"),
                        "{\"value\": \"~\", \"more\": 1, \"name\": \"db-password\"}"),
                value(
                        map("value", Map.of("a", List.of("hunter2", 1)), "name", "db.password", "last", true),
                        "{\"value\": \"~\", \"name\": \"db.password\", \"last\": true}"),
                value(map("Name", "apiKey", "Value", 12345678), "{\"Name\": \"apiKey\", \"Value\": \"~\"}"),
                value(map("name", "password", "value", true), "{\"name\": \"password\", \"value\": true}"),
                value(map("value", null, "name", "password"), "{\"value\": null, \"name\": \"password\"}"),
                value(
                        map("name", "Enter your password", "value", "a field"),
                        "{\"name\": \"Enter your password\", \"value\": \"a field\"}"),
                value(
                        map("name", List.of("password"), "value", "fast"),
                        "{\"name\": [\"password\"], \"value\": \"fast\"}"),
                value(
                        map("name", map("name", "password"), "value", "fast"),
                        "{\"name\": {\"name\": \"password\"}, \"value\": \"fast\"}"),
                value(map("name", "max_tokens", "value", 512), "{\"name\": \"max_tokens\", \"value\": 512}"),
                value(new Variable("DB_PASSWORD", "hunter2"), "{\"name\": \"DB_PASSWORD\", \"value\": \"~\"}"),
                value(new Reversed("hunter2", "DB_PASSWORD"), "{\"value\": \"~\", \"key\": \"DB_PASSWORD\"}"),
                value(
                        map("Value", "hunter2", "value", "hunter3", "name", "DB_PASSWORD"),
                        "{\"Value\": \"~\", \"value\": \"~\", \"name\": \"DB_PASSWORD\"}"),
                value(map("NAME", "API key", "VALUE", "hunter2"), "{\"NAME\": \"API key\", \"VALUE\": \"~\"}"),
                value(
                        map("name", "app.users[0].password", "value", "hunter2"),
                        "{\"name\": \"app.users[0].password\", \"value\": \"~\"}"),
                value(
                        map("name", "/prod/db/password", "value", "hunter2"),
                        "{\"name\": \"/prod/db/password\", \"value\": \"~\"}"),
                value(
                        map("name", "a.".repeat(60) + "client-secret", "value", "hunter2"),
                        "{\"name\": \"" + "a.".repeat(60) + "client-secret\", \"value\": \"~\"}"),
                value(map("name", "PWD", "value", "/workspace"), "{\"name\": \"PWD\", \"value\": \"/workspace\"}"),
                value(new AsArray("DB_PASSWORD", "hunter2"), "[\"DB_PASSWORD\", \"~\"]"),
                value(new Failing(), "{\"name\": \"DB_PASSWORD\", \"value\": \"~\"}"));
    }

    private static Arguments value(Object value, String expected) {
        return Arguments.of(value, expected.replace("~", "[redacted]"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueOfASecretsNameIsMasked(Object value, String expected) {
        lines.logger.info("m", kv("env", value));

        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"env\": " + expected
                        + "}}\n",
                lines.last());
    }

    @ParameterizedTest
    @MethodSource("values")
    void alsoInATextLine(Object value, String expected) {
        try (LogLines text = LogLines.text()) {
            text.logger.info("m", kv("env", value));

            assertEquals("INFO   | m | env=" + expected + "\n", text.last());
        }
    }

    @Test
    void valueThatWasUndoneIsForgotten() {
        for (String first : List.of("", "Kunde Meier ".repeat(50))) {
            lines.logger.info(
                    "m", kv("o", new FailingGroup(map("first", first, "value", "hunter2", "text", new FailingText()))));
            lines.logger.info("m", kv("o", new FailingGroup(map("value", "hunter2", "first", first, "n", 1))));
        }
        assertFalse(lines.all().toString().contains("hunter2"), lines.all().toString());
    }

    @Test
    void twoFieldsOfACallWithTheValuesFirst() {
        try (LogLines own = LogLines.json()) {
            own.logger.info("m", kv("value", "hunter2"), kv("Value", "h"), kv("key", "DB_PASSWORD"), kv("a", 1));
            own.lastJson()
                    .hasText("value", "[redacted]")
                    .hasText("Value", "[redacted]")
                    .hasText("key", "DB_PASSWORD");
            assertFalse(own.last().contains("hunter2"), own.last());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 1024})
    void fieldsOfACallWithTheValueFirst(int maxLineBytes) {
        for (boolean json : List.of(true, false)) {
            Consumer<RunPodEncoder> settings = encoder -> encoder.setMaxLineBytes(Integer.toString(maxLineBytes));
            try (LogLines line = json ? LogLines.json(settings) : LogLines.text(settings)) {
                line.logger.info("m", kv("a", 1), kv("value", "hun ter2"), kv("b", true), kv("name", "DB_PASSWORD"));
                assertTrue(
                        line.last()
                                .contains(
                                        json
                                                ? "\"a\": 1, \"value\": \"[redacted]\", \"b\": true, \"name\": \"DB_PASSWORD\""
                                                : "a=1 value=[redacted] b=true name=DB_PASSWORD"),
                        line.last());
                line.logger.info("m", kv("value", true), kv("name", "DB_PASSWORD"), kv("more", "x".repeat(5000)));
                assertFalse(line.last().contains("redacted"), line.last());
                for (int length = 0; length < 200; length++) {
                    line.logger.info(
                            "m",
                            kv("value", "h"),
                            kv("name", "DB_PASSWORD"),
                            kv("more", "x".repeat(800 + length)),
                            kv("z", "z"));
                    assertTrue(line.last().contains("[redacted]"), line.last());
                    assertTrue(line.last().length() <= maxLineBytes, line.last());
                }
            }
        }
    }

    @Test
    void nameThatIsNotWrittenCountsToo() {
        lines.logger.info("m", kv("name", "a"), kv("name", "DB_PASSWORD"), kv("value", "hunter2"));
        MDC.put("name", "DB_PASSWORD");
        MDC.put("value", "hunter2");
        try {
            lines.logger.info("m", kv("name", "other"));
        } finally {
            MDC.clear();
        }
        String large = "x".repeat(4000);
        lines.logger.info(
                "m",
                kv("value", "hunter2"),
                kv("a", large),
                kv("b", large),
                kv("c", large),
                kv("d", large),
                kv("name", "DB_PASSWORD"));
        assertFalse(lines.all().toString().contains("hunter2"), lines.all().toString());
    }

    @Test
    void entryIsOfOneSource() {
        MDC.put("value", "batch-17");
        try {
            lines.logger.info("m", kv("name", "api_token"));
        } finally {
            MDC.remove("value");
        }
        assertTrue(lines.last().contains("\"value\": \"batch-17\""), lines.last());
    }

    @Test
    void fieldsOfTheLineItself() {
        lines.logger.info("m", kv("name", "DB_PASSWORD"), kv("value", "hunter2"));
        lines.logger.info("m", kv("name", "MODE"), kv("value", "fast"));

        assertEquals(
                Arrays.asList("DB_PASSWORD [redacted]", "MODE fast"),
                lines.all().stream()
                        .map(line -> line.replaceAll(".*\"name\": \"(.*?)\", \"value\": \"(.*?)\".*\n", "$1 $2"))
                        .toList());
    }

    @Test
    void boundFieldsAreAnEntryOfTheirOwn() {
        RunPodLogger logger = RunPodLogger.of("test.Entries").with(Extra.extra("value", "fast"));
        RunPodLogger secret = RunPodLogger.of("test.Entries").with(Extra.extra("value", "hunter2", "key", "token"));
        lines.attachTo("test.Entries", Level.INFO);

        logger.info("m", Map.of("name", "DB_PASSWORD"));
        logger.info("m");
        secret.info("m");
        secret.info("m");
        secret.info("m", Map.of("name", "MODE"));

        assertEquals(
                List.of("fast", "fast", "[redacted]", "[redacted]", "[redacted]"),
                lines.all().stream()
                        .map(line -> line.replaceAll(".*\"value\": \"(.*?)\".*\n", "$1"))
                        .toList());
    }

    @Test
    void nothingIsMaskedWhereRedactionIsOff() {
        try (LogLines open = LogLines.json(encoder -> encoder.setRedact("off"))) {
            open.logger.info("m", raw("env", "{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2\"}"));

            assertEquals(
                    "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": "
                            + "{\"env\": {\"name\": \"DB_PASSWORD\", \"value\": \"hunter2\"}}}\n",
                    open.last());
        }
    }
}
