package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.runpod.logback.Extra;
import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Problems;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A value reads in a property of a bean as it reads alone. */
class BeanValueTest {

    private final LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    record Part(Object part, int after) {}

    static Stream<Object> values() {
        Map<String, Object> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        nullKey.put("x", 2);
        return Stream.of(
                "text",
                new StringBuilder("builder"),
                'c',
                1.5f,
                Double.NaN,
                BigInteger.TEN.pow(400),
                new BigDecimal("12345678901234567890.123456789"),
                new AtomicLong(5),
                TimeUnit.DAYS,
                String.class,
                Path.of("/x/y"),
                new File("/x/y"),
                URI.create("https://host/x"),
                new UUID(1, 2),
                Optional.of("o"),
                Optional.empty(),
                OptionalInt.of(3),
                new byte[] {1, 2, 3},
                List.of(new byte[2]),
                new int[] {1, 2},
                new char[] {'a', 'b'},
                Arrays.asList(1, null, "x"),
                Map.of("k", List.of(1)),
                Map.entry("k", 1),
                nullKey,
                Collections.singletonMap(TimeUnit.DAYS, 1),
                new IllegalStateException("x", new RuntimeException("y")),
                new CompletableFuture<String>(),
                Thread.currentThread(),
                kv("k", 1),
                kv("o", kv("k", 1)),
                Extra.extra("k", 1, "l", List.of(2)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueReadsInABeanAsItReadsAlone(Object value) {
        lines.logger.info("m", kv("value", value), kv("bean", new Part(value, 1)), kv("after", 2));
        JsonNode alone = lines.lastJson().extra("value");
        assertEquals(alone, lines.lastJson().extra("bean").get("part"), lines.last());
        assertEquals(1, lines.lastJson().extra("bean").get("after").intValue(), lines.last());
        lines.lastJson().hasExtra("after", "2");
    }

    record Failing(Throwable error, int after) {}

    @Test
    void throwableInABeanBringsNoStackTraceAlong() {
        Throwable thrown = Problems.framed(new IllegalStateException("no"), "run", 50);
        lines.logger.info("m", kv("bean", new Failing(thrown, 1)));
        assertFalse(lines.last().contains("app.Service"), lines.last());
        lines.lastJson().hasExtra("bean", "{\"error\": \"java.lang.IllegalStateException: no\", \"after\": 1}");
    }

    @Test
    void secretOfAnArgumentInABeanIsMasked() {
        lines.logger.info(
                "m",
                kv("bean", new Part(kv("password", "hunter2secret"), 1)),
                kv("other", new Part(Extra.extra("password", "hunter2secret"), 1)));
        assertFalse(lines.last().contains("hunter2"), lines.last());
    }

    // ---- parts that fail --------------------------------------------------------------------------------------

    record Inner(int x) {}

    static final class UnwrappedFails {
        public int getA() {
            return 1;
        }

        @JsonUnwrapped
        public Inner getInner() {
            throw new IllegalStateException("no inner");
        }

        public int getZ() {
            return 2;
        }
    }

    @Test
    void failingUnwrappedGetterCostsItsPartAlone() {
        lines.logger.info("m", kv("bean", new UnwrappedFails()), kv("after", 1));
        JsonNode bean = lines.lastJson().extra("bean");
        assertTrue(bean.isObject(), lines.last());
        assertEquals(1, bean.get("a").intValue(), lines.last());
        assertEquals(2, bean.get("z").intValue(), lines.last());
        assertTrue(bean.toString().contains("no inner"), lines.last());
    }

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    static final class ArrayFails {
        public int getA() {
            return 1;
        }

        public int getB() {
            throw new IllegalStateException("no b");
        }

        public int getZ() {
            return 2;
        }
    }

    @Test
    void failingGetterOfABeanThatIsAnArrayCostsItsElementAlone() {
        lines.logger.info("m", kv("bean", new ArrayFails()), kv("after", 1));
        JsonNode bean = lines.lastJson().extra("bean");
        assertTrue(bean.isArray(), lines.last());
        assertEquals(3, bean.size(), lines.last());
        assertEquals(2, bean.get(2).intValue(), lines.last());
        assertTrue(bean.get(1).stringValue().contains("no b"), lines.last());
    }

    record Elements(List<Object> list, Map<String, Object> map, Object[] array) {}

    /** As of a list that is no part of a bean. */
    @Test
    void failingElementOfAContainerInABeanCostsItselfAlone() {
        Object failing = new BadValues.Endless(2);
        List<Object> list = new ArrayList<>(List.of(1, failing, 3));
        lines.logger.info("m", kv("list", list), kv("map", Collections.singletonMap("k", failing)));
        JsonNode alone = lines.lastJson().extra("list");
        JsonNode map = lines.lastJson().extra("map");
        assertEquals(3, alone.size(), lines.last());
        lines.logger.info("m", kv("bean", new Elements(list, Collections.singletonMap("k", failing), list.toArray())));
        JsonNode bean = lines.lastJson().extra("bean");
        assertEquals(alone, bean.get("list"), lines.last());
        assertEquals(map, bean.get("map"), lines.last());
        assertEquals(alone, bean.get("array"), lines.last());
    }
}
