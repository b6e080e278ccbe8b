package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.StackGuard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Date;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import net.logstash.logback.argument.StructuredArgument;
import tools.jackson.databind.JsonNode;

/** The kind of a value, given by its class; each kind is written in its own way. */
enum ValueKind {
    MAP,
    ENTRY,
    ITERABLE,
    BYTES,
    ARRAY,
    BIG_INTEGER,
    BIG_DECIMAL,
    /** Written as its {@code toString}, even if the user changed the mapper. */
    ALWAYS_TEXT,
    ARGUMENT,
    /** A JSON tree of Jackson 3. */
    JACKSON_TREE,
    /** A JSON tree of another library, whose {@code toString} is JSON. */
    JSON_TREE,
    /** A value that has side effects when it is read: reading would use it up, start it or wait for it. */
    HAS_SIDE_EFFECTS,
    /** A value whose properties lead to far too many objects; written as its {@code toString}. */
    HUGE_GRAPH,
    ENUM,
    OPTIONAL,
    DATE,
    DATE_TIME,
    /** Written as its {@code toString}, unless the user changed the mapper. */
    TEXT_UNLESS_USER_MAPPER,
    CLASS,
    /** Everything else, mostly beans. */
    BEAN;

    private static final ValueKind[] VALUES = values();

    /**
     * Types of JSON trees, by name, so that this library depends on none of theirs: Jackson 2, Gson, org.json, and
     * JSON-P (JSR 374) under its two package names.
     */
    private static final Set<String> JSON_TREES = Set.of(
            "com.fasterxml.jackson.databind.JsonNode",
            "com.google.gson.JsonElement",
            "org.json.JSONObject",
            "org.json.JSONArray",
            "org.json.JSONObject$Null",
            "jakarta.json.JsonValue",
            "javax.json.JsonValue");

    /** Messages of Protocol Buffers, by name: a message leads to the descriptors of all messages. */
    private static final Set<String> PROTOBUF_MESSAGES = Set.of("com.google.protobuf.MessageLite");

    /**
     * Caches the kind of each class, because comparing a class with some twenty types takes longer than writing a small
     * bean. The cached values are of a JDK type; otherwise a class would keep this library's class loader alive.
     */
    @SuppressWarnings("EnumOrdinal") // the numbers never leave this class
    private static final ClassValue<Integer> KINDS = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            ValueKind kind = find(type);
            if (kind == BEAN) {
                StackGuard.requireFirstUse(); // the mapper will now meet this class for the first time
            }
            return kind.ordinal();
        }
    };

    static ValueKind of(Class<?> type) {
        return VALUES[KINDS.get(type)];
    }

    /** Whether Jackson's own serializers must not see such a value, even as part of a bean. */
    boolean bypassesMapper() {
        return switch (this) {
            case JSON_TREE, JACKSON_TREE, HAS_SIDE_EFFECTS, HUGE_GRAPH, ARGUMENT -> true;
            default -> false;
        };
    }

    /** Whether a value is written in a bean as it is alone, unless an annotation or the user's mapper changes that. */
    boolean isSameInBeans() {
        return switch (this) {
            case MAP, ENTRY, ITERABLE, ARRAY, ENUM, ALWAYS_TEXT, DATE, DATE_TIME, TEXT_UNLESS_USER_MAPPER -> true;
            default -> false;
        };
    }

    private static ValueKind find(Class<?> type) {
        if (type.isArray()) {
            return type == byte[].class ? BYTES : ARRAY;
        } else if (hasName(type, JSON_TREES)) {
            return JSON_TREE;
        } else if (hasName(type, PROTOBUF_MESSAGES)) {
            return HUGE_GRAPH;
        } else if (is(type, Map.class)) {
            return MAP;
        } else if (is(type, Map.Entry.class)) {
            return ENTRY;
        } else if (is(type, JsonNode.class)) {
            return JACKSON_TREE;
        } else if (is(type, Path.class)) {
            return TEXT_UNLESS_USER_MAPPER;
        } else if (is(type, CharSequence.class, Throwable.class)) {
            return ALWAYS_TEXT;
        } else if (is(type, StructuredArgument.class)) {
            return ARGUMENT;
        } else if (is(type, Thread.class, ThreadGroup.class, ClassLoader.class)) {
            return HUGE_GRAPH;
        } else if (is(type, Collection.class)) {
            return ITERABLE;
        }
        return findScalar(type);
    }

    private static ValueKind findScalar(Class<?> type) {
        if (is(type, AutoCloseable.class, Iterator.class, Future.class, Executor.class, Enumeration.class)) {
            return HAS_SIDE_EFFECTS;
        } else if (is(type, BigInteger.class)) {
            return BIG_INTEGER;
        } else if (is(type, BigDecimal.class)) {
            return BIG_DECIMAL;
        } else if (is(type, Enum.class)) {
            return ENUM;
        } else if (is(type, Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)) {
            return OPTIONAL;
        } else if (is(type, Date.class)) {
            return DATE;
        } else if (is(type, LocalDateTime.class, LocalTime.class)
                || is(type, OffsetDateTime.class, OffsetTime.class, ZonedDateTime.class)) {
            return DATE_TIME;
        } else if (is(type, TemporalAccessor.class, TemporalAmount.class, ZoneId.class)
                || is(type, UUID.class, URI.class, URL.class)) {
            return TEXT_UNLESS_USER_MAPPER;
        } else if (is(type, Class.class)) {
            return CLASS;
        }
        return is(type, Iterable.class) ? ITERABLE : BEAN;
    }

    private static boolean is(Class<?> type, Class<?>... any) {
        for (Class<?> one : any) {
            if (one.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class, one of its superclasses or one of their interfaces has one of the names. */
    private static boolean hasName(Class<?> type, Set<String> names) {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            if (names.contains(one.getName()) || hasInterface(one, names)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasInterface(Class<?> type, Set<String> names) {
        for (Class<?> one : type.getInterfaces()) {
            if (names.contains(one.getName()) || hasInterface(one, names)) {
                return true;
            }
        }
        return false;
    }
}
