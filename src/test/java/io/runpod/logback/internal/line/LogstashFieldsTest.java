package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.defer;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static net.logstash.logback.argument.StructuredArguments.v;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.composite.GlobalCustomFieldsJsonProvider;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventPatternJsonProvider;
import net.logstash.logback.composite.loggingevent.SequenceJsonProvider;
import net.logstash.logback.composite.loggingevent.StackHashJsonProvider;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;
import tools.jackson.core.JsonGenerator;

/** What logstash-logback-encoder gives: structured arguments, markers, providers. */
class LogstashFieldsTest {

    record Point(int x, int y) {}

    private static final class ThrowingProvider extends AbstractJsonProvider<ILoggingEvent> {
        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            generator.writeStringProperty("before", "kept");
            throw new IllegalStateException("no provider today");
        }
    }

    private final BasicMarkerFactory markers = new BasicMarkerFactory();
    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(configuration);
    }

    private void provide(JsonProvider<ILoggingEvent> provider) {
        configure(encoder -> encoder.addProvider(provider));
    }

    private void hasMessageAndExtra(String message, String extra) {
        assertEquals(
                "{\"requestId\": null, \"message\": \"" + message + "\", \"level\": \"INFO\", \"extra\": " + extra
                        + "}\n",
                lines.last());
    }

    @Test
    void keyValueReadsAsBothAndValueAsItsValue() {
        lines.logger.info("a {} b {} c {}", kv("k", 1), v("v", "text"), kv("f", 2, "<{0}|{1}>"));
        hasMessageAndExtra("a k=1 b text c <f|2>", "{\"k\": 1, \"v\": \"text\", \"f\": 2}");
    }

    @Test
    void argumentsWithoutPlaceAreFieldsToo() {
        lines.logger.info("a {}", "x", kv("k", 1), "ignored", Extra.extra("e", 2));
        hasMessageAndExtra("a x", "{\"k\": 1, \"e\": 2}");
    }

    @Test
    void entriesAndFieldsGiveEachOfTheirOwn() {
        lines.logger.info("m", entries(Map.of("a", List.of(1, 2))), fields(new Point(3, 4)));
        hasMessageAndExtra("m", "{\"a\": [1, 2], \"x\": 3, \"y\": 4}");
    }

    @Test
    void arrayRawAndDeferredAreWritten() {
        lines.logger.info(
                "{} {} {}",
                array("a", 1, "two", null),
                raw("r", "{\"b\":[1.50,true],\n \"c\":\"\\u00e9\"}"),
                defer(() -> kv("d", 3)));
        lines.lastJson()
                .hasExtra("a", "[1, \"two\", null]")
                .hasExtra("r", "{\"b\": [1.50, true], \"c\": \"\u00e9\"}")
                .hasExtra("d", "3");
        assertTrue(lines.last().contains("\"r\": {\"b\": [1.50, true], \"c\": \"\\u00e9\"}"), lines.last());
        assertTrue(lines.lastJson().message().endsWith(" d=3"), lines.last());
    }

    @Test
    void argumentInsideAnotherIsAnObjectOfItsFields() {
        lines.logger.info(
                "m",
                kv("outer", kv("inner", 1)),
                kv("list", List.of(Extra.extra("e", 2), "x")),
                entries(Map.of("map", entries(Map.of("deep", kv("deeper", 3))))));
        hasMessageAndExtra(
                "m",
                "{\"outer\": {\"inner\": 1}, \"list\": [{\"e\": 2}, \"x\"], \"map\": {\"deep\": {\"deeper\": 3}}}");
    }

    @Test
    void secretNameInsideAnArgumentInsideAnotherIsStillOne() {
        lines.logger.info("m", kv("outer", kv("password", "hunter2secret")));
        assertFalse(lines.last().contains("hunter2"), lines.last());
    }

    @Test
    void extraReadsAsNamesAndValues() {
        lines.logger.info("got {}", Extra.extra("dimensions", "1024x1024", "note", "two words"));
        hasMessageAndExtra(
                "got dimensions=1024x1024 note=\\\"two words\\\"",
                "{\"dimensions\": \"1024x1024\", \"note\": \"two words\"}");
    }

    @Test
    void logstashMarkersGiveFieldsAndNoTags() {
        Marker marker = Markers.append("a", 1)
                .and(Markers.appendArray("b", 2, 3))
                .and(Markers.appendEntries(Map.of("c", 4)))
                .and(Markers.appendFields(new Point(5, 6)))
                .and(Markers.appendRaw("r", "[7]"))
                .and(Markers.defer(() -> Markers.append("d", 8)));
        lines.logger.info(marker, "m");
        lines.lastJson()
                .hasExtra("a", "1")
                .hasExtra("b", "[2, 3]")
                .hasExtra("c", "4")
                .hasExtra("x", "5")
                .hasExtra("y", "6")
                .hasExtra("r", "[7]")
                .hasExtra("d", "8")
                .lacks("tags");
    }

    @Test
    void aggregatedAndReferencedMarkersGiveTheirFields() {
        lines.logger.info(Markers.aggregate(Markers.append("a", 1), markers.getDetachedMarker("AUDIT")), "m");
        lines.lastJson().hasExtra("a", "1").hasExtra("tags", "[\"AUDIT\"]");
        Marker plain = markers.getDetachedMarker("OUTER");
        plain.add(Markers.append("b", 2));
        plain.add(markers.getDetachedMarker("INNER"));
        lines.logger.info(plain, "m");
        lines.lastJson().hasExtra("b", "2").hasExtra("tags", "[\"OUTER\", \"INNER\"]");
    }

    @Test
    void namesOfPlainMarkersAreTags() {
        lines.logger
                .atInfo()
                .addMarker(markers.getDetachedMarker("ONE"))
                .addMarker(markers.getDetachedMarker("COMMONS-LOGGING"))
                .addMarker(markers.getDetachedMarker("ONE"))
                .addMarker(markers.getDetachedMarker("TWO"))
                .log("m");
        hasMessageAndExtra("m", "{\"tags\": [\"ONE\", \"TWO\"]}");
        lines.logger.info(markers.getDetachedMarker("COMMONS-LOGGING"), "m");
        lines.lastJson().hasNoExtra();
    }

    @Test
    void markersThatReferToEachOtherEnd() {
        Marker one = markers.getDetachedMarker("ONE");
        Marker two = new BasicMarkerFactory().getDetachedMarker("TWO");
        one.add(two);
        two.add(markers.getDetachedMarker("THREE"));
        lines.logger.info(one, "m");
        lines.lastJson().hasExtra("tags", "[\"ONE\", \"TWO\", \"THREE\"]");
    }

    @Test
    void tipAndBoundFieldsAreNoTags() {
        lines.attachTo("no.tags", Level.INFO);
        RunPodLogger.of("no.tags").with(Extra.extra("b", 1)).tip("m");
        lines.lastJson().hasLevel("TIP").hasExtra("b", "1").lacks("tags");
    }

    @Test
    void sequenceProviderCounts() {
        provide(new SequenceJsonProvider());
        lines.logger.info("m");
        long first = lines.lastJson().extra("sequence").longValue();
        lines.logger.info("m");
        assertEquals(first + 1, lines.lastJson().extra("sequence").longValue());
    }

    @Test
    void stackHashProviderHashesThrowables() {
        provide(new StackHashJsonProvider());
        lines.logger.error("m", new IllegalStateException("x"));
        assertTrue(lines.lastJson().extra("stack_hash").stringValue().matches("[0-9a-f]{8}"));
        lines.logger.info("m");
        lines.lastJson().hasNoExtra();
    }

    @Test
    void patternProviderIsGivenContextAndMapper() {
        LoggingEventPatternJsonProvider provider = new LoggingEventPatternJsonProvider();
        provider.setPattern("{\"where\":\"%logger{0}\",\"n\":\"#asLong{12}\",\"deep\":{\"level\":\"%level\"}}");
        provide(provider);
        lines.logger.info("m");
        hasMessageAndExtra("m", "{\"where\": \"Logger\", \"n\": 12, \"deep\": {\"level\": \"INFO\"}}");
        assertEquals(List.of(), lines.problems());
    }

    @Test
    void customFieldsProviderGivesItsFields() {
        GlobalCustomFieldsJsonProvider<ILoggingEvent> provider = new GlobalCustomFieldsJsonProvider<>();
        provider.setCustomFields("{\"app\":\"worker\",\"n\":{\"a\":1}}");
        provide(provider);
        lines.logger.info("m", kv("app", "mine"));
        hasMessageAndExtra("m", "{\"app\": \"mine\", \"n\": {\"a\": 1}}");
    }

    @Test
    void failingProviderTakesNothingElseAlong() {
        configure(encoder -> {
            encoder.addProvider(new ThrowingProvider());
            encoder.addProvider(new SequenceJsonProvider());
        });
        org.slf4j.MDC.put("m", "1");
        lines.logger.info("m", kv("a", 1));
        lines.lastJson().hasExtra("a", "1").hasText("before", "kept").hasText("m", "1");
        assertTrue(lines.lastJson().extra().has("sequence"));
    }
}
