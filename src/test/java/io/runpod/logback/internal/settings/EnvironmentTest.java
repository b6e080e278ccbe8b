package io.runpod.logback.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.Access;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Format and level as the environment gives them. */
class EnvironmentTest {

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final LoggerContext context = new LoggerContext();

    private Environment environment() {
        return new Environment(variables::get, properties::get);
    }

    @BeforeEach
    void giveTheContextAnMdc() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private String level() {
        RunPodLevel level = Access.level(environment());
        level.setContext(context);
        return level.getPropertyValue();
    }

    private String format(String inXml) {
        RunPodEncoder encoder = Access.encoder(environment());
        encoder.setContext(context);
        if (inXml != null) {
            encoder.setFormat(inXml);
        }
        encoder.start();
        byte[] line = encoder.encode(new LoggingEvent("", context.getLogger("a"), Level.INFO, "m", null, null));
        return line[0] == '{' ? "json" : "text";
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Status status : context.getStatusManager().getCopyOfStatusList()) {
            assertTrue(status.getLevel() <= Status.WARN, status::toString);
            if (status.getLevel() == Status.WARN) {
                warnings.add(status.getMessage());
            }
        }
        return warnings;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,    -,    -,    -,    text",
                "-,    -,    -,    ep-1, json",
                "-,    -,    -,    '',   text",
                "-,    -,    json, -,    json",
                "-,    -,    text, ep-1, text",
                "-,    -,    '',   ep-1, json",
                "-,    json, text, -,    json",
                "-,    text, json, ep-1, text",
                "-,    '',   json, -,    json",
                "json, text, text, -,    json",
                "text, json, json, ep-1, text",
                "-,    -,    JSON, -,    json",
                "-,    -,    ' Json ', -, json",
                "-,    ' TEXT ', -, ep-1, text",
                "' JSON ', -, -,    -,    json"
            })
    void firstFormatFoundWins(String inXml, String property, String variable, String endpoint, String expected) {
        properties.put("runpod.log.format", property);
        variables.put("RUNPOD_LOG_FORMAT", variable);
        variables.put("RUNPOD_ENDPOINT_ID", endpoint);
        assertEquals(expected, format(inXml));
        assertEquals(List.of(), warnings());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,     -,     -,     INFO",
                "-,     -,     DEBUG, DEBUG",
                "-,     ERROR, DEBUG, ERROR",
                "-,     '',    DEBUG, DEBUG",
                "TRACE, ERROR, DEBUG, TRACE",
                "'',    ERROR, DEBUG, ERROR"
            })
    void firstLevelFoundWins(String property, String variable, String sdkVariable, String expected) {
        properties.put("runpod.log.level", property);
        variables.put("RUNPOD_LOG_LEVEL", variable);
        variables.put("RUNPOD_DEBUG_LEVEL", sdkVariable);
        assertEquals(expected, level());
        assertEquals(List.of(), warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "NOTSET,    OFF",
        "TRACE,     TRACE",
        "DEBUG,     DEBUG",
        "INFO,      INFO",
        "WARN,      WARN",
        "WARNING,   WARN",
        "ERROR,     ERROR",
        "notset,    OFF",
        "trace,     TRACE",
        "dEbUg,     DEBUG",
        "warning,   WARN",
        "' error ', ERROR",
        "0,         OFF",
        "1,         TRACE",
        "2,         DEBUG",
        "3,         INFO",
        "4,         WARN",
        "5,         ERROR",
        "' 5 ',     ERROR"
    })
    void everyLevelIsKnownByNameAndNumber(String value, String expected) {
        for (String variable : List.of("RUNPOD_LOG_LEVEL", "RUNPOD_DEBUG_LEVEL")) {
            variables.clear();
            variables.put(variable, value);
            assertEquals(expected, level(), variable);
        }
        variables.clear();
        properties.put("runpod.log.level", value);
        assertEquals(expected, level());
        assertEquals(List.of(), warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOUD", "6", "-1", "1.0", "INFO,DEBUG", "FATALITY", "OFF?", "03"})
    void wrongLevelIsToldOnceAndTheDefaultHolds(String value) {
        variables.put("RUNPOD_LOG_LEVEL", value);
        variables.put("RUNPOD_DEBUG_LEVEL", "DEBUG");
        assertEquals("INFO", level());
        assertEquals("INFO", level());
        assertEquals(1, warnings().size(), warnings()::toString);
        String warning = warnings().get(0);
        for (String part : List.of(
                "RUNPOD_LOG_LEVEL", value, "NOTSET", "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "0", "5")) {
            assertTrue(warning.contains(part), warning);
        }
    }

    @Test
    void wrongLevelNamesTheVariableOrPropertyItCameFrom() {
        variables.put("RUNPOD_DEBUG_LEVEL", "LOUD");
        level();
        properties.put("runpod.log.level", "LOUD");
        level();
        assertEquals(2, warnings().size(), warnings()::toString);
        assertTrue(warnings().get(0).contains("RUNPOD_DEBUG_LEVEL"), warnings()::toString);
        assertTrue(warnings().get(1).contains("runpod.log.level"), warnings()::toString);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, text", "ep-1, json"})
    void wrongFormatIsToldOnceAndTheDefaultHolds(String endpoint, String byDefault) {
        variables.put("RUNPOD_ENDPOINT_ID", endpoint);
        variables.put("RUNPOD_LOG_FORMAT", "yaml");
        assertEquals(byDefault, format(null));
        assertEquals(byDefault, format(null));
        assertEquals(1, warnings().size(), warnings()::toString);
        for (String part : List.of("RUNPOD_LOG_FORMAT", "yaml", "json", "text")) {
            assertTrue(warnings().get(0).contains(part), warnings()::toString);
        }
        variables.clear();
        properties.put("runpod.log.format", "xml");
        format(null);
        assertEquals(2, warnings().size(), warnings()::toString);
        assertTrue(warnings().get(1).contains("runpod.log.format"), warnings()::toString);
    }
}
