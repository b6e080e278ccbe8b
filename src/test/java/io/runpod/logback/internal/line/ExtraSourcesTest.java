package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/** The sources of fields and their rank. */
class ExtraSourcesTest {

    private enum Source {
        ARGUMENT,
        MARKER,
        KEY_VALUE,
        THROWABLE,
        PROVIDER,
        BOUND,
        MDC,
        WORKER;

        /** The name of the field that the source gives where it is free to choose. */
        String ownName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final class NamedProvider extends AbstractJsonProvider<ILoggingEvent> {
        private final String name;

        NamedProvider(String name) {
            this.name = name;
        }

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            generator.writeStringProperty(name, "PROVIDER");
        }
    }

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Map<String, String> variables, Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(variables, configuration);
    }

    /** Logs one event of the given sources; null as the name = each gives a field of its own. */
    private JsonLine logFrom(Set<Source> sources, String name) {
        configure(Map.of("RUNPOD_GPU_NAME", "WORKER"), encoder -> {
            if (sources.contains(Source.PROVIDER)) {
                encoder.addProvider(new NamedProvider(name == null ? Source.PROVIDER.ownName() : name));
            }
            if (sources.contains(Source.WORKER)) {
                encoder.setWorkerFields("gpu");
            }
        });
        LoggingEvent event = new LoggingEvent(
                "caller",
                lines.logger,
                Level.INFO,
                "m",
                sources.contains(Source.THROWABLE) ? new IllegalStateException("THROWABLE") : null,
                sources.contains(Source.ARGUMENT) ? new Object[] {field(Source.ARGUMENT, name)} : null);
        if (sources.contains(Source.BOUND)) {
            boundFields(name == null ? Source.BOUND.ownName() : name).forEach(event::addMarker);
        }
        if (sources.contains(Source.MARKER)) {
            event.addMarker(Markers.append(name == null ? Source.MARKER.ownName() : name, "MARKER"));
        }
        if (sources.contains(Source.KEY_VALUE)) {
            event.addKeyValuePair(new KeyValuePair(name == null ? Source.KEY_VALUE.ownName() : name, "KEY_VALUE"));
        }
        if (sources.contains(Source.MDC)) {
            MDC.put(name == null ? Source.MDC.ownName() : name, "MDC");
        }
        lines.logger.callAppenders(event);
        return lines.lastJson();
    }

    private static Object field(Source source, String name) {
        return kv(name == null ? source.ownName() : name, source.name());
    }

    /** The markers of an event from a logger with a bound field. */
    private static List<Marker> boundFields(String name) {
        Logger logger = (Logger) LoggerFactory.getLogger("bound.fields");
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        RunPodLogger.of("bound.fields").with(Extra.extra(name, "BOUND")).info("m");
        logger.detachAppender(seen);
        return seen.list.get(0).getMarkerList();
    }

    @Test
    void allSourcesStandInTheOrderOfTheirRank() {
        assertEquals(
                List.of(
                        "argument",
                        "marker",
                        "key_value",
                        "error_type",
                        "error_message",
                        "provider",
                        "bound",
                        "mdc",
                        "gpu"),
                logFrom(EnumSet.allOf(Source.class), null).extraNames());
    }

    static Stream<List<Source>> pairs() {
        List<List<Source>> pairs = new ArrayList<>();
        for (Source higher : Source.values()) {
            for (Source lower : Source.values()) {
                boolean canMeet = higher != Source.THROWABLE || lower != Source.WORKER;
                if (higher.ordinal() < lower.ordinal() && canMeet) {
                    pairs.add(List.of(higher, lower));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void higherRankWinsAName(List<Source> pair) {
        Source higher = pair.get(0);
        String name = pair.contains(Source.WORKER) ? "gpu" : "error_message";
        logFrom(EnumSet.copyOf(pair), name).hasText(name, higher.name());
        assertEquals(lines.last().indexOf(name), lines.last().lastIndexOf(name), lines.last());
    }

    @Test
    void skippedFieldTakesNothingElseAlong() {
        lines.logger
                .atInfo()
                .addArgument(kv("a", 1))
                .addArgument(kv("a", Map.of("deep", List.of(1, 2))))
                .addMarker(Markers.appendEntries(Map.of("a", 3)))
                .addKeyValue("a", new Object[] {1})
                .addKeyValue("b", 2)
                .log("m");
        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"a\": 1, \"b\": 2}}\n",
                lines.last());
    }

    @Test
    void keyValuesKeepTheirOrderAndTypes() {
        lines.logger
                .atWarn()
                .addKeyValue("z", "text")
                .addKeyValue("a", 1.5)
                .addKeyValue("n", (Object) null)
                .addKeyValue("d", () -> "supplied")
                .log("m");
        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"WARN\", "
                        + "\"extra\": {\"z\": \"text\", \"a\": 1.5, \"n\": null, \"d\": \"supplied\"}}\n",
                lines.last());
    }

    @Test
    void throwableGivesItsTypeAndMessage() {
        lines.logger.error("m", new java.io.IOException("disk full"));
        lines.lastJson().hasText("error_type", "java.io.IOException").hasText("error_message", "disk full");
        lines.logger.error("m {}", "x", new Error());
        lines.lastJson().hasText("error_type", "java.lang.Error");
    }

    @Test
    void boundFieldsComeWithEveryLineOfTheChildOnly() {
        lines.attachTo("bound.child", Level.INFO);
        RunPodLogger parent = RunPodLogger.of("bound.child");
        RunPodLogger child = parent.with(Extra.extra("model", "sdxl", "v", 1)).with(Map.of("v", 2));
        child.info("one", Map.of("step", 1));
        lines.lastJson().hasExtra("step", "1").hasText("model", "sdxl").hasExtra("v", "2");
        assertEquals("step", lines.lastJson().extraNames().get(0));
        child.info("two {}", "x", Extra.extra("model", "flux"));
        lines.lastJson().hasMessage("two x").hasText("model", "flux").hasExtra("v", "2");
        parent.info("three");
        lines.lastJson().hasNoExtra();
    }
}
