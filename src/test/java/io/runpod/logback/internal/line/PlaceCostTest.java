package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.v;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.Allocations;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in a {@code {}} place costs what is shown of it: nothing is loaded, used up or copied for it. */
class PlaceCostTest {

    private static final int MAX_BYTES = 3_000_000;
    private static final long MAX_MILLIS = 60;
    private static final String LARGE = "a".repeat(30_000_000);

    private final LogLines json = LogLines.json().attachTo("place.cost", Level.INFO);
    private final LogLines text = LogLines.text().attachTo("place.cost", Level.INFO);

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    /** An object as of a database mapper: whoever calls its getters loads more, or fails. */
    static final class Lazy {
        private final Lazy parent;

        Lazy(Lazy parent) {
            this.parent = parent;
        }

        public Lazy getParent() {
            throw new AssertionError("loaded");
        }

        public List<Lazy> getChildren() {
            throw new AssertionError("loaded");
        }

        public String getPassword() {
            throw new AssertionError("read");
        }

        @Override
        public String toString() {
            return parent == null ? "Lazy#1" : "Lazy#2";
        }
    }

    static Stream<Object> lazyValues() {
        Lazy lazy = new Lazy(new Lazy(null));
        List<Lazy> list = IntStream.range(0, 50).mapToObj(i -> lazy).toList();
        return Stream.of(
                lazy,
                List.of(lazy),
                list,
                list.toArray(),
                Map.of("order", lazy),
                Map.of("list", list),
                Optional.of(lazy),
                List.of(Optional.of(Map.of("k", lazy))),
                Map.entry("k", lazy),
                Map.of("bytes", 3, "n", 1),
                List.of(1.0f, 'c', new java.io.File("/x")),
                Map.of("thread", Thread.currentThread()),
                List.of(CompletableFuture.completedFuture(1)),
                List.of(new java.io.ByteArrayInputStream(new byte[1])),
                Map.of("it", List.of(1).iterator()),
                List.of(Stream.of(1)),
                IntStream.range(0, 700).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("lazyValues")
    void objectIsShownByItsOwnTextAndNotTakenApart(Object value) {
        String expected = value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        json.logger.info("saw {}", value.getClass().isArray() ? new Object[] {value} : value);
        json.lastJson().hasMessage("saw " + expected).hasNoExtra();
        RunPodLogger.of("place.cost").info("saw {}", value.getClass().isArray() ? new Object[] {value} : value);
        json.lastJson().hasMessage("saw " + expected).hasNoExtra();
    }

    @Test
    void listOfWhichAMessageShowsAPartIsCutThere() {
        List<Integer> list = IntStream.range(0, 100_000).boxed().toList();
        json.logger.info("saw {} end", list);
        String message = json.lastJson().message();
        assertTrue(message.startsWith("saw " + list.toString().substring(0, 2044)), message);
        assertTrue(message.matches("(?s).*\\n\\.\\.\\.TRUNCATED [0-9]+ CHARACTERS\\.\\.\\.\\n.* more] end"), message);
    }

    @ParameterizedTest
    @MethodSource("onceOnly")
    void whatCanBeUsedOnceIsStillUnused(Supplier<Object> make, Object[] used) {
        Object value = make.get();
        for (Object argument : List.of(value, List.of(value), Map.of("k", value), Optional.of(value), kv("k", value))) {
            for (LogLines lines : List.of(json, text)) {
                lines.logger.info("{}", argument instanceof List ? new Object[] {argument} : argument);
            }
        }
        List<Object> left = new ArrayList<>();
        (value instanceof Stream<?> stream ? stream.iterator() : (java.util.Iterator<?>) value)
                .forEachRemaining(left::add);
        assertEquals(List.of(used), left);
    }

    static Stream<Arguments> onceOnly() {
        Object[] all = {1, 2};
        return Stream.of(
                Arguments.of((Supplier<Object>) () -> List.of(1, 2).iterator(), all),
                Arguments.of((Supplier<Object>) () -> Stream.of(1, 2), all),
                Arguments.of((Supplier<Object>) () -> List.of(1, 2).listIterator(), all));
    }

    static Stream<Arguments> largeValues() {
        List<String> list = Collections.nCopies(20, LARGE);
        Map<String, Object> map = new LinkedHashMap<>();
        IntStream.range(0, 20).forEach(i -> map.put("k" + i, LARGE));
        return Stream.of(
                Arguments.of("string", LARGE),
                Arguments.of("list", list),
                Arguments.of("array", list.toArray()),
                Arguments.of("string array", list.toArray(new String[0])),
                Arguments.of("map", map),
                Arguments.of("nested", Map.of("list", List.of(map, list))),
                Arguments.of("optional", Optional.of(LARGE)),
                Arguments.of("optional of a list", Optional.of(list)),
                Arguments.of("entry", Map.entry("k", LARGE)),
                Arguments.of("builder", List.of(new StringBuilder("b"), LARGE)),
                Arguments.of("kv", kv("k", LARGE)),
                Arguments.of("kv list", kv("k", list)),
                Arguments.of("kv map", kv("k", map)),
                Arguments.of("v", v("k", list)),
                Arguments.of("array argument", array("k", list.toArray())),
                Arguments.of("entries", entries(map)),
                Arguments.of("extra", Extra.extra("k", LARGE)),
                Arguments.of("extra list", Extra.extra("k", list)),
                Arguments.of("extra of a map", Extra.of(map)),
                Arguments.of("extra quoted", Extra.extra("k", LARGE + " with a space")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largeValues")
    void sizeOfAValueCostsNothing(String name, Object value) {
        Object[] arguments = {value};
        for (LogLines lines : List.of(json, text)) {
            for (int i = 0; i < 5; i++) {
                lines.logger.info("got {}", arguments);
            }
            long bytes = Allocations.perCall(2, () -> lines.logger.info("got {}", arguments));
            long[] nanos = new long[9];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                lines.logger.info("got {}", arguments);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            assertTrue(bytes < MAX_BYTES, () -> bytes + " bytes");
            assertTrue(nanos[4] < MAX_MILLIS * 1_000_000, () -> nanos[4] / 1_000_000 + " ms");
        }
        assertTrue(text.last().contains("got "), text.last());
    }

    /** The README's own handler, with a picture in the job's input. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("largeValues")
    void sizeOfAValueCostsNothingInARunPodLogger(String name, Object value) {
        RunPodLogger logger = RunPodLogger.of("place.cost");
        Object[] arguments = {value};
        logger.info("Received input: {}", arguments);
        long bytes = Allocations.perCall(2, () -> logger.info("Received input: {}", arguments));
        assertTrue(bytes < 2L * MAX_BYTES, () -> bytes + " bytes");
    }
}
