package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Objects without properties are their own text; times are ISO-8601; keys that read alike are counted. */
class PlainValueTest {

    private final LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    record Bean(Object part, int after) {}

    record Typed<T>(T part) {}

    private void isWrittenEverywhereAs(Object value, String text) {
        lines.logger.info(
                "m",
                kv("value", value),
                kv("list", List.of(value)),
                kv("map", Map.of("k", value)),
                kv("bean", new Bean(value, 1)),
                kv("after", 2));
        JsonLine line = lines.lastJson();
        line.hasText("value", text).hasExtra("after", "2");
        assertEquals(text, line.extra("list").get(0).stringValue(), lines.last());
        assertEquals(text, line.extra("map").get("k").stringValue(), lines.last());
        assertEquals(text, line.extra("bean").get("part").stringValue(), lines.last());
        assertEquals(1, line.extra("bean").get("after").intValue(), lines.last());
    }

    // ---- without properties -----------------------------------------------------------------------------------

    /** As an id: what it holds is private. */
    static final class JobId {
        private final String id;

        JobId(String id) {
            this.id = id;
        }

        @Override
        public String toString() {
            return "job-" + id;
        }
    }

    record Nothing() {}

    static final class Parent {
        @Override
        public String toString() {
            return "parent with \"quotes\"";
        }
    }

    static Stream<Arguments> objectsWithoutProperties() {
        Runnable lambda = () -> {};
        Object plain = new Object();
        return Stream.of(
                Arguments.of(new JobId("7"), "job-7"),
                Arguments.of(new Nothing(), "Nothing[]"),
                Arguments.of(new Parent(), "parent with \"quotes\""),
                Arguments.of(plain, plain.toString()),
                Arguments.of(lambda, lambda.toString()),
                Arguments.of(new AtomicIntegerArray(new int[] {1, 2}), "[1, 2]"),
                Arguments.of(new AtomicLongArray(new long[] {3}), "[3]"),
                Arguments.of(Duration.ofMillis(1500), "PT1.5S"));
    }

    @ParameterizedTest
    @MethodSource("objectsWithoutProperties")
    void objectWithoutPropertiesIsItsOwnText(Object value, String text) {
        isWrittenEverywhereAs(value, text);
    }

    record Ids(JobId id, List<JobId> list, Map<String, JobId> map, JobId[] array, Nothing nothing) {}

    @Test
    void objectWithoutPropertiesIsItsOwnTextInTypedProperties() {
        JobId id = new JobId("7");
        lines.logger.info("m", kv("ids", new Ids(id, List.of(id), Map.of("k", id), new JobId[] {id}, new Nothing())));
        lines.lastJson()
                .hasExtra(
                        "ids",
                        "{\"id\": \"job-7\", \"list\": [\"job-7\"], \"map\": {\"k\": \"job-7\"}, \"array\": [\"job-7\"],"
                                + " \"nothing\": \"Nothing[]\"}");
    }

    @Test
    void fieldsOfAnObjectWithoutPropertiesAreNone() {
        lines.logger.info("m", fields(new Nothing()), kv("after", 1));
        lines.lastJson().hasExtra("after", "1");
    }

    // ---- times ------------------------------------------------------------------------------------------------

    static Stream<Arguments> times() {
        LocalDateTime midnight = LocalDateTime.of(2026, 1, 1, 0, 0);
        Instant micros = Instant.parse("2026-01-01T00:00:00.123456Z");
        java.sql.Timestamp timestamp = java.sql.Timestamp.from(micros);
        java.sql.Timestamp nanos = java.sql.Timestamp.from(micros.plusNanos(789));
        return Stream.of(
                Arguments.of(ZonedDateTime.of(midnight, ZoneId.of("Europe/Paris")), "2026-01-01T00:00:00+01:00"),
                Arguments.of(ZonedDateTime.of(midnight, ZoneOffset.UTC), "2026-01-01T00:00:00Z"),
                Arguments.of(OffsetDateTime.of(midnight, ZoneOffset.ofHours(-5)), "2026-01-01T00:00:00-05:00"),
                Arguments.of(midnight, "2026-01-01T00:00:00"),
                Arguments.of(midnight.plusNanos(120_000_000), "2026-01-01T00:00:00.12"),
                Arguments.of(LocalTime.MIDNIGHT, "00:00:00"),
                Arguments.of(OffsetTime.of(1, 2, 0, 0, ZoneOffset.UTC), "01:02:00Z"),
                Arguments.of(LocalDate.of(2026, 1, 1), "2026-01-01"),
                Arguments.of(Instant.parse("2026-01-01T00:00:00Z"), "2026-01-01T00:00:00Z"),
                Arguments.of(Instant.MAX, Instant.MAX.toString()),
                Arguments.of(Instant.MIN, Instant.MIN.toString()),
                Arguments.of(YearMonth.of(2026, 1), "2026-01"),
                Arguments.of(MonthDay.of(1, 2), "--01-02"),
                Arguments.of(Period.ofDays(3), "P3D"),
                Arguments.of(ZoneId.of("Europe/Paris"), "Europe/Paris"),
                Arguments.of(timestamp, "2026-01-01T00:00:00.123456Z"),
                Arguments.of(nanos, "2026-01-01T00:00:00.123456Z"),
                Arguments.of(java.sql.Date.valueOf("2026-01-02"), "2026-01-02"),
                Arguments.of(java.sql.Time.valueOf("03:04:05"), "03:04:05"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void timeIsWrittenInIso8601(Object time, String text) {
        isWrittenEverywhereAs(time, text);
    }

    @Test
    void dateIsWrittenInIso8601() {
        lines.logger.info("m", kv("date", new Date(1)), kv("list", List.of(new Date(1))));
        lines.lastJson().hasText("date", "1970-01-01T00:00:00.001Z").hasExtra("list", "[\"1970-01-01T00:00:00.001Z\"]");
    }

    /** Midnight there is another day in UTC. */
    @Test
    void dayOfADatabaseIsTheSameInAnyZone() {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Europe/Paris", "America/New_York", "UTC")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                java.sql.Date day = java.sql.Date.valueOf("2026-01-02");
                lines.logger.info("m", kv("day", day), kv("bean", new Bean(day, 1)));
                lines.lastJson().hasText("day", "2026-01-02");
                assertTrue(
                        lines.lastJson().extra("bean").get("part").stringValue().startsWith("2026-01-02"),
                        lines.last());
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    record Times(
            ZonedDateTime zoned,
            LocalDateTime local,
            OffsetDateTime offset,
            LocalTime time,
            java.sql.Timestamp timestamp,
            java.sql.Date date,
            java.sql.Time sqlTime,
            List<ZonedDateTime> list) {}

    @Test
    void timesOfTypedPropertiesAreWrittenAlike() {
        LocalDateTime midnight = LocalDateTime.of(2026, 1, 1, 0, 0);
        ZonedDateTime zoned = ZonedDateTime.of(midnight, ZoneId.of("Europe/Paris"));
        lines.logger.info(
                "m",
                kv(
                        "times",
                        new Times(
                                zoned,
                                midnight,
                                zoned.toOffsetDateTime(),
                                LocalTime.MIDNIGHT,
                                java.sql.Timestamp.from(Instant.parse("2026-01-01T00:00:00.123456Z")),
                                java.sql.Date.valueOf("2026-01-02"),
                                java.sql.Time.valueOf("03:04:05"),
                                List.of(zoned))));
        lines.lastJson()
                .hasExtra(
                        "times",
                        "{\"zoned\": \"2026-01-01T00:00:00+01:00\", \"local\": \"2026-01-01T00:00:00\","
                                + " \"offset\": \"2026-01-01T00:00:00+01:00\", \"time\": \"00:00:00\","
                                + " \"timestamp\": \"2026-01-01T00:00:00.123456Z\", \"date\": \"2026-01-02\","
                                + " \"sqlTime\": \"03:04:05\","
                                + " \"list\": [\"2026-01-01T00:00:00+01:00\"]}");
    }

    // ---- keys that read alike ---------------------------------------------------------------------------------

    private static Map<Object, Object> alike() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(1, "int");
        map.put("1", "string");
        map.put(1L, "long");
        map.put("other", 2);
        return map;
    }

    @Test
    void keysThatReadAlikeAreCounted() {
        String expected = "{\"1\": \"int\", \"other\": 2, \"...\": \"...2 more\"}";
        lines.logger.info("m", kv("map", alike()), kv("list", List.of(alike())), kv("bean", new Bean(alike(), 1)));
        lines.lastJson()
                .hasExtra("map", expected)
                .hasExtra("list", "[" + expected + "]")
                .hasExtra("bean", "{\"part\": " + expected + ", \"after\": 1}");
    }

    record Mapping(Map<Object, Object> part, int after) {}

    @Test
    void keysThatReadAlikeInATypedPropertyAreCounted() {
        lines.logger.info("m", kv("bean", new Mapping(alike(), 1)));
        lines.lastJson()
                .hasExtra("bean", "{\"part\": {\"1\": \"int\", \"other\": 2, \"...\": \"...2 more\"}, \"after\": 1}");
    }

    @Test
    void keysThatReadAlikeInALargeMapAreCountedOnce() {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < 600; i++) {
            map.put(i, i);
            map.put(String.valueOf(i), i);
        }
        try (LogLines unlimited = LogLines.json(encoder -> {
            encoder.setMaxLineBytes("0");
            encoder.setMaxElements("500");
        })) {
            for (Object value : List.of(map, new Typed<>(map), new Mapping(map, 1))) {
                unlimited.logger.info("m", kv("map", value));
                JsonNode written = unlimited.lastJson().extra("map");
                JsonNode cut = value == map ? written : written.get("part");
                assertEquals(501, cut.size());
                assertEquals(
                        "...700 more",
                        cut.get("...").stringValue(),
                        value.getClass().getSimpleName());
            }
        }
    }

    @Test
    void keyNamedAsTheNoteLosesNothingElse() {
        Map<Object, Object> map = alike();
        map.put("...", "mine");
        lines.logger.info("m", kv("map", map), kv("after", 1));
        assertEquals("mine", lines.lastJson().extra("map").get("...").stringValue());
        lines.lastJson().hasExtra("after", "1");
        assertFalse(lines.last().contains("\"long\""), lines.last());
    }

    @Test
    void textLineHasTheSameValues() {
        try (LogLines text = LogLines.text(encoder -> encoder.setColor("never"))) {
            text.logger.info(
                    "m",
                    kv("id", new JobId("7")),
                    kv("at", LocalDateTime.of(2026, 1, 1, 0, 0)),
                    kv("array", new AtomicIntegerArray(new int[] {1, 2})));
            assertTrue(text.last().endsWith("| m | id=job-7 at=2026-01-01T00:00:00 array=\"[1, 2]\"\n"), text.last());
        }
    }
}
