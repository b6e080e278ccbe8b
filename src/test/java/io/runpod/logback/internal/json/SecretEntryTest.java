package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries whose name and value are fields of their own; {@code ~} stands for the mask. */
class SecretEntryTest {

    record Variable(String name, String value) {}

    record Reversed(String value, String key) {}

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
    void boundFieldsAreMaskedOnlyWhereAnEntryNamesASecret() {
        RunPodLogger logger = RunPodLogger.of("test.Entries").with(Extra.extra("value", "fast"));
        lines.attachTo("test.Entries", Level.INFO);

        logger.info("m", Map.of("name", "DB_PASSWORD"));
        logger.info("m", Map.of("name", "MODE"));
        logger.info("m");

        assertEquals(
                List.of("[redacted]", "fast", "fast"),
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
