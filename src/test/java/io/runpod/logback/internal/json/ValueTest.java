package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.runpod.logback.Extra;
import io.runpod.logback.support.LogLines;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Java values in the line's JSON. */
class ValueTest {

    private enum Mode {
        FAST {
            @Override
            int cost() {
                return 1;
            }
        },
        SLOW;

        int cost() {
            return 9;
        }

        @Override
        public String toString() {
            return "mode " + ordinal();
        }
    }

    record Size(int width, int height) {}

    record Job(
            String name, Size size, List<Size> others, Optional<String> note, byte[] data, Map<String, byte[]> more) {}

    static final class Annotated {
        @JsonProperty("renamed")
        public int getA() {
            return 1;
        }

        @JsonIgnore
        public int getHidden() {
            return 2;
        }

        @JsonInclude(JsonInclude.Include.NON_NULL)
        public String getAbsent() {
            return null;
        }

        @JsonRawValue
        public String getRaw() {
            return "{\"b\":[1,\n2]}";
        }
    }

    static final class Wrapped {
        @JsonValue
        public String text() {
            return "as text";
        }
    }

    private final LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    static Stream<Arguments> values() {
        return Stream.of(scalars(), floats(), bigNumbers(), times(), others(), containers(), arrays(), byMapper())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> scalars() {
        return Stream.of(
                value("text", "\"text\""),
                value(null, "null"),
                value(true, "true"),
                value(Boolean.FALSE, "false"),
                value((byte) -1, "-1"),
                value((short) 7, "7"),
                value(Integer.MIN_VALUE, "-2147483648"),
                value(Long.MIN_VALUE, "-9223372036854775808"),
                value(Long.MAX_VALUE, "9223372036854775807"),
                value('c', "\"c\""),
                value('"', "\"\\\"\""),
                value('\ud83d', "\"\\ufffd\""),
                value(new StringBuilder("built"), "\"built\""),
                value(Mode.FAST, "\"FAST\""),
                value(Mode.SLOW, "\"SLOW\""),
                value(List.of(Mode.FAST), "[\"FAST\"]"),
                value(Map.of("mode", Mode.FAST), "{\"mode\": \"FAST\"}"));
    }

    /** Expected texts are what CPython 3.12's {@code json.dumps} prints. */
    private static Stream<Arguments> floats() {
        return Stream.of(
                value(0.0, "0.0"),
                value(-0.0, "-0.0"),
                value(1.0, "1.0"),
                value(0.1, "0.1"),
                value(-2.5, "-2.5"),
                value(100.25, "100.25"),
                value(1e-5, "1e-05"),
                value(1e-4, "0.0001"),
                value(1.5e-7, "1.5e-07"),
                value(1e15, "1000000000000000.0"),
                value(1e16, "1e+16"),
                value(1.2345e20, "1.2345e+20"),
                value(123456789.123, "123456789.123"),
                value(9007199254740993.0, "9007199254740992.0"),
                value(0.1 + 0.2, "0.30000000000000004"),
                value(1e100, "1e+100"),
                value(2e-3, "0.002"),
                value(Double.MIN_VALUE, "5e-324"),
                value(-2 * Double.MIN_VALUE, "-1e-323"),
                value(3 * Double.MIN_VALUE, "1.5e-323"),
                value(Double.MAX_VALUE, "1.7976931348623157e+308"),
                value(0.1f, "0.1"),
                value(1e10f, "10000000000.0"),
                value(Double.NaN, "\"NaN\""),
                value(Double.NEGATIVE_INFINITY, "\"-Infinity\""),
                value(Float.NaN, "\"NaN\""),
                value(Float.POSITIVE_INFINITY, "\"Infinity\""));
    }

    private static Stream<Arguments> bigNumbers() {
        BigInteger hundredDigits = BigInteger.TEN.pow(100).subtract(BigInteger.ONE);
        return Stream.of(
                value(hundredDigits, hundredDigits.toString()),
                value(hundredDigits.negate(), "-" + hundredDigits),
                value(BigInteger.TEN.pow(100), "\"1" + "0".repeat(100) + "\""),
                value(new BigDecimal("1.50"), "1.50"),
                value(new BigDecimal("1E+5"), "1E+5"),
                value(new BigDecimal("1.7976931348623157E+308"), "1.7976931348623157E+308"),
                value(new BigDecimal("1.8E+308"), "\"1.8E+308\""),
                value(new BigDecimal("-1E+309"), "\"-1E+309\""),
                value(new BigDecimal("1E-400"), "\"1E-400\""),
                value(new BigDecimal("0." + "1".repeat(101)), "\"0." + "1".repeat(101) + "\""));
    }

    private static Stream<Arguments> times() {
        return Stream.of(
                value(Instant.parse("2026-01-02T03:04:05.678901Z"), "\"2026-01-02T03:04:05.678901Z\""),
                value(LocalDate.of(2026, 1, 2), "\"2026-01-02\""),
                value(LocalTime.of(3, 4, 5), "\"03:04:05\""),
                value(LocalDateTime.of(2026, 1, 2, 3, 4, 5), "\"2026-01-02T03:04:05\""),
                value(
                        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(2)),
                        "\"2026-01-02T03:04:05+02:00\""),
                value(
                        ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneId.of("Europe/Berlin")),
                        "\"2026-01-02T03:04:05+01:00\""),
                value(Duration.ofMillis(90_500), "\"PT1M30.5S\""),
                value(Period.ofDays(3), "\"P3D\""),
                value(YearMonth.of(2026, 1), "\"2026-01\""),
                value(Year.of(2026), "\"2026\""),
                value(ZoneId.of("Europe/Berlin"), "\"Europe/Berlin\""),
                value(new Date(1_000L), "\"1970-01-01T00:00:01Z\""),
                value(new java.sql.Timestamp(1_500L), "\"1970-01-01T00:00:01.500Z\""),
                value(java.sql.Date.valueOf("2026-01-02"), "\"2026-01-02\""),
                value(java.sql.Time.valueOf("03:04:05"), "\"03:04:05\""));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                value(new UUID(1, 2), "\"00000000-0000-0001-0000-000000000002\""),
                value(URI.create("https://host/a/b?c=d"), "\"https://host/a/b?c=d\""),
                value(Path.of("a", "b c"), "\"a/b c\""),
                value(String.class, "\"java.lang.String\""),
                value(Map.Entry.class, "\"java.util.Map$Entry\""),
                value(Optional.of("x"), "\"x\""),
                value(Optional.of(List.of(Optional.of(1))), "[1]"),
                value(Optional.empty(), "null"),
                value(OptionalInt.of(1), "1"),
                value(OptionalInt.empty(), "null"),
                value(OptionalLong.of(2), "2"),
                value(OptionalDouble.of(0.5), "0.5"),
                value(new AtomicInteger(3), "3"),
                value(new AtomicLong(4), "4"),
                value(new AtomicBoolean(true), "true"));
    }

    private static Stream<Arguments> containers() {
        Map<Object, Object> colliding = new LinkedHashMap<>();
        colliding.put(1, "first");
        colliding.put("1", "second");
        colliding.put(1L, Map.of("third", 3));
        colliding.put(null, "none");
        colliding.put("null", "text");
        colliding.put(Mode.FAST, true);
        return Stream.of(
                value(List.of(), "[]"),
                value(Map.of(), "{}"),
                value(Arrays.asList(1, null, "x", List.of(2)), "[1, null, \"x\", [2]]"),
                value(new ArrayDeque<>(List.of(1, 2)), "[1, 2]"),
                value(Collections.singleton(1), "[1]"),
                value((Iterable<Integer>) () -> List.of(1, 2).iterator(), "[1, 2]"),
                value(Collections.singletonMap(null, null), "{\"null\": null}"),
                value(Map.of(12, Map.of(0.5, 1)), "{\"12\": {\"0.5\": 1}}"),
                value(colliding, "{\"1\": \"first\", \"null\": \"none\", \"FAST\": true, \"...\": \"...3 more\"}"));
    }

    private static Stream<Arguments> arrays() {
        return Stream.of(
                value(new int[] {1, 2}, "[1, 2]"),
                value(new long[] {1}, "[1]"),
                value(new short[] {1}, "[1]"),
                value(new double[] {0.5, 1e16, Double.NaN}, "[0.5, 1e+16, \"NaN\"]"),
                value(new float[] {0.1f}, "[0.1]"),
                value(new boolean[] {true, false}, "[true, false]"),
                value(new char[] {'a', 'b'}, "[\"a\", \"b\"]"),
                value(new byte[] {1, 2, 3}, "\"[3 bytes]\""),
                value(new byte[0], "\"[0 bytes]\""),
                value(ByteBuffer.allocateDirect(7), "\"[7 bytes]\""),
                value(ByteBuffer.allocate(7).asReadOnlyBuffer(), "\"[7 bytes]\""),
                value(new byte[][] {{1}, {2, 3}}, "[\"[1 bytes]\", \"[2 bytes]\"]"),
                value(new String[] {"a", null}, "[\"a\", null]"),
                value(new int[][] {{1}, {2, 3}, {}}, "[[1], [2, 3], []]"),
                value(
                        new Object[] {new Object[] {1, List.of(2)}, Map.of("a", new int[] {3})},
                        "[[1, [2]], {\"a\": [3]}]"));
    }

    private static Stream<Arguments> byMapper() {
        Job job = new Job(
                "j", new Size(1, 2), List.of(new Size(3, 4)), Optional.of("n"), new byte[4], Map.of("m", new byte[5]));
        return Stream.of(
                value(new Size(1, 2), "{\"width\": 1, \"height\": 2}"),
                value(List.of(new Size(1, 2)), "[{\"width\": 1, \"height\": 2}]"),
                value(
                        job,
                        "{\"name\": \"j\", \"size\": {\"width\": 1, \"height\": 2}, "
                                + "\"others\": [{\"width\": 3, \"height\": 4}], \"note\": \"n\", "
                                + "\"data\": \"[4 bytes]\", \"more\": {\"m\": \"[5 bytes]\"}}"),
                value(new Annotated(), "{\"raw\": {\"b\": [1, 2]}, \"renamed\": 1}"),
                value(new Wrapped(), "\"as text\""),
                value(
                        JsonMapper.shared()
                                .readTree("{\"a\": [1, 2.5, null, true, {\"b\": \"\u00e9\"}], \"c\": 1e400}"),
                        "{\"a\": [1, 2.5, null, true, {\"b\": \"\\u00e9\"}], \"c\": \"Infinity\"}"),
                value(JsonMapper.shared().getNodeFactory().binaryNode(new byte[] {1, 2}), "\"[2 bytes]\""),
                value(Map.of("node", JsonMapper.shared().createArrayNode().add(1)), "{\"node\": [1]}"));
    }

    private static Arguments value(Object value, String json) {
        return Arguments.of(value, json);
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueIsWrittenAs(Object value, String expected) {
        lines.logger.info("m", kv("v", value), kv("next", 1));
        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"v\": " + expected
                        + ", \"next\": 1}}\n",
                lines.last());
        String first = lines.last();
        lines.logger.atInfo().addKeyValue("v", value).addKeyValue("next", 1).log("m");
        assertEquals(first, lines.last());
        lines.logger.info("m", Extra.extra("v", value, "next", 1));
        assertEquals(first, lines.last());
        lines.logger.info("m", kv("v", Collections.singletonMap("in", value)));
        assertTrue(lines.last().contains("{\"v\": {\"in\": " + expected + "}}"), lines.last());
    }

    @Test
    void contentOfBytesIsNeverWritten() {
        byte[] content = "TOPSECRET".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        lines.logger.info(
                "m {} {}", content, kv("b", content), kv("list", List.of(content)), kv("map", Map.of("m", content)));
        lines.logger
                .atInfo()
                .addKeyValue("b", new Job("n", null, null, null, content, Map.of("k", content)))
                .log("m");
        for (String line : lines.all()) {
            assertFalse(line.contains("TOPSECRET"), line);
            assertFalse(line.contains("VE9QU0VDUkVU"), line);
            assertFalse(line.contains("84, 79"), line);
            assertTrue(line.contains("[9 bytes]"), line);
        }
    }

    @Test
    void textLineWritesTheSameValues() {
        try (LogLines text = LogLines.text(encoder -> encoder.setColor("never"))) {
            text.logger.info(
                    "m",
                    kv("bare", "a-b/c:d"),
                    kv("space", "a b"),
                    kv("empty", ""),
                    kv("equals", "a=b"),
                    kv("bar", "a|b"),
                    kv("quote", "a\"b"),
                    kv("backslash", "a\\b"),
                    kv("n", 1.0),
                    kv("null", null),
                    kv("list", List.of("a", 1)),
                    kv("size", new Size(1, 2)));
            assertEquals(
                    "INFO   | m | bare=a-b/c:d space=\"a b\" empty= equals=\"a=b\" bar=\"a|b\" quote=\"a\\\"b\" "
                            + "backslash=\"a\\\\b\" n=1.0 null=null list=[\"a\", 1] size={\"width\": 1, \"height\": 2}\n",
                    text.last());
        }
    }
}
