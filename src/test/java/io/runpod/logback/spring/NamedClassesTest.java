package io.runpod.logback.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.LifeCycle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.logstash.logback.composite.loggingevent.LoggingEventThreadNameJsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Classes that properties name: their objects are made and started once, and a faulty one is told. */
class NamedClassesTest {

    private static final List<String> EVENTS = new ArrayList<>();

    private final Map<String, Object> properties = new LinkedHashMap<>(Map.of("runpod.log.format", "json"));
    private final StandardEnvironment environment = new StandardEnvironment();
    private final List<String> warnings = new ArrayList<>();

    NamedClassesTest() {
        EVENTS.clear();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    }

    /** Starts as Spring Boot does: the post-processor, then a formatter for the console and one for a file. */
    private String line(String property, Class<?> named) {
        properties.put(property, named.getName());
        RunPodDefaults.addTo(environment, false, warnings::add);
        EVENTS.add("checked");
        RunPodStructuredLogFormatter console = new RunPodStructuredLogFormatter(environment);
        EVENTS.add("console");
        assertTrue(new RunPodStructuredLogFormatter(environment) != console);
        LoggingEvent event =
                new LoggingEvent("fqcn", new LoggerContext().getLogger("test"), Level.INFO, "hello", null, null);
        event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException()));
        return console.format(event);
    }

    private void assertToldOnce(String problem) {
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains(problem), warnings::toString);
    }

    public static final class Provider extends LoggingEventThreadNameJsonProvider {
        public Provider() {
            EVENTS.add("made");
        }

        @Override
        public void start() {
            EVENTS.add("started");
            super.start();
        }
    }

    @Test
    void aProviderIsMadeAndStartedByTheFormatterOnly() {
        assertTrue(line("runpod.log.providers", Provider.class).contains("hello"));
        assertEquals(List.of("checked", "made", "started", "console", "made", "started"), EVENTS);
        assertEquals(List.of(), warnings);
    }

    public static final class Masking extends MaskingJsonGeneratorDecorator {
        public Masking() {
            addValue("hello");
        }
    }

    @Test
    void aMaskingDecoratorMasks() {
        String line = line("runpod.log.decorators", Masking.class);
        assertTrue(line.contains("\"message\": \"****"), line);
        assertEquals(List.of(), warnings);
    }

    /** Has a context and is started before it is used, or complains. */
    public static final class MapperDecorator extends ContextAwareBase
            implements MapperBuilderDecorator<JsonMapper, JsonMapper.Builder>, LifeCycle {
        private boolean started;

        @Override
        public void start() {
            started = getContext() != null;
        }

        @Override
        public void stop() {
            started = false;
        }

        @Override
        public boolean isStarted() {
            return started;
        }

        @Override
        public JsonMapper.Builder decorate(JsonMapper.Builder builder) {
            EVENTS.add("started with a context: " + started);
            return builder;
        }
    }

    @Test
    void aDecoratorOfTheMapperIsStartedWithAContext() {
        line("runpod.log.decorators", MapperDecorator.class);
        assertTrue(EVENTS.contains("started with a context: true"), EVENTS::toString);
        assertEquals(List.of(), warnings);
    }

    public static final class UnusableDecorator implements JsonGeneratorDecorator {
        @Override
        public JsonGenerator decorate(JsonGenerator generator) {
            throw new IllegalStateException("cannot decorate");
        }
    }

    @Test
    void aDecoratorThatFailsForEachLineIsTold() {
        String line = line("runpod.log.decorators", UnusableDecorator.class);
        assertToldOnce("UnusableDecorator: java.lang.IllegalStateException: cannot decorate");
        assertTrue(line.contains("cannot decorate") && !line.contains("hello"), line);
    }

    public static final class UnstartableDecorator extends MaskingJsonGeneratorDecorator {
        @Override
        public void start() {
            throw new IllegalStateException("cannot start");
        }
    }

    @Test
    void aDecoratorThatDoesNotStartIsToldAndLetsNothingThrough() {
        String line = line("runpod.log.decorators", UnstartableDecorator.class);
        assertToldOnce("UnstartableDecorator: java.lang.IllegalStateException: cannot start");
        assertTrue(line.contains("could not be started") && !line.contains("hello"), line);
    }

    public static final class UnstartableConverter extends ThrowableHandlingConverter {
        @Override
        public void start() {
            throw new IllegalStateException("cannot start");
        }

        @Override
        public String convert(ILoggingEvent event) {
            return "";
        }
    }

    @Test
    void aConverterThatDoesNotStartIsTold() {
        String line = line("runpod.log.throwable-converter", UnstartableConverter.class);
        assertToldOnce("runpod.log.throwable-converter (property source \"test\"): "
                + "java.lang.IllegalStateException: cannot start");
        assertTrue(line.contains("hello"), line);
    }
}
