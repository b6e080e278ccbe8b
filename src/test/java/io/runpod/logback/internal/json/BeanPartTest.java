package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A part of a bean that is too large, too deep, or fails costs that part, and not the bean. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BeanPartTest {

    private final LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    // ---- too large --------------------------------------------------------------------------------------------

    record Listing(String id, List<Integer> part, String status) {}

    record AnySet(String id, Set<Integer> part, String status) {}

    record AnyCollection(String id, Collection<Object> part, String status) {}

    record Numbers(String id, int[] part, String status) {}

    record Longs(String id, long[] part, String status) {}

    record Doubles(String id, double[] part, String status) {}

    record Truths(String id, boolean[] part, String status) {}

    record Texts(String id, String[] part, String status) {}

    record TextList(String id, List<String> part, String status) {}

    record Objects(String id, Object[] part, String status) {}

    record Mapping(String id, Map<String, Integer> part, String status) {}

    record Iterating(String id, Iterable<Integer> part, String status) {}

    record Anything(String id, Object part, String status) {}

    record Inner(Object part) {}

    private static Stream<Object> beansOf(int size) {
        List<Integer> list = IntStream.range(0, size).boxed().toList();
        List<String> texts = list.stream().map(String::valueOf).toList();
        Map<String, Integer> map = new LinkedHashMap<>();
        list.forEach(i -> map.put("k" + i, i));
        return Stream.of(
                new Listing("b", list, "ok"),
                new AnySet("b", new LinkedHashSet<>(list), "ok"),
                new AnyCollection("b", new ArrayList<>(list), "ok"),
                new Numbers("b", list.stream().mapToInt(i -> i).toArray(), "ok"),
                new Longs("b", list.stream().mapToLong(i -> i).toArray(), "ok"),
                new Doubles("b", list.stream().mapToDouble(i -> i).toArray(), "ok"),
                new Truths("b", new boolean[size], "ok"),
                new Texts("b", texts.toArray(new String[0]), "ok"),
                new TextList("b", texts, "ok"),
                new Objects("b", list.toArray(), "ok"),
                new Mapping("b", map, "ok"),
                new Anything("b", list, "ok"),
                new Anything("b", map, "ok"),
                new Anything("b", list.toArray(), "ok"));
    }

    static Stream<Arguments> largeBeans() {
        return Stream.of(1001, 99_000, 100_100).flatMap(size -> beansOf(size).map(bean -> Arguments.of(size, bean)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largeBeans")
    void largePartIsCutAndCounted(int size, Object bean) {
        lines.logger.info("m", kv("bean", bean), kv("after", 1));
        assertCut(size, lines.lastJson().extra("bean"));
        lines.lastJson().hasExtra("after", "1");
        lines.logger.info("m", fields(bean), kv("after", 1));
        assertCut(size, lines.lastJson().extra());
        lines.lastJson().hasExtra("after", "1");
    }

    private void assertCut(int size, JsonNode bean) {
        assertEquals("b", bean.get("id").stringValue(), lines.last());
        assertEquals("ok", bean.get("status").stringValue(), lines.last());
        JsonNode part = bean.get("part");
        assertEquals(1001, part.size(), lines.last());
        JsonNode note = part.isArray() ? part.get(1000) : part.get("...");
        assertEquals("..." + (size - 1000) + " more", note.stringValue());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void largePartDeepWithinABeanIsCutAndCounted(int size) {
        beansOf(size).forEach(bean -> {
            lines.logger.info("m", kv("list", List.of(new Inner(bean), 2)), kv("after", 1));
            assertCut(size, lines.lastJson().extra("list").get(0).get("part"));
            lines.lastJson().hasExtra("after", "1");
        });
    }

    static Stream<Integer> sizes() {
        return Stream.of(1001, 100_100);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void largePartThatIsIterableAloneIsCut(int size) {
        Iterable<Integer> iterable = () -> IntStream.range(0, size).iterator();
        lines.logger.info("m", kv("bean", new Iterating("b", iterable, "ok")), kv("after", 1));
        JsonNode bean = lines.lastJson().extra("bean");
        assertEquals("ok", bean.get("status").stringValue(), lines.last());
        assertEquals(1001, bean.get("part").size(), lines.last());
        assertTrue(bean.get("part").get(1000).stringValue().matches("\\.\\.\\.([0-9]+ )?more"), lines.last());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void largeArgumentIsCutAndCounted(int size) {
        List<Integer> list = IntStream.range(0, size).boxed().toList();
        Map<Object, Object> map = new LinkedHashMap<>();
        list.forEach(i -> map.put(i, i));
        lines.logger.info("m", kv("list", list), array("array", list.toArray()), kv("map", Map.of("inner", map)));
        String note = "..." + (size - 1000) + " more";
        assertEquals(note, lines.lastJson().extra("list").get(1000).stringValue());
        lines.logger.info("m", array("array", list.toArray()));
        assertEquals(note, lines.lastJson().extra("array").get(1000).stringValue());
        lines.logger.info("m", entries(Map.of("map", map)));
        assertEquals(note, lines.lastJson().extra("map").get("...").stringValue());
        lines.logger.info(Markers.appendArray("array", list.toArray()), "m");
        assertEquals(note, lines.lastJson().extra("array").get(1000).stringValue());
    }

    /** Alone larger than a line: the field, a bean, is gone; what follows is not. */
    @Test
    void beanThatOutgrowsTheLineIsDroppedAlone() {
        List<String> long1 = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> long1.add("x".repeat(300)));
        lines.logger.info("m", kv("before", 1), kv("bean", new TextList("b", long1, "ok")), kv("after", 2));
        lines.lastJson()
                .hasExtra("before", "1")
                .hasExtra("after", "2")
                .hasExtra("_dropped", "1")
                .lacks("bean");
    }

    // ---- failing ----------------------------------------------------------------------------------------------

    static final class Half {
        public int getA() {
            return 1;
        }

        public int getBad() {
            throw new IllegalStateException("no");
        }

        public List<Integer> getWorse() {
            throw new AssertionError("never");
        }

        public String getZ() {
            return "z";
        }
    }

    private static final String HALF =
            "{\"a\": 1, \"bad\": \"[unserializable: %1$s: IllegalStateException: no]\", \"worse\":"
                            .formatted(Half.class.getName())
                    + " \"[unserializable: %1$s: AssertionError: never]\", \"z\": \"z\"}"
                            .formatted(Half.class.getName());

    @Test
    void failingGetterCostsItsPropertyAlone() {
        lines.logger.info("m", kv("half", new Half()), kv("after", 1));
        lines.lastJson().hasExtra("half", HALF).hasExtra("after", "1");
        lines.logger.info("m", kv("list", Arrays.asList(1, new Half(), 3)), kv("inner", new Inner(new Half())));
        lines.lastJson().hasExtra("list", "[1, " + HALF + ", 3]").hasExtra("inner", "{\"part\": " + HALF + "}");
        lines.logger.info("m", fields(new Half()), kv("after", 1));
        assertEquals(
                Set.of("a", "bad", "worse", "z", "after"),
                Set.copyOf(lines.lastJson().extraNames()));
    }

    record Typed(List<Half> list, Map<String, Half> map, Half[] array, Half alone) {}

    @Test
    void failingGetterInTypedContainersCostsItsPropertyAlone() {
        lines.logger.info(
                "m",
                kv(
                        "typed",
                        new Typed(
                                List.of(new Half()),
                                Map.of("k", new Half()),
                                new Half[] {new Half(), null},
                                new Half())));
        lines.lastJson()
                .hasExtra(
                        "typed",
                        "{\"list\": [" + HALF + "], \"map\": {\"k\": " + HALF + "}, \"array\": [" + HALF
                                + ", null], \"alone\": " + HALF + "}");
    }

    record FailingElements(List<Object> part, int after) {}

    @Test
    void failingElementOfAListInABeanLeavesTheBean() {
        List<Object> part = new ArrayList<>(List.of(1, new BadValues.ThrowingText(), 3));
        lines.logger.info("m", kv("bean", new FailingElements(part, 2)), kv("after", 1));
        JsonNode bean = lines.lastJson().extra("bean");
        assertEquals(2, bean.get("after").intValue(), lines.last());
        assertTrue(bean.get("part").toString().contains("[unserializable: "), lines.last());
        lines.logger.info("m", kv("bean", new Anything("b", new BadValues.FailingMap(), "ok")));
        assertEquals("ok", lines.lastJson().extra("bean").get("status").stringValue());
        lines.logger.info("m", kv("bean", new Anything("b", new BadValues.Endless(5), "ok")));
        assertEquals("ok", lines.lastJson().extra("bean").get("status").stringValue());
    }

    // ---- too deep, and round ----------------------------------------------------------------------------------

    static final class Order {
        public int getId() {
            return 1;
        }

        public List<Item> getItems() {
            return items;
        }

        public String getNote() {
            return "important";
        }

        final List<Item> items = new ArrayList<>();
    }

    static final class Item {
        private final Order order;

        Item(Order order) {
            this.order = order;
        }

        public Order getOrder() {
            return order;
        }

        public String getSku() {
            return "s";
        }
    }

    @Test
    void backReferenceSaysThatItContainsItself() {
        Order order = new Order();
        order.items.add(new Item(order));
        String expected =
                "{\"id\": 1, \"items\": [{\"order\": \"[unserializable: %s: contains itself]\", \"sku\": \"s\"}],"
                        + " \"note\": \"important\"}";
        lines.logger.info("m", kv("order", order), kv("after", 1));
        lines.lastJson()
                .hasExtra("order", expected.formatted(Order.class.getName()))
                .hasExtra("after", "1");
        lines.logger.info("m", kv("list", List.of(order)));
        lines.lastJson().hasExtra("list", "[" + expected.formatted(Order.class.getName()) + "]");
        lines.logger.info("m {}", order, kv("after", 1));
        assertFalse(lines.lastJson().message().contains("unserializable"), lines.last());
    }

    @Test
    void deepPartCostsThePartAlone() {
        Object deep = "leaf";
        for (int i = 0; i < 40; i++) {
            Map<String, Object> outer = new LinkedHashMap<>();
            outer.put("before", i);
            outer.put("d", deep);
            outer.put("after", i);
            deep = outer;
        }
        lines.logger.info("m", kv("bean", new Anything("b", deep, "ok")), kv("map", deep));
        String map = lines.lastJson().extra("map").toString();
        assertTrue(map.contains("nests deeper than 32"), map);
        assertTrue(map.contains("\"after\":39"), map);
        assertTrue(map.contains("\"after\":12"), map);
        String bean = lines.lastJson().extra("bean").toString();
        assertTrue(bean.contains("nests deeper than 32"), bean);
        assertEquals("ok", lines.lastJson().extra("bean").get("status").stringValue());
    }

    record Link(int number, Object next, String after) {}

    @Test
    void deepBeansLoseTheirDeepestPartAlone() {
        Object link = null;
        for (int i = 0; i < 60; i++) {
            link = new Link(i, link, "after");
        }
        lines.logger.info("m", kv("link", link), kv("after", 1));
        JsonNode outer = lines.lastJson().extra("link");
        assertEquals(59, outer.get("number").intValue(), lines.last());
        assertEquals("after", outer.get("after").stringValue(), lines.last());
        assertEquals("after", outer.get("next").get("next").get("after").stringValue(), lines.last());
        assertTrue(lines.last().contains("nests deeper than 32"), lines.last());
    }
}
