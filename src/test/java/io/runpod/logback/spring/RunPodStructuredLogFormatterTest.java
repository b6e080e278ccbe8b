package io.runpod.logback.spring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RunPodStructuredLogFormatterTest {

    private final LoggerContext context = new LoggerContext();

    private RunPodStructuredLogFormatter formatter(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return new RunPodStructuredLogFormatter(environment);
    }

    private LoggingEvent event(String message) {
        return new LoggingEvent("fqcn", context.getLogger("test"), Level.INFO, message, null, null);
    }

    @Test
    void bytesAndTextAreTheSameLine() {
        var formatter = formatter(Map.of("runpod.log.format", "json", "runpod.log.ascii", "false"));
        String line = "{\"requestId\": null, \"message\": \"größer\", \"level\": \"INFO\"}\n";
        assertEquals(line, formatter.format(event("größer")));
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16}) {
            assertArrayEquals(
                    line.getBytes(charset), formatter.formatAsBytes(event("größer"), charset), charset.name());
        }
    }

    @Test
    void secretsAreRedacted() {
        String line = formatter(Map.of("RUNPOD_API_KEY", "a-key-of-ones-own")).format(event("with a-key-of-ones-own"));
        assertTrue(line.contains("with [redacted]"), line);
    }

    /** A native image makes and fills by reflection what is hinted, and nothing else. */
    @Test
    void whatIsReachedByReflectionIsHinted() {
        RuntimeHints hints = new RuntimeHints();
        new RunPodRuntimeHints().registerHints(hints, getClass().getClassLoader());
        for (Class<?> bean : RunPodRuntimeHints.BEANS) {
            for (var constructor : bean.getConstructors()) {
                assertTrue(
                        RuntimeHintsPredicates.reflection()
                                .onConstructorInvocation(constructor)
                                .test(hints),
                        constructor::toString);
            }
            for (var method : bean.getMethods()) {
                if (method.getName().startsWith("set") && method.getDeclaringClass() == bean) {
                    assertTrue(
                            RuntimeHintsPredicates.reflection()
                                    .onMethodInvocation(method)
                                    .test(hints),
                            method::toString);
                }
            }
        }
    }
}
