package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

/** Each field of an event is shown or counted, however many there are. */
class FieldCountTest {

    /** Long enough that no thousand fields fit into a line. */
    private static final int FIRST_VALUE = 1_000_000_000;

    private static final Pattern DROPPED_IN_TEXT = Pattern.compile(" _dropped=(\\d+)");
    private static final Pattern FIELD_IN_TEXT = Pattern.compile(" [a-z]+_\\d+=\\d+");

    private final LogLines json = LogLines.json().attachTo("field.count", Level.INFO);
    private final LogLines text = LogLines.text();

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private enum Source {
        CALL_MAP,
        ENTRIES,
        KV,
        KEY_VALUES,
        EXTRA,
        MARKER;

        private LoggingEvent event(LogLines lines, int count) {
            Map<String, Object> map = map(count);
            LoggingEvent event = new LoggingEvent("fqcn", lines.logger, Level.INFO, "m", null, arguments(map));
            if (this == KEY_VALUES) {
                map.forEach((name, value) -> event.addKeyValuePair(new KeyValuePair(name, value)));
            } else if (this == MARKER) {
                event.addMarker(Markers.appendEntries(map));
            }
            return event;
        }

        private Object[] arguments(Map<String, Object> map) {
            return switch (this) {
                case CALL_MAP -> new Object[] {ofCall(map)};
                case ENTRIES -> new Object[] {entries(map)};
                case KV ->
                    map.entrySet().stream()
                            .map(entry -> kv(entry.getKey(), entry.getValue()))
                            .toArray();
                case EXTRA -> new Object[] {Extra.of(map)};
                default -> new Object[0];
            };
        }

        /** The argument that a call with a map makes. */
        private static StructuredArgument ofCall(Map<String, Object> map) {
            ListAppender<ILoggingEvent> seen = new ListAppender<>();
            seen.start();
            var logger = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("field.count.call");
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(seen);
            RunPodLogger.of("field.count.call").info("m", map);
            logger.detachAppender(seen);
            return (StructuredArgument) seen.list.get(0).getArgumentArray()[0];
        }
    }

    private static Map<String, Object> map(int count) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put("key_" + i, FIRST_VALUE + i);
        }
        return map;
    }

    static Stream<Arguments> sourcesAndCounts() {
        return Stream.of(Source.values())
                .flatMap(
                        source -> Stream.of(1_000, 99_999, 100_001, 150_000).map(count -> Arguments.of(source, count)));
    }

    @ParameterizedTest
    @MethodSource("sourcesAndCounts")
    void shownAndDroppedFieldsAreAll(Source source, int count) {
        IntStream.range(0, 3).forEach(i -> MDC.put("mdc_" + i, "1"));
        json.append(source.event(json, count));
        JsonLine line = json.lastJson();
        int shown = line.extraNames().size() - 1;
        assertTrue(shown > 300, () -> "shown: " + shown);
        assertEquals("key_0", line.extraNames().get(0));
        assertEquals("key_" + (shown - 1), line.extraNames().get(shown - 1));
        assertEquals(count + 3, shown + line.extra("_dropped").intValue());

        text.append(source.event(text, count));
        Matcher dropped = DROPPED_IN_TEXT.matcher(text.last());
        assertTrue(dropped.find(), text.last());
        assertEquals(
                count + 3L, FIELD_IN_TEXT.matcher(text.last()).results().count() + Integer.parseInt(dropped.group(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"CALL_MAP", "KV", "KEY_VALUES"})
    void withoutALimitNoneIsDropped(Source source) {
        int count = 150_000;
        MDC.put("mdc_0", "1");
        try (LogLines unlimited = LogLines.json(encoder -> encoder.setMaxLineBytes("0"))) {
            String line = new String(
                    unlimited.encoder.encode(source.event(unlimited, count)), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(line.endsWith(
                    ", \"key_" + (count - 1) + "\": " + (FIRST_VALUE + count - 1) + ", \"mdc_0\": \"1\"}}\n"));
            assertTrue(line.contains("\"extra\": {\"key_0\": " + FIRST_VALUE + ", \"key_1\": "));
        }
    }

    @Test
    void aNameIsCountedOnceHoweverOftenItIsGiven() {
        Map<String, Object> map = map(5_000);
        json.logger.info("m", entries(map), Extra.of(map), entries(map));
        JsonLine line = json.lastJson();
        assertEquals(
                5_000, line.extraNames().size() - 1 + line.extra("_dropped").intValue());
    }

    /** Names of one hash code: to compare each with all before takes minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"16384", "0"})
    void namesOfOneHashCodeAreCountedInTime(String maxLineBytes) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < 1 << 16; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            map.put(name.toString(), i);
        }
        try (LogLines lines = LogLines.json(encoder -> encoder.setMaxLineBytes(maxLineBytes))) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> lines.logger.info("m", entries(map), entries(map), kv("last", map)));
            JsonNode extra = lines.lastJson().extra();
            int dropped = extra.has("_dropped") ? extra.get("_dropped").intValue() : 0;
            assertEquals(map.size() + 1, extra.size() + dropped - (dropped > 0 ? 1 : 0));
        }
    }

    @Test
    void aFieldThatNeverFitsIsCountedOnceAmongMany() {
        String large = "\u6f22".repeat(4000);
        MDC.put("last", "1");
        json.logger.info("m", kv("a", 1), kv("large", large), kv("b", 2), kv("large2", List.of(large)), kv("c", 3));
        assertEquals(List.of("a", "b", "c", "last", "_dropped"), json.lastJson().extraNames());
        json.lastJson().hasExtra("_dropped", "2");
    }

    @Test
    @Tag("slow")
    void aHundredThousandFieldsOfAFullLineTakeLittleTime() {
        for (Source source : List.of(Source.CALL_MAP, Source.ENTRIES, Source.KV)) {
            LoggingEvent event = source.event(json, 100_000);
            for (int i = 0; i < 15; i++) {
                json.encoder.encode(event);
            }
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long[] nanos = new long[15];
            for (int i = 0; i < nanos.length; i++) {
                long start = threads.getCurrentThreadCpuTime();
                json.encoder.encode(event);
                nanos[i] = threads.getCurrentThreadCpuTime() - start;
            }
            Arrays.sort(nanos);
            long millis = nanos[nanos.length / 2] / 1_000_000;
            assertTrue(millis < 60, () -> source + ": " + millis + " ms");
        }
    }
}
