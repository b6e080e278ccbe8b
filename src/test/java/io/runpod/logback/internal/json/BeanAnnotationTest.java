package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.SimpleBeanPropertyFilter;
import tools.jackson.databind.ser.std.SimpleFilterProvider;

/** A bean's own annotations, and the user's serializers, say how it is written. */
class BeanAnnotationTest {

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    /** Shows the last two characters. */
    static final class MaskingSerializer extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            String text = String.valueOf(value);
            generator.writeString("****" + text.substring(text.length() - 2));
        }
    }

    record Inner(int x, int y) {}

    record Unwrapped(int a, @JsonUnwrapped Inner inner, int z) {}

    record Prefixed(int a, @JsonUnwrapped(prefix = "in_") Inner inner, int z) {}

    @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
    static final class Identified {
        public int id = 7;
        public Identified other;
        public String after = "a";
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    record TypedByName(int a) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    record Wrapped(int a) {}

    record TypedPart(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
            Inner part) {}

    static final class Any {
        public int getA() {
            return 1;
        }

        @JsonAnyGetter
        public Map<String, Object> others() {
            Map<String, Object> others = new LinkedHashMap<>();
            others.put("b", 2);
            others.put("c", List.of(3));
            return others;
        }
    }

    static final class AnyAlone {
        @JsonAnyGetter
        public Map<String, Object> others() {
            return Map.of("b", 2);
        }
    }

    record Valued(int number) {
        @JsonValue
        String text() {
            return "no " + number;
        }
    }

    record ValuedList(int number) {
        @JsonValue
        List<Integer> list() {
            return List.of(number, 2);
        }
    }

    record Masking(
            @JsonSerialize(contentUsing = MaskingSerializer.class)
            List<String> list,

            @JsonSerialize(contentUsing = MaskingSerializer.class)
            Map<String, String> map,

            @JsonSerialize(contentUsing = MaskingSerializer.class)
            String[] array,

            @JsonSerialize(using = MaskingSerializer.class) String text) {}

    record Empty() {}

    record Ignoring(
            int a, @JsonIgnore int b, @JsonProperty("see") int c) {}

    record NonNull(
            int a,
            @JsonInclude(JsonInclude.Include.NON_NULL) Object b,
            Object c) {}

    @JsonPropertyOrder({"z", "a"})
    record Ordered(int a, int z) {}

    record Raw(@JsonRawValue String json, int after) {}

    record Formatted(
            @JsonFormat(shape = JsonFormat.Shape.STRING) int number) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record AsArray(int a, String b) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record SecretsInArray(String user, String password, Map<String, String> secrets, boolean token, String city) {}

    static final class Renamed {
        @JsonGetter("named")
        public int getX() {
            return 1;
        }

        @JsonManagedReference
        public List<Integer> list = List.of(1);
    }

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green!";
            }
        }
    }

    record Enums(Color color, List<Color> list, Map<Color, Integer> map) {}

    interface HasName {
        String getName();
    }

    static Stream<Arguments> beans() {
        Identified identified = new Identified();
        identified.other = identified;
        return Stream.of(
                Arguments.of(new Unwrapped(1, new Inner(2, 3), 4), "{\"a\": 1, \"x\": 2, \"y\": 3, \"z\": 4}"),
                Arguments.of(new Prefixed(1, new Inner(2, 3), 4), "{\"a\": 1, \"in_x\": 2, \"in_y\": 3, \"z\": 4}"),
                Arguments.of(identified, "{\"id\": 7, \"other\": 7, \"after\": \"a\"}"),
                Arguments.of(new TypedByName(1), "{\"@type\": \"BeanAnnotationTest$TypedByName\", \"a\": 1}"),
                Arguments.of(new Wrapped(1), "{\"BeanAnnotationTest$Wrapped\": {\"a\": 1}}"),
                Arguments.of(
                        new TypedPart(new Inner(1, 2)),
                        "{\"part\": [\"BeanAnnotationTest$Inner\", {\"x\": 1, \"y\": 2}]}"),
                Arguments.of(new Any(), "{\"a\": 1, \"b\": 2, \"c\": [3]}"),
                Arguments.of(new AnyAlone(), "{\"b\": 2}"),
                Arguments.of(new Valued(5), "\"no 5\""),
                Arguments.of(new ValuedList(5), "[5, 2]"),
                Arguments.of(
                        new Masking(List.of("123456"), Map.of("k", "234567"), new String[] {"345678"}, "456789"),
                        "{\"list\": [\"****56\"], \"map\": {\"k\": \"****67\"}, \"array\": [\"****78\"], \"text\":"
                                + " \"****89\"}"),
                Arguments.of(new Ignoring(1, 2, 3), "{\"a\": 1, \"see\": 3}"),
                Arguments.of(new NonNull(1, null, null), "{\"a\": 1, \"c\": null}"),
                Arguments.of(new Ordered(1, 2), "{\"z\": 2, \"a\": 1}"),
                Arguments.of(new Raw("{\"b\":[1]}", 2), "{\"json\": {\"b\": [1]}, \"after\": 2}"),
                Arguments.of(new Formatted(5), "{\"number\": \"5\"}"),
                Arguments.of(
                        new SecretsInArray("bob", "hunter2hunter2", Map.of("a", "hunter3"), true, "Berlin"),
                        "[\"bob\", \"[redacted]\", \"[redacted]\", true, \"Berlin\"]"),
                Arguments.of(new AsArray(1, "b"), "[1, \"b\"]"),
                Arguments.of(new Renamed(), "{\"named\": 1, \"list\": [1]}"),
                Arguments.of(new Empty(), "\"Empty[]\""),
                Arguments.of(Color.GREEN, "\"GREEN\""),
                Arguments.of(
                        new Enums(Color.GREEN, List.of(Color.RED, Color.GREEN), Map.of(Color.GREEN, 1)),
                        "{\"color\": \"GREEN\", \"list\": [\"RED\", \"GREEN\"], \"map\": {\"GREEN\": 1}}"),
                Arguments.of((HasName) () -> "n", "{\"name\": \"n\"}"));
    }

    @ParameterizedTest
    @MethodSource("beans")
    void beanIsWrittenAsItsAnnotationsSay(Object bean, String expected) {
        lines.logger.info("m", kv("bean", bean), kv("after", 1));
        assertEquals(read(expected), lines.lastJson().extra("bean"), lines.last());
        lines.lastJson().hasExtra("after", "1");
        lines.logger.info("m", kv("list", List.of(bean, 2)));
        assertEquals(read("[" + expected + ", 2]"), lines.lastJson().extra("list"), lines.last());
        lines.logger.info("m", kv("map", Collections.singletonMap("k", bean)));
        assertEquals(read("{\"k\": " + expected + "}"), lines.lastJson().extra("map"), lines.last());
        boolean isTyped = bean.getClass().isAnnotationPresent(JsonTypeInfo.class);
        if (expected.startsWith("{") && !isTyped) { // LLE itself writes the fields of a typed one without the type
            lines.logger.info("m", fields(bean));
            assertEquals(read(expected), lines.lastJson().extra(), lines.last());
        }
    }

    private static JsonNode read(String json) {
        return JsonMapper.builder()
                .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(json);
    }

    /** Each field is to be read for itself: another may not have found room. */
    @Test
    void identityIsToldAnewInEachField() {
        Identified identified = new Identified();
        identified.other = identified;
        lines.logger.info("m", kv("one", identified), kv("two", identified), kv("list", List.of(identified)));
        String expected = "{\"id\": 7, \"other\": 7, \"after\": \"a\"}";
        lines.lastJson().hasExtra("one", expected).hasExtra("two", expected).hasExtra("list", "[" + expected + "]");
    }

    @Test
    void maskedContentsStayMaskedWhereTheyAreCut() {
        lines.close();
        lines = LogLines.json(encoder -> encoder.setMaxLineBytes("0"));
        List<String> numbers =
                IntStream.range(0, 1500).mapToObj(i -> "1234" + i % 10 + "7").toList();
        Map<String, String> map = new LinkedHashMap<>();
        numbers.forEach(number -> map.put("k" + map.size(), number));
        for (Masking masking : List.of(
                new Masking(numbers, Map.of(), new String[0], "456789"),
                new Masking(List.of(), map, new String[0], "456789"),
                new Masking(List.of(), Map.of(), numbers.toArray(new String[0]), "456789"))) {
            lines.logger.info("m", kv("bean", masking));
            assertFalse(lines.last().contains("1234"), lines.last());
            assertTrue(lines.last().contains("...500 more"), lines.last());
            assertTrue(lines.last().contains("****89"), lines.last());
        }
    }

    @Test
    void anyGetterOfManyEntriesIsCut() {
        Map<String, Object> many = new LinkedHashMap<>();
        IntStream.range(0, 1500).forEach(i -> many.put("k" + i, i));
        lines.logger.info("m", kv("bean", new ManyOthers(many)), kv("after", 1));
        assertTrue(lines.lastJson().extra("bean").size() <= 1001, lines.last());
        lines.lastJson().hasExtra("after", "1");
    }

    record ManyOthers(@JsonAnyGetter Map<String, Object> others) {}

    record FailingPart(int a, @JsonUnwrapped FailingInner inner, int z) {}

    record FailingInner(int x) {
        @Override
        public int x() {
            throw new IllegalStateException("no x");
        }
    }

    @Test
    void failingPartOfAnUnwrappedOneCostsItself() {
        lines.logger.info("m", kv("bean", new FailingPart(1, new FailingInner(2), 3)));
        JsonNode bean = lines.lastJson().extra("bean");
        assertEquals(1, bean.get("a").intValue(), lines.last());
        assertEquals(3, bean.get("z").intValue(), lines.last());
        assertTrue(lines.last().contains("no x"), lines.last());
    }

    record FailingAny(int a) {
        @JsonAnyGetter
        public Map<String, Object> others() {
            throw new IllegalStateException("no others");
        }
    }

    @Test
    void failingAnyGetterCostsWhatItWouldGive() {
        lines.logger.info("m", kv("bean", new FailingAny(1)), kv("after", 1));
        assertTrue(lines.last().contains("\"a\": 1"), lines.last());
        assertTrue(lines.last().contains("no others"), lines.last());
        lines.lastJson().hasExtra("after", "1");
    }

    @JsonFilter("some")
    record Filtered(int a, int hidden, boolean fails) {
        @JsonAnyGetter
        public Map<String, Object> others() {
            if (fails) {
                throw new IllegalStateException("no others");
            }
            Map<String, Object> others = new LinkedHashMap<>();
            others.put("b", 2);
            others.put("c", 3);
            return others;
        }
    }

    /** Jackson does not call the any-getter itself if the filter names some of its properties. */
    @Test
    void filterChoosesAlsoAmongWhatAnAnyGetterGives() {
        lines.close();
        lines = LogLines.json(encoder -> encoder.addDecorator((MapperBuilderDecorator<JsonMapper, JsonMapper.Builder>)
                builder -> builder.filterProvider(new SimpleFilterProvider()
                        .addFilter("some", SimpleBeanPropertyFilter.filterOutAllExcept("a", "fails", "b")))));
        lines.logger.info("m", kv("bean", new Filtered(1, 5, false)), kv("broken", new Filtered(1, 5, true)));
        lines.lastJson().hasExtra("bean", "{\"a\": 1, \"fails\": false, \"b\": 2}");
        JsonNode broken = lines.lastJson().extra("broken");
        assertEquals(1, broken.get("a").intValue(), lines.last());
        assertTrue(lines.last().contains("no others"), lines.last());
    }

    record FailingValue(int a) {
        @JsonValue
        String text() {
            throw new IllegalStateException("no value");
        }
    }

    @Test
    void failingValueCostsItselfWithinItsContainer() {
        lines.logger.info("m", kv("list", List.of(1, new FailingValue(1), 3)), kv("after", 1));
        JsonNode list = lines.lastJson().extra("list");
        assertEquals(3, list.size(), lines.last());
        assertEquals(3, list.get(2).intValue(), lines.last());
        assertTrue(list.get(1).stringValue().contains("no value"), lines.last());
    }

    // ---- the user's serializers -------------------------------------------------------------------------------

    /** Knows how to write what it is given, in place of the library. */
    @SuppressWarnings("rawtypes")
    private static MapperBuilderDecorator module(SimpleModule module) {
        return new MapperBuilderDecorator<JsonMapper, JsonMapper.Builder>() {
            @Override
            public JsonMapper.Builder decorate(JsonMapper.Builder builder) {
                return builder.addModule(module);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private void configure(SimpleModule module) {
        lines.close();
        lines = LogLines.json(encoder -> encoder.addDecorator(module(module)));
    }

    @Test
    void usersSerializerDecidesForItsClass() {
        configure(new SimpleModule("mine").addSerializer(Inner.class, new MaskingSerializer()));
        lines.logger.info(
                "m",
                kv("alone", new Inner(1, 2)),
                kv("list", List.of(new Inner(1, 2))),
                kv("part", new Unwrapped2(new Inner(1, 2), new Inner[] {new Inner(3, 4)})));
        lines.lastJson()
                .hasExtra("alone", "\"****2]\"")
                .hasExtra("list", "[\"****2]\"]")
                .hasExtra("part", "{\"one\": \"****2]\", \"more\": [\"****4]\"]}");
    }

    record Unwrapped2(Inner one, Inner[] more) {}

    record Id(int secretNumber) {}

    @Test
    void usersSerializerDecidesForAnEmptyBeanAndAnEnum() {
        configure(new SimpleModule("mine")
                .addSerializer(Empty.class, new MaskingSerializer())
                .addSerializer(Color.class, new MaskingSerializer()));
        lines.logger.info(
                "m", kv("empty", new Empty()), kv("part", new Enums(Color.RED, List.of(Color.RED), Map.of())));
        lines.lastJson()
                .hasExtra("empty", "\"****[]\"")
                .hasExtra("part", "{\"color\": \"****ED\", \"list\": [\"****ED\"], \"map\": {}}");
    }

    @Test
    void failingSerializerOfAUserCostsItsValue() {
        configure(new SimpleModule("mine").addSerializer(Inner.class, new ValueSerializer<Inner>() {
            @Override
            public void serialize(Inner value, JsonGenerator generator, SerializationContext context) {
                generator.writeStartObject();
                generator.writeName("half");
                throw new IllegalStateException("no serializer today");
            }
        }));
        lines.logger.info(
                "m", kv("part", new Unwrapped2(new Inner(1, 2), new Inner[] {new Inner(3, 4)})), kv("after", 1));
        lines.lastJson().hasExtra("after", "1");
        assertTrue(lines.last().contains("no serializer today"), lines.last());
        assertFalse(lines.last().contains("half"), lines.last());
    }

    @Test
    void listsOfManyBeansAreCut() {
        List<Object> beans = new ArrayList<>(Collections.nCopies(1200, new Inner(1, 2)));
        try (LogLines unlimited = LogLines.json(encoder -> encoder.setMaxLineBytes("0"))) {
            unlimited.logger.info("m", kv("beans", beans));
            JsonNode cut = unlimited.lastJson().extra("beans");
            assertEquals(1001, cut.size());
            assertEquals("...200 more", cut.get(1000).stringValue());
        }
    }
}
