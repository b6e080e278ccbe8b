package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.Calls;
import io.runpod.logback.support.CountingSources.CountingBean;
import io.runpod.logback.support.CountingSources.CountingList;
import io.runpod.logback.support.CountingSources.CountingMap;
import io.runpod.logback.support.CountingSources.Holder;
import io.runpod.logback.support.CountingSources.OneShotIterable;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a line does not show is not asked for. */
class NeedlessSourceTest {

    private final Calls calls = new Calls();
    private final LogLines json = LogLines.json().attachTo("needless.source", Level.INFO);
    private final LogLines text = LogLines.text().attachTo("needless.source", Level.INFO);
    private final List<LogLines> both = List.of(json, text);

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private void nothingWasAsked(LogLines lines) {
        assertEquals(Map.of(), calls.all(), lines.last());
    }

    /** Values that cost something to be written. */
    private record Value(String name, Function<Calls, Object> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Value> values() {
        return Stream.of(
                new Value("bean", CountingBean::new),
                new Value("held bean", calls -> new Holder(new CountingBean(calls))),
                new Value("list", calls -> new CountingList(calls, new CountingBean(calls))),
                new Value("list of beans", calls -> List.of(new CountingBean(calls))),
                new Value("array of beans", calls -> new Object[] {new CountingBean(calls)}),
                new Value("map", calls -> new CountingMap(calls, "k", new CountingBean(calls))),
                new Value("iterable", OneShotIterable::new),
                new Value("argument", calls -> kv("k", new CountingBean(calls))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueOfANameThatIsThereAlreadyIsNotAsked(Value value) {
        for (LogLines lines : both) {
            Object lazy = value.make.apply(calls);
            lines.logger.info("m", kv("a", 1), kv("a", lazy), Extra.extra("a", lazy));
            lines.logger.info("m", kv("a", 1), entries(Map.of("a", lazy)));
            lines.logger.info(Markers.append("a", lazy), "m", kv("a", 1));
            lines.logger.atInfo().addArgument(kv("a", 1)).addKeyValue("a", lazy).log("m");
            nothingWasAsked(lines);
            RunPodLogger.of("needless.source").with(Extra.extra("a", lazy)).info("m", Map.of("a", 1));
            nothingWasAsked(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueOfASensitiveNameIsNotAsked(Value value) {
        for (LogLines lines : both) {
            Object secret = value.make.apply(calls);
            lines.logger.info("m", kv("password", secret), Extra.extra("api_key", secret));
            assertTrue(lines.last().contains("[redacted]"), lines.last());
            lines.logger.info("m", kv("map", Map.of("secret", secret)), kv("list", List.of(kv("secret", secret))));
            lines.logger.info(Markers.append("token", secret), "m");
            lines.logger.atInfo().addKeyValue("cookie", secret).log("m");
            RunPodLogger.of("needless.source").info("m", Map.of("credential", secret));
            nothingWasAsked(lines);
        }
    }

    record Secretive(Object password, int after) {}

    record SecretList(List<Object> password, Map<String, Object> token) {}

    @ParameterizedTest
    @MethodSource("values")
    void valueOfASensitivePropertyIsNotAsked(Value value) {
        for (LogLines lines : both) {
            lines.logger.info("m", kv("held", new Secretive(value.make.apply(calls), 1)));
            assertTrue(lines.last().contains("[redacted]"), lines.last());
            nothingWasAsked(lines);
        }
    }

    @Test
    void containersOfSensitivePropertiesAreNotAsked() {
        for (LogLines lines : both) {
            lines.logger.info(
                    "m",
                    kv("held", new SecretList(new CountingList(calls, 1), new CountingMap(calls, "k", 1))),
                    kv("after", 1));
            assertTrue(lines.last().contains("[redacted]"), lines.last());
            nothingWasAsked(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void argumentWithoutAPlaceIsNotAsked(Value value) {
        if (value.name.equals("argument")) {
            return; // a field
        }
        for (LogLines lines : both) {
            lines.logger.info("m", value.make.apply(calls));
            lines.logger.info("m {}", 1, value.make.apply(calls), 2);
            lines.logger.info("m \\{} {}", 1, value.make.apply(calls));
            nothingWasAsked(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void fieldThatComesAfterALineIsFullIsNotAsked(Value value) {
        for (LogLines lines : both) {
            Object lazy = value.make.apply(calls);
            List<Object> arguments = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                arguments.add(kv("long" + i, "x".repeat(4000)));
            }
            arguments.add(kv("late", lazy));
            arguments.add(Extra.extra("later", lazy));
            arguments.add(entries(Map.of("latest", lazy)));
            lines.logger.info("m", arguments.toArray());
            assertTrue(lines.last().contains("_dropped"), lines.last());
            nothingWasAsked(lines);
            lines.logger
                    .atInfo()
                    .addArgument(arguments.get(0))
                    .addArgument(arguments.get(1))
                    .addArgument(arguments.get(2))
                    .addArgument(arguments.get(3))
                    .addArgument(arguments.get(4))
                    .addMarker(Markers.append("marked", lazy))
                    .addKeyValue("value", lazy)
                    .log("m");
            nothingWasAsked(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void elementsAfterTheLastThatIsShownAreNotAsked(Value value) {
        for (LogLines lines : both) {
            Object lazy = value.make.apply(calls);
            List<Object> list = new ArrayList<>(Collections.nCopies(1000, 1));
            list.addAll(Collections.nCopies(500, lazy));
            lines.logger.info("m", kv("list", list), kv("array", list.toArray()), kv("held", new Holder(list)));
            assertTrue(lines.last().contains("...500 more"), lines.last());
            Map<String, Object> map = new LinkedHashMap<>();
            list.forEach(element -> map.put("k" + map.size(), element));
            lines.logger.info("m", kv("map", map));
            assertTrue(lines.last().contains("...500 more"), lines.last());
            nothingWasAsked(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void elementsThatTheMessageCannotShowAreNotAsked(Value value) {
        String large = "y".repeat(1_000_000);
        for (LogLines lines : both) {
            Object lazy = value.make.apply(calls);
            List<Object> list = new ArrayList<>(Collections.nCopies(20, large));
            list.addAll(Arrays.asList(lazy, lazy));
            Map<String, Object> map = new LinkedHashMap<>();
            list.forEach(element -> map.put("k" + map.size(), element));
            for (Object argument : List.of(list, list.toArray(), map)) {
                lines.logger.info("m {} end", argument);
                assertTrue(lines.last().contains(" end"), lines.last());
                nothingWasAsked(lines);
            }
        }
    }

    /** Alone larger than a line: the field is gone, and the rest of its value is not asked for. */
    @Test
    void restOfAFieldThatOutgrowsTheLineIsNotAsked() {
        for (LogLines lines : both) {
            List<Object> list = new ArrayList<>(Collections.nCopies(6, "z".repeat(4000)));
            list.add(new CountingBean(calls));
            list.add(new OneShotIterable(calls));
            lines.logger.info("m", kv("list", list), kv("held", new Holder(list)), kv("after", 1));
            assertTrue(lines.last().contains("_dropped"), lines.last());
            assertTrue(lines.last().contains("after"), lines.last());
            nothingWasAsked(lines);
        }
    }
}
