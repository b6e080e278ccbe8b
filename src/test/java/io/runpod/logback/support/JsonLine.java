package io.runpod.logback.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON line as a reader of the log sees it, with assertions that can be chained. */
public final class JsonLine {

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    public final String raw;
    public final JsonNode root;

    private JsonLine(String raw, JsonNode root) {
        this.raw = raw;
        this.root = root;
    }

    /** Reads a line with two independent parsers that refuse a name given twice, and holds it against the schema. */
    public static JsonLine parse(String line) {
        JsonNode root;
        try {
            root = STRICT.readTree(line);
            readByGson(line);
        } catch (RuntimeException | IOException problem) {
            throw new AssertionError("not JSON: " + line, problem);
        }
        assertEquals(List.of(), LogLineSchema.problems(root), line);
        List<String> names = new ArrayList<>(root.propertyNames());
        assertEquals(List.of("requestId", "message", "level"), names.subList(0, 3), line);
        return new JsonLine(line, root);
    }

    private static void readByGson(String line) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(1000);
            readByGson(reader);
            assertEquals(JsonToken.END_DOCUMENT, reader.peek());
        }
    }

    private static void readByGson(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Set<String> names = new HashSet<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    assertTrue(names.add(name), "twice: " + name);
                    readByGson(reader);
                }
                reader.endObject();
            }
            case BEGIN_ARRAY -> {
                reader.beginArray();
                while (reader.hasNext()) {
                    readByGson(reader);
                }
                reader.endArray();
            }
            case STRING, NUMBER, BOOLEAN, NULL -> reader.skipValue();
            default -> throw new UncheckedIOException(new IOException("unexpected " + reader.peek()));
        }
    }

    public String message() {
        return root.get("message").stringValue();
    }

    public JsonNode extra() {
        JsonNode extra = root.get("extra");
        assertNotNull(extra, "no extra in " + raw);
        return extra;
    }

    public JsonNode extra(String name) {
        JsonNode value = extra().get(name);
        assertNotNull(value, "no extra." + name + " in " + raw);
        return value;
    }

    public JsonLine hasMessage(String expected) {
        assertEquals(expected, message());
        return this;
    }

    public JsonLine hasLevel(String expected) {
        assertEquals(expected, root.get("level").stringValue());
        return this;
    }

    public JsonLine hasRequestId(String expected) {
        assertEquals(expected, root.get("requestId").stringValue());
        return this;
    }

    public JsonLine hasNoRequestId() {
        assertTrue(root.get("requestId").isNull(), raw);
        return this;
    }

    /** The field's JSON, as Jackson writes it, is the expected one's. */
    public JsonLine hasExtra(String name, String expectedJson) {
        assertEquals(STRICT.readTree(expectedJson), extra(name), raw);
        return this;
    }

    public JsonLine hasText(String name, String expected) {
        assertEquals(expected, extra(name).stringValue());
        return this;
    }

    public JsonLine hasNoExtra() {
        assertFalse(root.has("extra"), raw);
        return this;
    }

    public JsonLine lacks(String name) {
        assertFalse(root.has("extra") && root.get("extra").has(name), raw);
        return this;
    }

    /** The names of {@code extra}, in order. */
    public List<String> extraNames() {
        return List.copyOf(extra().propertyNames());
    }
}
