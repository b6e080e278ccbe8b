package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.ManyFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

/** The limits of values and collections. */
class LimitTest {

    record Album(String title, List<Integer> tracks) {}

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(configuration);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** {@code rp_logger.py}'s rule, in code points. */
    private static String cut(String text, int limit) {
        int[] points = text.codePoints().toArray();
        if (points.length <= limit) {
            return text;
        }
        int half = limit / 2;
        return new String(points, 0, half) + "\n...TRUNCATED " + (points.length - limit) + " CHARACTERS...\n"
                + new String(points, points.length - half, half);
    }

    @Test
    void valueIsCutAtTheDefaultOf4096CodePoints() {
        for (int length : new int[] {4095, 4096, 4097, 8000, 200_000}) {
            String value = "\ud83d\ude00a".repeat(length / 2) + (length % 2 == 0 ? "" : "\ud83d\ude00");
            configure(encoder -> encoder.setMaxLineBytes("0"));
            lines.logger.info("m", kv("v", value));
            lines.lastJson().hasText("v", cut(value, 4096));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 11, 100})
    void valueIsCutWhereverItStands(int limit) {
        configure(encoder -> {
            encoder.setMaxValueChars(Integer.toString(limit));
            encoder.setMaxLineBytes("0");
        });
        String value = "0123456789\u00e9\ud83d\ude00".repeat(20);
        String expected = cut(value, limit);
        MDC.put("c", value);
        lines.logger
                .atInfo()
                .addArgument(kv("a", List.of(value)))
                .addArgument(kv("b", new Album(value, null)))
                .addArgument(raw("d", '"' + value + '"'))
                .addKeyValue("e", value)
                .setCause(new IllegalStateException(value))
                .log("m");
        JsonLine line = lines.lastJson();
        JsonNode extra = line.extra();
        assertEquals(expected, extra.get("a").get(0).stringValue());
        assertEquals(expected, extra.get("c").stringValue());
        assertEquals(expected, extra.get("d").stringValue());
        assertEquals(expected, extra.get("e").stringValue());
    }

    @Test
    void valueLimitOfZeroIsNone() {
        configure(encoder -> {
            encoder.setMaxValueChars("0");
            encoder.setMaxLineBytes("0");
        });
        String value = "x".repeat(1_000_000);
        lines.logger.info("m", kv("v", value), kv("list", List.of(value)));
        lines.lastJson().hasText("v", value);
        assertEquals(value, lines.lastJson().extra("list").get(0).stringValue());
    }

    @Test
    void noteOfAMapHasANameThatNoElementHas() {
        configure(encoder -> encoder.setMaxElements("2"));
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name : List.of("...", "....", "c", "d")) {
            map.put(name, 1);
        }
        lines.logger.info("m", kv("map", map));
        lines.lastJson().hasExtra("map", "{\"...\": 1, \"....\": 1, \".....\": \"...2 more\"}");
    }

    @Test
    void collectionStopsAfterAThousandElements() {
        configure(encoder -> encoder.setMaxLineBytes("0"));
        int[] ints = new int[1007];
        lines.logger.info(
                "m",
                kv("whole", numbers(1000)),
                kv("list", numbers(1003)),
                kv("ints", ints),
                kv("objects", new Object[2000]),
                kv("bean", new Album("t", numbers(1001))),
                array("array", numbers(1002).toArray()),
                raw("raw", numbers(1005).toString()),
                kv("deep", Map.of("in", List.of(numbers(1500)))));
        JsonLine line = lines.lastJson();
        assertEquals(1000, line.extra("whole").size());
        assertEquals(999, line.extra("whole").get(999).intValue());
        endsWith(line.extra("list"), "3 more");
        endsWith(line.extra("ints"), "7 more");
        endsWith(line.extra("objects"), "1000 more");
        endsWith(line.extra("bean").get("tracks"), "1 more");
        endsWith(line.extra("array"), "2 more");
        endsWith(line.extra("raw"), "5 more");
        endsWith(line.extra("deep").get("in").get(0), "500 more");
    }

    private static void endsWith(JsonNode array, String note) {
        assertEquals(1001, array.size());
        assertTrue(array.get(1000).stringValue().endsWith(note), array.get(1000)::toString);
        assertFalse(array.get(999).isString());
    }

    @Test
    void mapStopsAfterSoManyEntries() {
        configure(encoder -> encoder.setMaxElements("3"));
        Map<String, Integer> map = new LinkedHashMap<>();
        numbers(10).forEach(i -> map.put("k" + i, i));
        lines.logger.info("m", kv("map", map), kv("after", 1));
        JsonNode written = lines.lastJson().extra("map");
        assertEquals(4, written.size());
        assertEquals(
                List.of("k0", "k1", "k2"), List.copyOf(written.propertyNames()).subList(0, 3));
        assertTrue(written.toString().contains("7 more"), written::toString);
        lines.lastJson().hasExtra("after", "1");
    }

    @Test
    void endlessCollectionsStopAndSayThatThereIsMore() {
        configure(encoder -> encoder.setMaxElements("2"));
        Iterable<Object> endless = new BadValues.Endless(100)::iterator;
        lines.logger.info("m", kv("a", endless), kv("b", new BadValues.EndlessMap()), kv("c", List.of(endless, 1)));
        assertTrue(lines.lastJson().extra("a").get(2).stringValue().contains("more"));
        assertEquals(3, lines.lastJson().extra("a").size());
        assertEquals(3, lines.lastJson().extra("b").size());
        assertEquals(1, lines.lastJson().extra("c").get(1).intValue());
    }

    @Test
    void elementLimitOfZeroIsNone() {
        configure(encoder -> {
            encoder.setMaxElements("0");
            encoder.setMaxLineBytes("0");
        });
        Map<String, Integer> map = numbers(5000).stream().collect(Collectors.toMap(i -> "k" + i, i -> i));
        lines.logger.info(
                "m",
                kv("list", numbers(50_000)),
                kv("array", new int[5000]),
                kv("map", map),
                kv("b", new Album("", numbers(3000))));
        assertEquals(50_000, lines.lastJson().extra("list").size());
        assertEquals(5000, lines.lastJson().extra("array").size());
        assertEquals(5000, lines.lastJson().extra("map").size());
        assertEquals(3000, lines.lastJson().extra("b").get("tracks").size());
    }

    @Test
    void fieldsOfACallAreNoCollection() {
        configure(encoder -> {
            encoder.setMaxElements("3");
            encoder.setMaxLineBytes("0");
        });
        lines.logger.info("m", ManyFields.of(500));
        assertEquals(500, lines.lastJson().extra().size());
    }

    @Test
    void textLineHasTheSameLimits() {
        try (LogLines text = LogLines.text(encoder -> {
            encoder.setColor("never");
            encoder.setMaxElements("2");
            encoder.setMaxValueChars("4");
        })) {
            text.logger.info("m", kv("list", numbers(4)), kv("s", "0123456789"), kv("after", 1));
            assertEquals(
                    "INFO   | m | list=[0, 1, \"...2 more\"] s=\"01\\n...TRUNCATED 6 CHARACTERS...\\n89\" after=1\n",
                    text.last());
        }
    }

    @Test
    void elementsInAMessageAreLimitedToo() {
        lines.logger.info("{}", new BadValues.Endless(1_000_000));
        assertTrue(lines.lastJson().message().startsWith("[0, 1, 2, "), lines.last());
        lines.logger.info("{} {}", numbers(3), Map.of("a", List.of(1)));
        lines.lastJson().hasMessage("[0, 1, 2] {a=[1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "1.5", "511"})
    void wrongLimitIsOneWarningAndTheDefaultHolds(String limit) {
        configure(encoder -> encoder.setMaxLineBytes(limit));
        lines.logger.info("m", ManyFields.of(1000));
        assertTrue(lines.last().length() > 15_000 && lines.last().length() <= 16_000);
        assertEquals(1, lines.problems().size(), lines.problems()::toString);
    }
}
