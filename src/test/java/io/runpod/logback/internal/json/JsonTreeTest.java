package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.google.gson.JsonParser;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.logstash.logback.marker.Markers;
import org.json.JSONArray;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A JSON tree of any library is written as the JSON that it is. */
class JsonTreeTest {

    private static final String JOB =
            "{\"prompt\": \"a \\\"cat\\\" \\u00e9\", \"steps\": 30, \"scale\": 7.5, \"hd\": true,"
                    + " \"none\": null, \"list\": [1, {\"a\": 2}, []], \"empty\": {}}";

    private final LogLines lines = LogLines.json().attachTo("json.tree", Level.INFO);
    private final LogLines text = LogLines.text();

    @AfterEach
    void close() {
        lines.close();
        text.close();
    }

    /** A library that reads JSON into trees. */
    private record Library(String name, Function<String, Object> reader) {
        Object read(String json) {
            return reader.apply(json);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Library> libraries() {
        return Stream.of(
                new Library("Jackson 3", json -> new tools.jackson.databind.json.JsonMapper().readTree(json)),
                new Library("Jackson 2", JsonTreeTest::readByJackson2),
                new Library("Gson", JsonParser::parseString),
                new Library("org.json", json -> new JSONTokener(json).nextValue()),
                new Library("jakarta.json", JsonTreeTest::readByJakarta));
    }

    private static Object readByJackson2(String json) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException problem) {
            throw new AssertionError(problem);
        }
    }

    private static JsonValue readByJakarta(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }

    record Bean(Object any, int after) {}

    record Jackson2Bean(com.fasterxml.jackson.databind.JsonNode any, int after) {}

    record Jackson2ObjectBean(com.fasterxml.jackson.databind.node.ObjectNode any, int after) {}

    record Jackson3Bean(JsonNode any, int after) {}

    record GsonBean(com.google.gson.JsonElement any, int after) {}

    record GsonObjectBean(com.google.gson.JsonObject any, int after) {}

    record OrgBean(JSONObject any, int after) {}

    record JakartaBean(jakarta.json.JsonObject any, int after) {}

    record JakartaValueBean(JsonValue any, int after) {}

    @ParameterizedTest
    @MethodSource("libraries")
    void treeIsWrittenAsTheJsonThatItIsFromEverySource(Library library) {
        Object tree = library.read(JOB);
        lines.logger.info("m", kv("any", tree), kv("after", 1));
        lines.lastJson().hasExtra("any", JOB).hasExtra("after", "1");
        lines.logger.info("m", entries(Map.of("any", tree)), Extra.extra("more", tree));
        lines.lastJson().hasExtra("any", JOB).hasExtra("more", JOB);
        lines.logger.atInfo().addKeyValue("any", tree).log("m");
        lines.lastJson().hasExtra("any", JOB);
        lines.logger.info(Markers.append("any", tree), "m");
        lines.lastJson().hasExtra("any", JOB);
        RunPodLogger.of("json.tree").info("m", Map.of("event", Map.of("any", tree)));
        lines.lastJson().hasExtra("event", "{\"any\": " + JOB + "}");
        RunPodLogger.of("json.tree").with(Extra.extra("any", tree)).info("m");
        lines.lastJson().hasExtra("any", JOB);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void treeIsWrittenAsTheJsonThatItIsInContainers(Library library) {
        Object tree = library.read(JOB);
        lines.logger.info(
                "m",
                kv("list", List.of(tree, 1)),
                kv("array", new Object[] {tree}),
                kv("map", Map.of("k", tree)),
                kv("optional", Optional.of(tree)),
                kv("bean", new Bean(tree, 2)),
                fields(new Bean(tree, 3)));
        lines.lastJson()
                .hasExtra("list", "[" + JOB + ", 1]")
                .hasExtra("array", "[" + JOB + "]")
                .hasExtra("map", "{\"k\": " + JOB + "}")
                .hasExtra("optional", JOB)
                .hasExtra("bean", "{\"any\": " + JOB + ", \"after\": 2}")
                .hasExtra("any", JOB)
                .hasExtra("after", "3");
    }

    static Stream<Object> typedBeans() {
        return Stream.of(
                new Jackson2Bean((com.fasterxml.jackson.databind.JsonNode) readByJackson2(JOB), 2),
                new Jackson2ObjectBean((com.fasterxml.jackson.databind.node.ObjectNode) readByJackson2(JOB), 2),
                new Jackson3Bean(new tools.jackson.databind.json.JsonMapper().readTree(JOB), 2),
                new GsonBean(JsonParser.parseString(JOB), 2),
                new GsonObjectBean(JsonParser.parseString(JOB).getAsJsonObject(), 2),
                new OrgBean(new JSONObject(JOB), 2),
                new JakartaBean(readByJakarta(JOB).asJsonObject(), 2),
                new JakartaValueBean(readByJakarta(JOB), 2));
    }

    @ParameterizedTest
    @MethodSource("typedBeans")
    void propertyOfATreesTypeIsWrittenAsTheJsonThatItIs(Object bean) {
        lines.logger.info("m", kv("bean", bean), kv("after", 1));
        lines.lastJson()
                .hasExtra("bean", "{\"any\": " + JOB + ", \"after\": 2}")
                .hasExtra("after", "1");
        lines.logger.info("m", kv("list", List.of(bean)), fields(bean));
        lines.lastJson()
                .hasExtra("list", "[{\"any\": " + JOB + ", \"after\": 2}]")
                .hasExtra("any", JOB);
    }

    record ListsOfTrees(
            List<com.fasterxml.jackson.databind.JsonNode> jackson2,
            Map<String, com.google.gson.JsonElement> gson,
            List<JSONObject> org,
            JsonValue[] jakarta) {}

    @Test
    void typedContainersOfTreesAreWrittenAsTheirJson() {
        lines.logger.info(
                "m",
                kv(
                        "bean",
                        new ListsOfTrees(
                                List.of((com.fasterxml.jackson.databind.JsonNode) readByJackson2(JOB)),
                                Map.of("k", JsonParser.parseString(JOB)),
                                List.of(new JSONObject(JOB)),
                                new JsonValue[] {readByJakarta(JOB)})));
        lines.lastJson()
                .hasExtra(
                        "bean",
                        "{\"jackson2\": [" + JOB + "], \"gson\": {\"k\": " + JOB + "}, \"org\": [" + JOB
                                + "], \"jakarta\": [" + JOB + "]}");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void treeInAPlaceReadsAsItsOwnText(Library library) {
        Object tree = library.read(JOB);
        lines.logger.info("got {} and {}", tree, kv("any", tree));
        lines.lastJson().hasMessage("got " + tree + " and any=" + tree).hasExtra("any", JOB);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void secretsByNameAreMaskedAtAnyDepth(Library library) {
        String json = "{\"password\": \"hunter2secret\", \"steps\": 3, \"list\": [{\"api_key\": \"hunter2secret\"}],"
                + " \"db\": {\"dbPassword\": {\"value\": \"hunter2secret\"}, \"token\": [\"hunter2secret\"]}}";
        Object tree = library.read(json);
        lines.logger.info("m", kv("any", tree), kv("bean", new Bean(tree, 1)), kv("list", List.of(tree)));
        text.logger.info("m", kv("any", tree), kv("bean", new Bean(tree, 1)), kv("list", List.of(tree)));
        for (LogLines each : List.of(lines, text)) {
            assertFalse(each.last().contains("hunter2"), each.last());
        }
        lines.lastJson()
                .hasExtra(
                        "any",
                        "{\"password\": \"[redacted]\", \"steps\": 3, \"list\": [{\"api_key\": \"[redacted]\"}],"
                                + " \"db\": {\"dbPassword\": \"[redacted]\", \"token\": \"[redacted]\"}}");
        lines.logger.info("m", kv("password", tree), kv("after", 1));
        lines.lastJson().hasText("password", "[redacted]").hasExtra("after", "1");
    }

    private static String arrayOf(int size) {
        return IntStream.range(0, size).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    static Stream<Arguments> librariesAndSizes() {
        return libraries().flatMap(library -> Stream.of(1001, 1500, 120_000).map(size -> Arguments.of(library, size)));
    }

    @ParameterizedTest
    @MethodSource("librariesAndSizes")
    void largeArrayIsCutAndCounted(Library library, int size) {
        lines.logger.info("m", kv("any", library.read(arrayOf(size))), kv("after", 1));
        assertCut(lines.lastJson().extra("any"), size);
        lines.lastJson().hasExtra("after", "1");
    }

    @ParameterizedTest
    @MethodSource("librariesAndSizes")
    void largeArrayWithinATreeIsCutAndCounted(Library library, int size) {
        Object tree = library.read("{\"id\": 1, \"part\": " + arrayOf(size) + ", \"status\": \"ok\"}");
        lines.logger.info("m", kv("any", tree), kv("after", 1));
        assertCut(lines.lastJson().extra("any").get("part"), size);
        assertEquals("ok", lines.lastJson().extra("any").get("status").stringValue());
        lines.lastJson().hasExtra("after", "1");
    }

    @ParameterizedTest
    @MethodSource("librariesAndSizes")
    void largeArrayWithinATreeOfABeanIsCutAndCounted(Library library, int size) {
        Object tree = library.read("{\"id\": 1, \"part\": " + arrayOf(size) + ", \"status\": \"ok\"}");
        lines.logger.info("m", kv("bean", new Bean(tree, 2)));
        assertCut(lines.lastJson().extra("bean").get("any").get("part"), size);
        assertEquals(2, lines.lastJson().extra("bean").get("after").intValue());
    }

    private void assertCut(JsonNode array, int size) {
        assertEquals(1001, array.size(), lines.last());
        assertEquals("..." + (size - 1000) + " more", array.get(1000).stringValue());
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void largeObjectIsCutAndCounted(Library library) {
        String object = IntStream.range(0, 1200)
                .mapToObj(i -> "\"k" + i + "\": " + i)
                .collect(Collectors.joining(", ", "{", "}"));
        try (LogLines unlimited = LogLines.json(encoder -> encoder.setMaxLineBytes("0"))) {
            unlimited.logger.info("m", kv("any", library.read(object)), kv("after", 1));
            JsonNode cut = unlimited.lastJson().extra("any");
            assertEquals(1001, cut.size(), unlimited.last());
            assertEquals("...200 more", cut.get("...").stringValue());
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void longStringOfATreeIsCut(Library library) {
        Object tree = library.read("{\"image\": \"" + "A".repeat(2_000_000) + "\", \"steps\": 3}");
        lines.logger.info("m", kv("any", tree), kv("after", 1));
        JsonNode any = lines.lastJson().extra("any");
        assertTrue(any.get("image").stringValue().contains("TRUNCATED"), lines.last());
        assertEquals(3, any.get("steps").intValue());
        lines.lastJson().hasExtra("after", "1");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void deepTreeCostsItselfAlone(Library library) {
        Object tree = library.read("{\"a\": ".repeat(60) + "1" + "}".repeat(60));
        lines.logger.info("m", kv("before", 1), kv("any", tree), kv("after", 1));
        lines.lastJson().hasExtra("before", "1").hasExtra("after", "1");
        assertTrue(lines.last().contains("nests deeper than 32"), lines.last());
    }

    static Stream<Arguments> nodes() {
        var two = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;
        var three = JsonNodeFactory.instance;
        BigDecimal decimal = new BigDecimal("12345678901234567890.123456789");
        return Stream.of(
                Arguments.of(two.textNode("a \"cat\""), "\"a \\\"cat\\\"\""),
                Arguments.of(two.numberNode(30), "30"),
                Arguments.of(two.numberNode(Long.MAX_VALUE), "9223372036854775807"),
                Arguments.of(two.numberNode(7.5), "7.5"),
                Arguments.of(two.numberNode(1.5f), "1.5"),
                Arguments.of(two.numberNode((short) 3), "3"),
                Arguments.of(two.numberNode(decimal), decimal.toString()),
                Arguments.of(
                        two.numberNode(BigInteger.TEN.pow(30)),
                        BigInteger.TEN.pow(30).toString()),
                Arguments.of(two.booleanNode(true), "true"),
                Arguments.of(two.nullNode(), "null"),
                Arguments.of(two.missingNode(), "null"),
                Arguments.of(two.arrayNode().add(1).addNull(), "[1, null]"),
                Arguments.of(two.objectNode(), "{}"),
                Arguments.of(three.stringNode("a \"cat\""), "\"a \\\"cat\\\"\""),
                Arguments.of(three.numberNode(30), "30"),
                Arguments.of(three.numberNode(Long.MAX_VALUE), "9223372036854775807"),
                Arguments.of(three.numberNode(7.5), "7.5"),
                Arguments.of(three.numberNode(1.5f), "1.5"),
                Arguments.of(three.numberNode(decimal), decimal.toString()),
                Arguments.of(
                        three.numberNode(BigInteger.TEN.pow(30)),
                        BigInteger.TEN.pow(30).toString()),
                Arguments.of(three.booleanNode(false), "false"),
                Arguments.of(three.nullNode(), "null"),
                Arguments.of(three.missingNode(), "null"),
                Arguments.of(three.binaryNode(new byte[] {1, 2, 3}), "\"[3 bytes]\""),
                Arguments.of(three.pojoNode(new Bean(1, 2)), "{\"any\": 1, \"after\": 2}"),
                Arguments.of(three.arrayNode().add(1).addNull(), "[1, null]"),
                Arguments.of(new com.google.gson.JsonPrimitive("a \"cat\""), "\"a \\\"cat\\\"\""),
                Arguments.of(new com.google.gson.JsonPrimitive(decimal), decimal.toString()),
                Arguments.of(new com.google.gson.JsonPrimitive(true), "true"),
                Arguments.of(com.google.gson.JsonNull.INSTANCE, "null"),
                Arguments.of(new com.google.gson.JsonArray(), "[]"),
                Arguments.of(new JSONArray("[1, null]"), "[1, null]"),
                Arguments.of(JSONObject.NULL, "null"),
                Arguments.of(Json.createValue("a \"cat\""), "\"a \\\"cat\\\"\""),
                Arguments.of(Json.createValue(30), "30"),
                Arguments.of(Json.createValue(decimal), decimal.toString()),
                Arguments.of(JsonValue.TRUE, "true"),
                Arguments.of(JsonValue.NULL, "null"),
                Arguments.of(JsonValue.EMPTY_JSON_ARRAY, "[]"),
                Arguments.of(JsonValue.EMPTY_JSON_OBJECT, "{}"));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void nodeOfEachKindIsWrittenAsItsJson(Object node, String expected) {
        lines.logger.info("m", kv("any", node), kv("list", List.of(node)), kv("bean", new Bean(node, 1)));
        lines.lastJson()
                .hasExtra("any", expected)
                .hasExtra("list", "[" + expected + "]")
                .hasExtra("bean", "{\"any\": " + expected + ", \"after\": 1}");
        assertTrue(lines.last().contains("\"any\": " + expected + ","), lines.last());
    }

    /** Its own text is no JSON: no name, no value, no number that is none. */
    @Test
    void treeThatHoldsANumberThatIsNoneLosesNoOtherField() {
        lines.logger.info(
                "m",
                kv("before", 1),
                kv("gson", new com.google.gson.JsonPrimitive(Double.NaN)),
                kv("jackson2", com.fasterxml.jackson.databind.node.DoubleNode.valueOf(Double.POSITIVE_INFINITY)),
                kv("pojo", com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.pojoNode(new Object())),
                kv("after", 2));
        lines.lastJson().hasExtra("before", "1").hasExtra("after", "2");
    }
}
