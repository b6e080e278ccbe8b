package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.Calls;
import io.runpod.logback.support.CountingSources.CountingProvider;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.composite.loggingevent.SequenceJsonProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

/** A provider is called once for a line, so that one that counts counts lines. */
class ProviderOnceTest {

    private static final String OVERFLOW = "\u6f22".repeat(4096);

    private static final Pattern NUMBER = Pattern.compile("\"?(?:sequence|number)\"?(?:: |=)(\\d+)");

    /** Fails after it has written a field, each time. */
    private static final class FailingProvider extends AbstractJsonProvider<ILoggingEvent> {
        private final Calls calls;

        FailingProvider(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            calls.count("failing", 1);
            generator.writeStringProperty("before", "kept");
            throw new IllegalStateException("no provider today");
        }
    }

    static Stream<Arguments> formatsAndSettings() {
        return Stream.of("json", "text")
                .flatMap(format -> Stream.of("stackTrace", "stackTrace, extra, timestamp, requestId")
                        .flatMap(shown -> Stream.of("nested", "flat")
                                .flatMap(style -> Stream.of("message", "extra", "both", "none")
                                        .map(trace -> Arguments.of(format, shown, style, trace)))));
    }

    private static LogLines open(String format, Consumer<RunPodEncoder> configuration) {
        return format.equals("json") ? LogLines.json(configuration) : LogLines.text(configuration);
    }

    @ParameterizedTest
    @MethodSource("formatsAndSettings")
    void isCalledOnceForEachLineThatHasRoom(String format, String shown, String style, String trace) {
        Calls calls = new Calls();
        try (LogLines lines = open(format, encoder -> {
            encoder.addProvider(new FailingProvider(calls));
            encoder.addProvider(new CountingProvider(calls));
            encoder.setShowInMessage(shown);
            encoder.setExtra(style);
            encoder.setStackTrace(trace);
        })) {
            lines.logger.info("m");
            lines.logger.info("m {}", "x", kv("k", 1));
            lines.logger.error("m", new IllegalStateException("x"));
            lines.logger.info("long".repeat(1000));
            assertEquals(Map.of("provider", 4, "failing", 4), calls.all(), lines.last());
            assertTrue(lines.last().contains("4"), lines.last());
        }
    }

    @ParameterizedTest
    @MethodSource("formatsAndSettings")
    void isCalledNoMoreForALineThatOverflows(String format, String shown, String style, String trace) {
        Calls calls = new Calls();
        try (LogLines lines = open(format, encoder -> {
            encoder.addProvider(new CountingProvider(calls));
            encoder.setShowInMessage(shown);
            encoder.setExtra(style);
            encoder.setStackTrace(trace);
        })) {
            Throwable thrown = new IllegalStateException(OVERFLOW, new RuntimeException(OVERFLOW));
            for (int i = 1; i <= 4; i++) {
                lines.logger.info(OVERFLOW, kv("a", "b".repeat(4000)), kv("c", OVERFLOW), thrown);
                assertTrue(calls.of("provider") <= i, () -> calls + lines.last());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void isNotCalledWhereFieldsAreNotWritten(String format) {
        Calls calls = new Calls();
        for (String shown : List.of("stackTrace", "stackTrace, extra")) {
            try (LogLines lines = open(format, encoder -> {
                encoder.addProvider(new CountingProvider(calls));
                encoder.setExtra("none");
                encoder.setShowInMessage(shown);
            })) {
                lines.logger.info("m {}", kv("k", 1));
                assertEquals(Map.of(), calls.all(), lines.last());
            }
        }
    }

    /** Of lines that have no room for the number: each has one all the same, or none has. */
    @ParameterizedTest
    @MethodSource("formatsAndSettings")
    void sequenceSkipsNoNumber(String format, String shown, String style, String trace) {
        try (LogLines lines = open(format, encoder -> {
            encoder.addProvider(new SequenceJsonProvider());
            encoder.setShowInMessage(shown);
            encoder.setExtra(style);
            encoder.setStackTrace(trace);
        })) {
            List<Integer> atLine = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            List<String> messages = List.of("one", "two", OVERFLOW, "three", OVERFLOW, OVERFLOW, "four", "five");
            for (int i = 0; i < messages.size(); i++) {
                if (i % 2 == 0) {
                    lines.logger.info(messages.get(i), kv("k", 1));
                } else {
                    lines.logger.info(messages.get(i), new IllegalStateException("x", new RuntimeException("y")));
                }
                Matcher number = NUMBER.matcher(lines.last());
                if (number.find()) {
                    atLine.add(i);
                    numbers.add(Integer.parseInt(number.group(1)));
                }
            }
            int first = numbers.get(0);
            List<Integer> ofLines = atLine.stream().map(line -> first + line).toList();
            List<Integer> ofShown = Stream.iterate(first, number -> number + 1)
                    .limit(numbers.size())
                    .toList();
            assertTrue(numbers.size() >= 5, numbers::toString);
            assertTrue(numbers.equals(ofLines) || numbers.equals(ofShown), () -> numbers + " in lines " + atLine);
        }
    }
}
