package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import io.runpod.logback.support.LogLines;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

/** Raw JSON that is none, and structured arguments that do not keep to the rules of writing. */
class UnrulyArgumentTest {

    private final LogLines json = LogLines.json();
    private final LogLines text = LogLines.text(encoder -> encoder.setColor("never"));

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private void nextLineIsPerfect() {
        for (LogLines lines : List.of(json, text)) {
            lines.logger.info("good {}", 7, kv("n", 1), kv("m", Map.of("a", List.of(1, "x"))));
        }
        assertEquals(
                "{\"requestId\": null, \"message\": \"good 7\", \"level\": \"INFO\", "
                        + "\"extra\": {\"n\": 1, \"m\": {\"a\": [1, \"x\"]}}}\n",
                json.last());
        assertEquals("INFO   | good 7 | n=1 m={\"a\": [1, \"x\"]}\n", text.last());
    }

    private static void assertMatches(String regex, String line) {
        assertTrue(Pattern.compile(regex, Pattern.DOTALL).matcher(line).matches(), () -> regex + "\n" + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\": 1",
                "[1,]",
                "{\"a\": 1, \"a\": 2}",
                "1 2",
                "{} []",
                "nul",
                "NaN",
                "'x'",
                "{a: 1}",
                "\"open",
                "[1]]",
                "// c\n1",
                "{\"a\": \"line\nend\"}",
                "01",
                "\u0000",
                "]",
                "{\"a\":{\"a\":1}}}"
            })
    void brokenRawJsonLosesItsFieldOnly(String broken) {
        json.logger.info("m", kv("before", 1), raw("bad", broken), kv("after", 2));
        assertMatches(
                ".*\"extra\": \\{\"before\": 1, \"bad\": \"\\[unserializable: [^\"]*(?:\\\\\"[^\"]*)*]\", \"after\": 2}}\n",
                json.last());
        json.logger.info(Markers.appendRaw("bad", broken), "m", kv("before", 1));
        json.lastJson().hasExtra("before", "1");
        assertTrue(json.lastJson().extra("bad").stringValue().startsWith("[unserializable: "), json.last());
        text.logger.info("m", kv("before", 1), raw("bad", broken), kv("after", 2));
        assertMatches("INFO   \\| m \\| before=1 bad=\"\\[unserializable: [^\n]*]\" after=2\n", text.last());
        nextLineIsPerfect();
    }

    @Test
    void multiLineRawJsonIsWrittenOnOneLine() {
        json.logger.info("m", raw("r", "{\n  \"a\": [1,\r\n 2],\n  \"b\": \"\u00e9\"\n}\n"));
        assertMatches(".*\\{\"r\": \\{\"a\": \\[1, 2], \"b\": \"\\\\u00e9\"}}}\n", json.last());
    }

    private interface Tokens extends StructuredArgument {}

    static Stream<Tokens> unrulyArguments() {
        return Stream.of(
                g -> g.writeName("bad"),
                g -> g.writeString("bad"),
                g -> g.writeStringProperty("bad", "x").writeString("bad"),
                g -> g.writeName("bad").writeStartObject(),
                g -> g.writeName("bad").writeStartArray().writeStartObject().writeName("deeper"),
                g -> g.writeEndObject(),
                g -> g.writeEndObject().writeEndObject().writeEndObject(),
                g -> g.writeStringProperty("bad", "x").writeEndObject(),
                g -> g.writeEndArray(),
                g -> g.writeName("bad").writeStartObject().writeEndArray(),
                g -> g.writeName("bad").writeStartArray().writeName("n"),
                g -> g.writeName("bad").writeStartArray().writeEndArray().writeEndArray(),
                g -> g.writeStartObject().writeName("bad").writeNumber(1).writeEndObject(),
                g -> g.writeRaw("}, \"level\": \"ERROR\"}\n"),
                g -> g.writeName("bad").writeRaw('"'),
                g -> g.writeName("bad").writeRaw("1, \"forged\": 2"),
                g -> g.writeName("bad").writeRawValue("1, \"forged\": 2"),
                g -> g.writeName("bad").writeName("bad2").writeName("bad3"),
                g -> g.writeName((String) null).writeNumber(1),
                g -> {
                    throw new StackOverflowError();
                },
                g -> {
                    g.writeName("bad").writeStartObject();
                    throw new AssertionError();
                },
                g -> {
                    while (true) {
                        g.writeName("bad").writeStartObject();
                    }
                },
                g -> {
                    g.writeName("bad").writeStartArray();
                    while (true) {
                        g.writeNumber(1);
                    }
                },
                g -> writeHalf(g.writeName("bad")),
                g -> writeHalf(g.writeName("bad").writeStartArray()),
                g -> tryHalf(g.writeName("bad")),
                g -> tryHalf(g.writeName("bad")).writeString("bad"),
                g -> tryHalf(g.writeName("bad")).writeStringProperty("bad2", "x"),
                g -> tryHalf(g.writeName("bad")).writeRawValue("1"),
                g -> tryHalf(g.writeName("bad")).writePOJO(Map.of("bad", 1)),
                g -> tryHalf(g.writeName("bad").writeStartArray())
                        .writeNumber(1)
                        .writeEndArray(),
                g -> tryHalf(g.writeName("bad").writeStartArray()).writeEndArray(),
                g -> tryHalf(g.writeName("bad").writeStartArray()).writeStartArray(),
                g -> tryHalf(g.writeName("bad").writeStartObject().writeName("b"))
                        .writeEndObject(),
                g -> tryHalf(g.writeName("bad").writeStartObject().writeName("b"))
                        .writeStringProperty("c", "x"),
                g -> {
                    g.close();
                    g.flush();
                });
    }

    /** The stack ends half-way. */
    private static void writeHalf(JsonGenerator generator) {
        generator.writeStartArray().writeString("half");
        throw new StackOverflowError();
    }

    /** Swallows the error, and lets the caller go on. */
    private static JsonGenerator tryHalf(JsonGenerator generator) {
        try {
            writeHalf(generator);
        } catch (StackOverflowError swallowed) {
            // What comes next must not harm what stands before.
        }
        return generator;
    }

    @ParameterizedTest
    @MethodSource("unrulyArguments")
    void unrulyArgumentLeavesItsNeighboursAlone(Tokens unruly) {
        json.logger.info("m", kv("before", List.of(1)), unruly, kv("after", 2));
        json.lastJson()
                .hasMessage("m")
                .hasLevel("INFO")
                .hasExtra("before", "[1]")
                .hasExtra("after", "2");
        assertFalse(json.lastJson().extra().has("forged"));
        text.logger.info("m", kv("before", List.of(1)), unruly, kv("after", 2));
        assertMatches("INFO   \\| m \\| before=\\[1] [^\\n]*after=2\n", text.last());
        json.logger.info(
                "m", kv("before", 1), kv("outer", unruly), kv("list", Arrays.asList(1, unruly, 3)), kv("after", 2));
        json.lastJson().hasExtra("before", "1").hasExtra("after", "2");
        assertEquals(3, json.lastJson().extra("list").size(), json.last());
        assertEquals(3, json.lastJson().extra("list").get(2).intValue());
        nextLineIsPerfect();
    }

    /** What happens when the machine has no memory left, wherever it is found out. */
    private static final class OutOfMemory extends AbstractMap<String, String> implements StructuredArgument {
        @Override
        public void writeTo(JsonGenerator generator) {
            generator.writeName("bad").writeStartObject();
            throw new OutOfMemoryError("as if");
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            throw new OutOfMemoryError("as if");
        }

        @Override
        public String toString() {
            throw new OutOfMemoryError("as if");
        }
    }

    /** Its getter fails. */
    public static final class Bean {
        public String getText() {
            throw new OutOfMemoryError("as if");
        }
    }

    static Stream<Consumer<Logger>> eventsThatFindNoMemory() {
        OutOfMemory none = new OutOfMemory();
        Map<String, String> map = none;
        return Stream.of(
                logger -> logger.info("m {}", new Object() {
                    @Override
                    public String toString() {
                        return none.toString();
                    }
                }),
                logger -> logger.info("m", none),
                logger -> logger.info("m", kv("k", List.of(map))),
                logger -> logger.info("m", kv("k", new Bean())),
                logger -> logger.atInfo().addKeyValue("k", new Bean()).log("m"),
                logger -> logger.info(Markers.append("k", new Bean()), "m"),
                logger -> logger.info(Markers.appendEntries(map), "m"));
    }

    /** Such an error is not the logger's to hide. */
    @ParameterizedTest
    @MethodSource("eventsThatFindNoMemory")
    void failingMachineReachesTheCaller(Consumer<Logger> event) {
        assertThrows(OutOfMemoryError.class, () -> event.accept(json.logger));
        assertThrows(OutOfMemoryError.class, () -> event.accept(text.logger));
        nextLineIsPerfect();
    }

    /** Writes what it is told to, after as much text as leaves the line so few bytes. */
    private record FillsTheLine(int left, Consumer<JsonGenerator> then) implements StructuredArgument {
        @Override
        public void writeTo(JsonGenerator generator) {
            generator.writeName("a");
            generator.writeStartObject();
            generator.writeName("b");
            generator.writeStartObject();
            int bytes = 512 - left;
            for (int i = 0; bytes > 0; i++) {
                generator.writeName("n" + i);
                generator.writeString("x".repeat(Math.min(bytes, 20)));
                bytes -= 20;
            }
            then.accept(generator);
        }
    }

    /** A null that a name without a value gets is the one thing too much for the line, wherever that happens. */
    @ParameterizedTest
    @MethodSource("unfinished")
    void nullOfANameWithoutAValueTakesItsFieldWithItAndNothingElse(Consumer<JsonGenerator> then) {
        for (LogLines lines : List.of(
                LogLines.json(encoder -> encoder.setMaxLineBytes("512")),
                LogLines.text(encoder -> encoder.setMaxLineBytes("512")))) {
            lines.logger.info("m {}", kv("after", 2));
            String without = lines.last();
            for (int left = 0; left <= 512; left++) {
                lines.logger.info("m {}", kv("after", 2), new FillsTheLine(left, then), kv("last", 3));
                String line = lines.last();
                assertTrue(line.contains("after") && (line.contains("last") || line.contains("_dropped")), line);
                assertFalse(line.contains("inner=") || line.contains("}, \"inner"), line);
                lines.logger.info("m {}", kv("after", 2));
                assertEquals(without, lines.last());
            }
            lines.close();
        }
    }

    static Stream<Consumer<JsonGenerator>> unfinished() {
        return Stream.of(
                generator -> generator.writeName("unfinished"),
                generator -> {
                    generator.writeName("unfinished");
                    generator.writeEndObject();
                },
                generator -> {
                    generator.writeName("unfinished");
                    generator.writeEndObject();
                    generator.writeEndObject();
                },
                generator -> {
                    generator.writeName("unfinished");
                    generator.writeName("inner");
                    generator.writeNumber(1);
                });
    }
}
