package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.Calls;
import io.runpod.logback.support.CountingSources.CountingConverter;
import io.runpod.logback.support.CountingSources.CountingException;
import io.runpod.logback.support.LogLines;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A throwable is asked for its texts once, and a converter for its trace. */
class ThrowableOnceTest {

    private static final String OVERFLOW = "\u6f22".repeat(4096);

    static Stream<Arguments> formatsPlacesAndMessages() {
        return Stream.of("json", "text")
                .flatMap(format -> Stream.of("message", "extra", "both", "none")
                        .flatMap(place -> Stream.of("m", "x".repeat(4000), OVERFLOW)
                                .map(message -> Arguments.of(format, place, message))));
    }

    private static LogLines open(String format, Consumer<RunPodEncoder> configuration) {
        return format.equals("json") ? LogLines.json(configuration) : LogLines.text(configuration);
    }

    @ParameterizedTest
    @MethodSource("formatsPlacesAndMessages")
    void isAskedForItsTextAtMostOnce(String format, String place, String message) {
        Calls calls = new Calls();
        try (LogLines lines = open(format, encoder -> encoder.setStackTrace(place))) {
            CountingException root = new CountingException(calls);
            LoggingEvent event = new LoggingEvent(
                    "fqcn", lines.logger, Level.ERROR, message, root, new Object[] {kv("k", "v".repeat(3000))});
            calls.forget(); // what Logback itself asks
            lines.encoder.encode(event);
            assertTrue(calls.of("toString") <= (place.equals("none") ? 0 : 1), calls::toString);
            assertEquals(0, calls.of("getMessage"), "Logback has it");
        }
    }

    @ParameterizedTest
    @MethodSource("formatsPlacesAndMessages")
    void inAPlaceIsAskedForItsTextOnce(String format, String place, String message) {
        Calls calls = new Calls();
        try (LogLines lines = open(format, encoder -> encoder.setStackTrace(place))) {
            lines.logger.info("{} and {} " + message, new CountingException(calls), 1);
            assertEquals(Map.of("toString", 1), calls.all(), lines.last());
        }
    }

    @ParameterizedTest
    @MethodSource("formatsPlacesAndMessages")
    void converterIsAskedOnceWhereItsTraceIsShown(String format, String place, String message) {
        Calls calls = new Calls();
        try (LogLines lines = open(format, encoder -> {
            encoder.setStackTrace(place);
            encoder.setThrowableConverter(new CountingConverter(calls));
        })) {
            calls.forget(); // of a warm-up
            lines.logger.error(message, new IllegalStateException("x"));
            int needed = place.equals("none") ? 0 : 1;
            if (message.equals(OVERFLOW) && place.equals("extra")) {
                assertTrue(calls.of("convert") <= needed, calls::toString);
            } else {
                assertEquals(needed, calls.of("convert"), calls::toString);
            }
            lines.logger.error(message);
            assertTrue(calls.of("convert") <= needed, calls::toString);
        }
    }

    @Test
    void tabOfAConvertersTraceIsFourBlanksInText() {
        try (LogLines lines =
                LogLines.text(encoder -> encoder.setThrowableConverter(new CountingConverter(new Calls())))) {
            lines.logger.error("m", new IllegalStateException("x"));
            assertTrue(
                    lines.last().contains("\n       | trace by a converter\n       |     at its own place"),
                    lines.last());
        }
    }
}
