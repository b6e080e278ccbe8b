package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.runpod.logback.internal.settings.Settings.Include;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.support.LogLineSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema is right about what is none of our lines, too; that ours fit is seen by every test that makes one. */
class LogLineSchemaTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @Test
    void schemaIsOne() {
        var schemas = SchemaRegistry.withDialect(Dialects.getDraft202012());
        var ofSchemas = schemas.getSchema(
                com.networknt.schema.SchemaLocation.of(Dialects.getDraft202012().getId()));
        assertEquals(List.of(), ofSchemas.validate(LogLineSchema.text(), InputFormat.JSON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{'requestId': 7, 'message': 'm', 'level': 'INFO'}",
                "{'requestId': null, 'message': null, 'level': 'INFO'}",
                "{'requestId': null, 'message': 'm', 'level': 'WARNING'}",
                "{'requestId': null, 'message': 'm', 'level': 'info'}",
                "{'message': 'm', 'level': 'INFO'}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'extra': {}}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'extra': 1}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'extra': {'_dropped': 0}}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'steps': 30, 'extra': {'a': 1}}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', '_dropped': '1'}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'timestamp': 'now', 'extra': {'a': 1}}"
            })
    void whatIsNoLineIsRefused(String line) {
        assertNotEquals(List.of(), problems(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'requestId': 'a-u1', 'message': '', 'level': 'TIP'}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'extra': {'a': {'b': [1, null]}, '_dropped': 3}}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'steps': 30, 'logger': 7}",
                "{'requestId': null, 'message': 'm', 'level': 'INFO', 'timestamp': '2026-11-25T22:20:03.123456Z'}"
            })
    void linesAreAccepted(String line) {
        assertEquals(List.of(), problems(line));
    }

    @Test
    void levelsAndKeysAreTheCodes() {
        JsonNode defs = MAPPER.readTree(LogLineSchema.text()).get("$defs");
        assertEquals(
                Arrays.stream(LogLevel.values()).map(Enum::name).toList(),
                MAPPER.convertValue(defs.at("/keys/properties/level/enum"), List.class));
        for (Include key : Include.values()) {
            assertTrue(defs.at("/nested/properties").has(key.name().toLowerCase(Locale.ROOT)), key.name());
        }
    }

    private static List<String> problems(String line) {
        return LogLineSchema.problems(MAPPER.readTree(line.replace('\'', '"')));
    }
}
