package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A JSON line that two strict parsers read, and read alike. */
final class SameReading {

    private SameReading() {}

    static void assertAlike(String line) {
        JsonNode root = JsonLine.parse(line).root;
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(1000);
            compare(root, reader);
            assertEquals(JsonToken.END_DOCUMENT, reader.peek());
        } catch (IOException problem) {
            throw new AssertionError(line, problem);
        }
    }

    private static void compare(JsonNode node, JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                List<String> names = new ArrayList<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    names.add(name);
                    assertTrue(node.has(name), name);
                    compare(node.get(name), reader);
                }
                reader.endObject();
                assertEquals(List.copyOf(node.propertyNames()), names);
            }
            case BEGIN_ARRAY -> {
                int count = 0;
                reader.beginArray();
                while (reader.hasNext()) {
                    compare(node.get(count++), reader);
                }
                reader.endArray();
                assertEquals(node.size(), count);
            }
            case STRING -> assertEquals(node.stringValue(), reader.nextString());
            case NUMBER ->
                assertEquals(0, node.decimalValue().compareTo(new BigDecimal(reader.nextString())), node::toString);
            case BOOLEAN -> assertEquals(node.booleanValue(), reader.nextBoolean());
            default -> {
                reader.nextNull();
                assertTrue(node.isNull());
            }
        }
    }
}
