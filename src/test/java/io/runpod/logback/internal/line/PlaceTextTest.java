package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.helpers.MessageFormatter;

/** A {@code {}} place reads as with SLF4J's own formatter, whatever the pattern and the arguments are. */
class PlaceTextTest {

    private static final int EVENTS = Integer.getInteger("place.events", 300_000);
    private static final int DEPTH = 4;

    private static final String[] PIECES = {
        "{}",
        "{}",
        "{}",
        "{}",
        "\\{}",
        "\\\\{}",
        "\\\\\\{}",
        "{",
        "}",
        "\\",
        "{ }",
        "{{}}",
        " ",
        "a",
        "word ",
        "'",
        "\"",
        "\u00e9",
        "\u6f22",
        "\ud83d\ude00",
        "\n",
        "\t",
        "%s",
        "$1",
        "\u0000",
        "\u2028",
        "{\\}",
        "}{"
    };

    private static final String[] TEXTS = {
        "",
        "plain",
        "two words",
        "{}",
        "\\",
        "a=b",
        "\u6f22\u5b57",
        "\ud83d\ude00",
        "line\nend",
        "\"quoted\"",
        "[x]",
        "null"
    };

    private final LogLines lines = LogLines.json(encoder -> {
        encoder.setMaxLineBytes("0");
        encoder.setMaxMessageChars("0");
        encoder.setMaxValueChars("0");
        encoder.setMaxElements("0");
        encoder.setStackTrace("none");
        encoder.setExtra("none");
    });

    @AfterEach
    void close() {
        lines.close();
    }

    /** An object whose own text is all that a place shows. */
    private record Item(Object part) {}

    /** A list with a text of its own. */
    private static final class OwnTextList extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "own text of " + size();
        }
    }

    private static final class NullText {
        @Override
        public String toString() {
            return null;
        }
    }

    @Test
    void textThatIsNullReadsAsNull() {
        assertEquals(
                expectedLine(MessageFormatter.arrayFormat("a {} b", new Object[] {new NullText()})
                        .getMessage()),
                lineOf("a {} b", new NullText()));
        assertEquals(
                expectedLine("[null] {k=null}"), lineOf("{} {}", List.of(new NullText()), Map.of("k", new NullText())));
    }

    private String lineOf(String pattern, Object... arguments) {
        LoggingEvent event = new LoggingEvent("fqcn", lines.logger, Level.INFO, pattern, null, arguments);
        return new String(lines.encoder.encode(event), StandardCharsets.UTF_8);
    }

    private static String expectedLine(String message) {
        StringBuilder line = new StringBuilder("{\"requestId\": null, \"message\": \"");
        for (char c : message.toCharArray()) {
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        line.append(c);
                    } else {
                        line.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return line.append("\", \"level\": \"INFO\"}\n").toString();
    }

    @Test
    @Tag("slow")
    void randomPatternsAndArgumentsReadAsWithSlf4j() {
        for (int i = 0; i < EVENTS; i++) {
            long seed = 0x5eed_0000L + i;
            Random random = new Random(seed);
            String pattern = pattern(random);
            Object[] arguments = new Object[random.nextInt(6)];
            Arrays.setAll(arguments, at -> value(random, random.nextInt(DEPTH)));
            String expected =
                    MessageFormatter.arrayFormat(pattern, arguments.clone()).getMessage();
            String line = lineOf(pattern, arguments);
            if (i % 100 == 0) {
                JsonLine.parse(line);
            }
            assertEquals(expectedLine(expected), line, () -> "seed " + seed + ", pattern " + pattern);
        }
    }

    private static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            pattern.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return pattern.toString();
    }

    private static Object value(Random random, int depth) {
        return depth == 0 || random.nextInt(3) == 0 ? scalar(random) : container(random, depth - 1);
    }

    private static Object scalar(Random random) {
        return switch (random.nextInt(22)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextLong();
            case 3 -> (short) random.nextInt();
            case 4 -> (byte) random.nextInt();
            case 5 -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
            case 6 -> random.nextBoolean() ? Double.NaN : Float.NEGATIVE_INFINITY;
            case 7 -> random.nextFloat();
            case 8 -> random.nextBoolean();
            case 9 -> (char) ('a' + random.nextInt(26));
            case 10 -> TimeUnit.values()[random.nextInt(7)];
            case 11 -> new StringBuilder(TEXTS[random.nextInt(TEXTS.length)]);
            case 12 -> new Item(random.nextInt(9));
            case 13 -> Optional.of("x");
            case 14 -> new IllegalStateException(TEXTS[random.nextInt(TEXTS.length)]);
            case 15 -> new AtomicInteger(random.nextInt(99));
            case 16 -> Item.class;
            case 17 -> OptionalInt.of(random.nextInt(99));
            case 18 -> Optional.empty();
            case 19 -> BitSet.valueOf(new long[] {random.nextInt(99)});
            default -> TEXTS[random.nextInt(TEXTS.length)];
        };
    }

    private static Object container(Random random, int depth) {
        return switch (random.nextInt(12)) {
            case 0 -> array(random, depth);
            case 1 -> primitives(random);
            case 2 -> wrapped(random, value(random, depth));
            case 3, 4, 5 -> map(random, depth);
            default -> collection(random, depth);
        };
    }

    private static Object array(Random random, int depth) {
        Object[] array = new Object[random.nextInt(4)];
        Arrays.setAll(array, at -> value(random, depth));
        if (array.length > 0 && random.nextInt(20) == 0) {
            array[0] = array;
        }
        if (array.length > 1 && random.nextInt(20) == 0) {
            array[1] = array[0];
        }
        return random.nextInt(8) == 0 ? new String[] {"a", null, "c"} : array;
    }

    private static Object primitives(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new int[] {random.nextInt(), 2};
            case 1 -> new long[] {random.nextLong()};
            case 2 -> new double[] {random.nextDouble(), -0.0};
            case 3 -> new float[] {};
            case 4 -> new boolean[] {true, false};
            case 5 -> new char[] {'a', '"'};
            case 6 -> new short[] {1, -2};
            default -> new int[][] {{1, 2}, {}, {3}};
        };
    }

    private static Object wrapped(Random random, Object value) {
        return switch (random.nextInt(6)) {
            case 0 -> Optional.ofNullable(value);
            case 1 -> new AbstractMap.SimpleEntry<>(TEXTS[random.nextInt(TEXTS.length)], value);
            case 2 -> Map.entry("key", value == null ? "none" : value);
            case 3 -> new AtomicReference<>(value);
            case 4 -> new AbstractMap.SimpleImmutableEntry<>(value, value);
            default -> new Item(value);
        };
    }

    private static Object collection(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth));
        }
        if (random.nextInt(25) == 0) {
            list.add(list);
            return list;
        }
        List<Object> whole = list.stream().filter(one -> one != null).toList();
        List<String> texts =
                whole.stream().map(one -> one.getClass().getSimpleName()).toList();
        return switch (random.nextInt(24)) {
            case 0 -> new LinkedList<>(list);
            case 1 -> new ArrayDeque<>(whole);
            case 2 -> Collections.unmodifiableList(list);
            case 3 -> Collections.synchronizedList(list);
            case 4 -> Arrays.asList(list.toArray());
            case 5 -> List.copyOf(whole);
            case 6 -> new Vector<>(list);
            case 7 -> new CopyOnWriteArrayList<>(list);
            case 8 -> new ConcurrentLinkedQueue<>(whole);
            case 9 -> new LinkedBlockingDeque<>(whole);
            case 10 -> new ArrayBlockingQueue<>(9, true, whole);
            case 11 -> new LinkedHashSet<>(texts);
            case 12 -> new TreeSet<>(texts);
            case 13 -> new PriorityQueue<>(texts);
            case 14 -> EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS);
            case 15 -> Collections.nCopies(random.nextInt(4), value(random, depth));
            case 16 -> list.subList(0, list.size() / 2);
            case 17 -> new HashSet<>(texts);
            case 18 -> new CopyOnWriteArraySet<>(texts);
            case 19 -> Collections.singletonList(value(random, depth));
            case 20 -> ownText(list);
            case 21 -> Collections.checkedCollection((Collection<Object>) list, Object.class);
            case 22 -> list.stream().toList();
            default -> list;
        };
    }

    private static Object ownText(List<Object> list) {
        OwnTextList own = new OwnTextList();
        own.addAll(list);
        return own;
    }

    private static Object map(Random random, int depth) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(TEXTS[random.nextInt(TEXTS.length)], value(random, depth));
        }
        Map<Object, Object> whole = new LinkedHashMap<>(map);
        whole.values().removeIf(one -> one == null);
        if (random.nextInt(25) == 0) {
            map.put("self", map);
            return map;
        }
        return switch (random.nextInt(18)) {
            case 0 -> new TreeMap<>(map);
            case 1 -> new ConcurrentHashMap<>(whole);
            case 2 -> new ConcurrentSkipListMap<>(whole);
            case 3 -> new Hashtable<>(whole);
            case 4 -> Collections.unmodifiableMap(map);
            case 5 -> Collections.synchronizedMap(map);
            case 6 -> Map.copyOf(whole);
            case 7 -> new IdentityHashMap<>(map);
            case 8 -> new HashMap<>(Map.of(scalarKey(random), "v"));
            case 9 -> Collections.singletonMap(value(random, depth), value(random, depth));
            case 10 -> new EnumMap<>(Map.of(TimeUnit.DAYS, 1));
            case 11 -> map.keySet();
            case 12 -> map.values();
            case 13 -> map.entrySet();
            case 14 -> new TreeMap<>(map).descendingMap();
            default -> map;
        };
    }

    private static Object scalarKey(Random random) {
        Object key = scalar(random);
        return key == null ? "none" : key;
    }

    static Stream<IntFunction<Object>> growing() {
        return Stream.of(
                size -> IntStream.range(0, size).boxed().toList(),
                size -> Collections.nCopies(size, 1L),
                size -> Collections.nCopies(size, true),
                size -> Collections.nCopies(size, "text"),
                size -> Collections.nCopies(size, List.of(1, 2)),
                size -> new int[size],
                size -> IntStream.range(0, size).boxed().toArray(),
                size -> IntStream.range(0, size).boxed().collect(Collectors.toMap(i -> i, i -> i)),
                size -> kv("k", IntStream.range(0, size).boxed().toList()),
                size -> Optional.of(Collections.nCopies(size, 7)));
    }

    /** With the limit that everybody has: no text that the message has room for is cut. */
    @ParameterizedTest
    @MethodSource("growing")
    void textThatFitsIsShownWhole(IntFunction<Object> growing) {
        try (LogLines limited = LogLines.json()) {
            for (int size = 0; size < 2000; size += 50) {
                Object[] argument = {growing.apply(size)};
                String expected =
                        MessageFormatter.arrayFormat("saw {} end", argument).getMessage();
                limited.logger.info("saw {} end", argument);
                if (expected.length() <= 4096) {
                    limited.lastJson().hasMessage(expected);
                } else {
                    assertTrue(limited.lastJson().message().startsWith(expected.substring(0, 2000)));
                    assertTrue(limited.lastJson().message().endsWith(" end"), limited.last());
                }
            }
        }
    }

    @Test
    void bytesAreCountedAndNotShown() {
        assertEquals(expectedLine("a [3 bytes] b"), lineOf("a {} b", new byte[] {1, 2, 3}));
        assertEquals(expectedLine("[[2 bytes], x]"), lineOf("{}", (Object) new Object[] {new byte[2], "x"}));
    }

    private static final class FailingText {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void failingTextIsNamedInItsPlaceAlone() {
        String failed = "[unserializable: " + FailingText.class.getName() + ": IllegalStateException: no text]";
        assertEquals(expectedLine("a " + failed + " b 2"), lineOf("a {} b {}", new FailingText(), 2));
        assertEquals(
                expectedLine("[1, " + failed + ", 2] {k=" + failed + "}"),
                lineOf("{} {}", Arrays.asList(1, new FailingText(), 2), Map.of("k", new FailingText())));
    }
}
