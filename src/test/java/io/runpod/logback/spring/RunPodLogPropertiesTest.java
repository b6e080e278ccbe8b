package io.runpod.logback.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.Settings.Format;
import io.runpod.logback.internal.settings.Settings.Include;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.logstash.logback.composite.loggingevent.StackHashJsonProvider;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.apache.commons.logging.impl.NoOpLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code runpod.log.*} as settings, and the defaults that come of them. */
class RunPodLogPropertiesTest {

    private final StandardEnvironment environment = new StandardEnvironment();
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Map<String, Object> variables = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    RunPodLogPropertiesTest() {
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
    }

    private Settings settings() {
        return new RunPodLogProperties(environment).settings(warnings::add);
    }

    private Object addedDefault(String name) {
        RunPodDefaults.addTo(environment, false, warnings::add);
        return environment.getPropertySources().get("runpodLogback").getProperty(name);
    }

    @Test
    void textsListsAndVariablesAreRead() {
        properties.put("runpod.log.format", "json");
        properties.put("runpod.log.include[0]", "logger");
        properties.put("runpod.log.include[1]", "timestamp");
        properties.put("runpod.log.mdc.exclude", "user*, session");
        variables.put("RUNPOD_LOG_MAXVALUECHARS", "17");
        Settings settings = settings();
        assertEquals(Format.JSON, settings.layout().format());
        assertEquals(
                Set.of(Include.LOGGER, Include.TIMESTAMP), settings.layout().include());
        assertEquals(17, settings.limits().valueChars());
        assertFalse(
                settings.context().isMdcField("userName") || settings.context().isMdcField("session"));
        assertEquals(List.of(), warnings);
    }

    @Test
    void classesAreMade() {
        properties.put("runpod.log.providers", StackHashJsonProvider.class.getName());
        properties.put("runpod.log.throwable-converter", ShortenedThrowableConverter.class.getName());
        properties.put("runpod.log.decorators", "net.logstash.logback.mask.MaskingJsonGeneratorDecorator");
        Settings settings = settings();
        assertEquals(1, settings.extensions().providers().size());
        assertTrue(settings.traces().converter() instanceof ShortenedThrowableConverter);
        assertTrue(settings.extensions().generatorDecorator() != null);
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @CsvSource({
        "runpod.log.format, yaml, runpod.log.format: \"yaml\" is not valid. Valid: json",
        "runpod.log.redact, false, runpod.log.redact: \"false\" is not valid. Valid: on, off",
        "runpod.log.max-line-bytes, 12, runpod.log.max-line-bytes: \"12\" is not valid. Valid: whole numbers",
        "runpod.log.show-in-message, all, runpod.log.show-in-message: \"all\" is not valid. Valid: timestamp",
        "runpod.log.worker-fields, secret, runpod.log.worker-fields: \"secret\" is not valid. Valid: podId",
        "runpod.log.providers, no.such.Class, runpod.log.providers: java.lang.ClassNotFoundException: no.such.Class",
        "runpod.log.providers, java.lang.String, runpod.log.providers: java.lang.String is not a ",
        "runpod.log.web.enabled, maybe, runpod.log.web.enabled: \"maybe\" is not valid. Valid: true",
        "runpod.log.level, LOUD, runpod.log.level: \"LOUD\" is not valid. Valid: NOTSET",
        "runpod.log.web.header, two words, runpod.log.web.header: \"two words\" is not valid. Valid: the name of an HTTP header",
        "runpod.log.web.header, ${missing}, runpod.log.web.header: \"${missing}\" is not valid.",
        "runpod.log.web.quiet-paths, ping, runpod.log.web.quiet-paths: \"ping\" is not valid. Valid: paths that begin",
        "runpod.log.extra, ${runpod.log.extra}, runpod.log.extra: org.springframework.util.PlaceholderResolutionException: Circular",
        "runpod.log.levle, INFO, runpod.log.levle: there is no such property. Valid after runpod.log.: format",
        "runpod.log.extra, ${missing}, runpod.log.extra: "
    })
    void aWrongPropertyIsToldOnce(String name, String value, String warning) {
        properties.put(name, value);
        RunPodDefaults.addTo(environment, false, warnings::add);
        assertEquals(1, warnings.size(), warnings::toString);
        String where = " (property source \"test\")";
        assertTrue(warnings.get(0).contains(where), warnings::toString);
        assertTrue(warnings.get(0).replace(where, "").startsWith(warning), warnings::toString);
    }

    /** YAML reads on and off as booleans, each item of a list for itself. */
    @Test
    void redactionReadsWhatYamlMadeOfOnAndOff() {
        properties.put("runpod.log.redact", false);
        assertTrue(settings().redactor() == null);
        properties.put("runpod.log.redact", true);
        assertTrue(settings().redactor() != null);
        properties.remove("runpod.log.redact");
        properties.put("runpod.log.redact[0]", true);
        properties.put("runpod.log.redact[1]", "iban");
        assertTrue(settings().sensitiveNames().matches("iban"));
        assertEquals(List.of(), warnings);
    }

    @Test
    void booleanOfALowerSourceDoesNotCount() {
        properties.put("runpod.log.redact[0]", false);
        environment.getPropertySources().addFirst(new MapPropertySource("higher", Map.of("runpod.log.redact", "iban")));
        assertTrue(settings().redactor() != null);
        assertTrue(settings().sensitiveNames().matches("iban"));
    }

    @Test
    void blankPropertyCountsAsNotSet() {
        properties.put("runpod.log.level", "  ");
        properties.put("runpod.log.format", " ");
        RunPodDefaults.addTo(environment, false, warnings::add);
        assertEquals(List.of(), warnings);
    }

    @Test
    void variablesThatBeginAlikeAreNotTakenForProperties() {
        variables.put("RUNPOD_LOG_ENDPOINT", "somewhere");
        RunPodDefaults.addTo(environment, false, warnings::add);
        assertEquals(List.of(), warnings);
    }

    @Test
    void onRunPodTheConsoleIsStructured() {
        variables.put("RUNPOD_ENDPOINT_ID", "endpoint-1");
        assertEquals(RunPodStructuredLogFormatter.class.getName(), addedDefault("logging.structured.format.console"));
    }

    @Test
    void elsewhereItIsNotUnlessAskedFor() {
        assertEquals(null, addedDefault("logging.structured.format.console"));
        assertEquals(null, addedDefault("logging.level.root"));
    }

    @ParameterizedTest
    @CsvSource({"RUNPOD_LOG_LEVEL, debug, DEBUG", "RUNPOD_DEBUG_LEVEL, 4, WARN", "RUNPOD_LOG_LEVEL, notset, OFF"})
    void theLevelOfTheEnvironmentIsTheRoots(String variable, String value, String level) {
        variables.put(variable, value);
        assertEquals(level, addedDefault("logging.level.root"));
        assertEquals(List.of(), warnings);
    }

    /** Spring Boot asks an application to change its kind only later. */
    @ParameterizedTest
    @CsvSource({"reactive, auto", "servlet, ", "none, ", "wrong, "})
    void reactorCarriesTheScopeInReactiveApplications(String type, String propagation) {
        properties.put("spring.main.web-application-type", type);
        RunPodDefaults.addTo(environment, new SpringApplication(), new NoOpLog());
        assertEquals(propagation, environment.getProperty("spring.reactor.context-propagation"));
    }

    /** Spring Boot moves its default properties behind ours, when logging is set up already. */
    @Test
    void whatIsSetSomewhereIsNotSetAgain() {
        variables.put("RUNPOD_ENDPOINT_ID", "endpoint-1");
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("defaultProperties", Map.of("logging.structured.format.console", "")));
        assertEquals(null, addedDefault("logging.structured.format.console"));
    }

    /** As with a bootstrap context of Spring Cloud, or a parent. */
    @Test
    void severalEnvironmentsOfAProcessTellAProblemOnce() {
        NoOpLog log = new NoOpLog() {
            @Override
            public void warn(Object message) {
                warnings.add(message.toString());
            }
        };
        properties.put("runpod.log.max-value-chars", "several");
        StandardEnvironment other = new StandardEnvironment();
        other.getPropertySources().addFirst(new MapPropertySource("test", properties));
        RunPodDefaults.addTo(environment, new SpringApplication(), log);
        RunPodDefaults.addTo(other, new SpringApplication(), log);
        assertEquals(1, warnings.size(), warnings::toString);
    }

    @Test
    void addedTwiceTheyAreThereOnce() {
        variables.put("RUNPOD_LOG_LEVEL", "LOUD");
        RunPodDefaults.addTo(environment, false, warnings::add);
        RunPodDefaults.addTo(environment, false, warnings::add);
        assertEquals(1, warnings.size(), warnings::toString);
    }

    @Test
    void whateverTheUserSetsStandsBefore() {
        variables.put("RUNPOD_ENDPOINT_ID", "endpoint-1");
        properties.put("logging.structured.format.console", "");
        RunPodDefaults.addTo(environment, false, warnings::add);
        assertEquals("", environment.getProperty("logging.structured.format.console"));
    }

    /** IDEs complete and explain what is in the metadata. */
    @Test
    void everyPropertyIsInTheMetadata() throws Exception {
        JsonNode metadata;
        try (InputStream json = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = new JsonMapper().readTree(json);
        }
        Set<String> described = new TreeSet<>();
        for (JsonNode property : metadata.get("properties")) {
            described.add(property.get("name").asString().substring("runpod.log.".length()));
            assertFalse(property.get("description").asString().isBlank());
        }
        assertEquals(new TreeSet<>(RunPodLogProperties.names()), described);
        Settings defaults = settings();
        for (JsonNode property : metadata.get("properties")) {
            JsonNode value = property.get("defaultValue");
            if (value != null) {
                properties.put(
                        property.get("name").asString(),
                        value.isArray() ? value.get(0).asString() : value.asString());
            }
        }
        assertEquals(
                defaults.toString().replaceAll("@[0-9a-f]+", ""),
                settings().toString().replaceAll("@[0-9a-f]+", ""));
        assertEquals(List.of(), warnings);
    }
}
