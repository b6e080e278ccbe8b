package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.POJONode;

/**
 * Writes Java values as JSON: the common types itself, all others by the Jackson mapper. A value that fails is replaced
 * by a text that says so, and the rest of the line stays intact. Not thread-safe.
 */
final class ValueWriter {

    private final TokenWriter out;
    private final JacksonGenerator generator;

    ValueWriter(TokenWriter out, JacksonGenerator generator) {
        this.out = out;
        this.generator = generator;
    }

    void write(@Nullable Object value) {
        if (value == null) {
            out.nullValue();
        } else if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            out.number(((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            out.bool(truth);
        } else if (value instanceof Double number) {
            out.number(number.doubleValue());
        } else if (value instanceof Float number) {
            out.number(number.floatValue());
        } else if (value instanceof Character c) {
            out.string(c.toString());
        } else if (out.isSkipping()) {
            out.nullValue();
        } else if (out.masksNextValue()) {
            out.mask();
        } else {
            writeGuarded(value);
        }
    }

    private void writeGuarded(Object value) {
        TokenWriter.Mark mark = out.mark();
        int floorBefore = out.raiseFloor();
        try {
            writeOther(value);
            out.closeTo(mark.depth());
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            if (TokenSkipper.isStop(problem)) {
                out.restoreFloor(mark.depth());
                out.closeTo(mark.depth());
            } else if (out.rollback(mark)) {
                out.string(Failure.placeholder(value, problem));
            }
        } finally {
            out.restoreFloor(floorBefore);
            out.release();
        }
    }

    private void writeOther(Object value) {
        ValueKind kind = ValueKind.of(value.getClass());
        switch (kind) {
            case BEAN -> generator.writeByMapper(value);
            case MAP -> writeMap((Map<?, ?>) value);
            case ENTRY -> writeEntry((Map.Entry<?, ?>) value);
            case BYTES -> out.bytes(((byte[]) value).length);
            case ARRAY -> writeArray(value);
            case BIG_INTEGER -> writeNumber(NumberText.plain((BigInteger) value), (BigInteger) value);
            case BIG_DECIMAL -> writeNumber(NumberText.plain((BigDecimal) value), (BigDecimal) value);
            case ALWAYS_TEXT, HUGE_GRAPH -> out.string(value.toString());
            case ARGUMENT -> writeArgument((StructuredArgument) value);
            case JSON_TREE -> writeTree(value);
            case JACKSON_TREE -> writeNode((JsonNode) value);
            case HAS_SIDE_EFFECTS ->
                out.string(Failure.placeholder(value, "a logger does not read, run or wait for it"));
            default -> {
                if (value instanceof Collection<?> collection) {
                    writeElements(collection, collection.size());
                } else if (out.rules().userMapper()) {
                    generator.writeByMapper(value);
                } else {
                    writeScalar(kind, value);
                }
            }
        }
    }

    private void writeScalar(ValueKind kind, Object value) {
        switch (kind) {
            case ENUM -> out.string(((Enum<?>) value).name());
            case OPTIONAL -> write(valueOf(value));
            case DATE -> out.string(isoOf((Date) value));
            case DATE_TIME -> out.string(isoOf((TemporalAccessor) value));
            case CLASS -> out.string(((Class<?>) value).getName());
            case ITERABLE -> writeElements((Iterable<?>) value, -1);
            default -> out.string(value.toString()); // ISO-8601 for java.time
        }
    }

    private static @Nullable Object valueOf(Object optional) {
        if (optional instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        } else if (optional instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        } else if (optional instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        }
        return ((Optional<?>) optional).orElse(null);
    }

    /**
     * Formats a date as ISO-8601, to the microsecond. {@code java.sql.Date} and {@code Time} have no instant, but their
     * {@code toString} is ISO-8601.
     */
    @SuppressWarnings("JavaUtilDate") // users still log them
    private static String isoOf(Date date) {
        boolean partial = date.getClass().getName().equals("java.sql.Date")
                || date.getClass().getName().equals("java.sql.Time");
        return partial
                ? date.toString()
                : date.toInstant().truncatedTo(ChronoUnit.MICROS).toString();
    }

    /**
     * Formats a time as ISO-8601. Unlike {@code toString}, this always has seconds, and never the name of a time zone.
     */
    private static String isoOf(TemporalAccessor time) {
        if (time instanceof LocalDateTime) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
        } else if (time instanceof LocalTime) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        } else if (time instanceof OffsetTime) {
            return DateTimeFormatter.ISO_OFFSET_TIME.format(time);
        }
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    /** @param plain the number as JSON; null = it must be written as a string */
    private void writeNumber(@Nullable String plain, Number number) {
        if (plain == null) {
            out.string(NumberText.string(number));
        } else {
            out.number(plain);
        }
    }

    /** Writes a JSON tree of another library. Its {@code toString} is JSON, or empty for a missing node. */
    private void writeTree(Object tree) {
        String json = tree.toString();
        if (json == null || json.isEmpty()) {
            out.nullValue();
        } else {
            generator.writeRawValue(json);
        }
    }

    private void writeNode(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                out.start(false, node);
                writeEntries(node.properties(), node);
            }
            case ARRAY -> writeElements(node, node.size());
            case STRING -> out.string(node.stringValue());
            case BOOLEAN -> out.bool(node.booleanValue());
            case NUMBER -> write(node.numberValue());
            case BINARY -> out.bytes(((BinaryNode) node).binaryValue().length);
            case POJO -> write(((POJONode) node).getPojo());
            default -> out.nullValue();
        }
    }

    private void writeArgument(StructuredArgument argument) {
        out.start(false, argument);
        int level = out.depth();
        int floorBefore = out.raiseFloor();
        OwnArgument.write(argument, generator);
        out.restoreFloor(floorBefore);
        out.closeTo(level);
        out.endObject();
    }

    private void writeMap(Map<?, ?> map) {
        out.start(false, map);
        writeEntries(map.entrySet(), map);
    }

    /** Writes the entries of an object that is already started, and ends it. */
    private void writeEntries(Set<? extends Map.Entry<?, ?>> entries, Object container) {
        for (Map.Entry<?, ?> entry : entries) {
            if (out.isSkipping()) {
                break;
            }
            if (out.isCollectionFull()) {
                out.skipRestOf(container instanceof Map<?, ?> map ? map.size() : ((JsonNode) container).size());
                break;
            }
            Object key = entry.getKey();
            out.name(key instanceof String text ? text : nameOf(key));
            write(entry.getValue());
        }
        out.endObject();
    }

    private void writeEntry(Map.Entry<?, ?> entry) {
        out.start(false, entry);
        out.name(nameOf(entry.getKey()));
        write(entry.getValue());
        out.endObject();
    }

    private static String nameOf(@Nullable Object key) {
        try {
            return key instanceof Enum<?> constant ? constant.name() : String.valueOf(key);
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(key, problem);
        }
    }

    private void writeElements(Iterable<?> container, int size) {
        out.start(true, container);
        Iterator<?> elements = container.iterator();
        while (!out.isSkipping() && elements.hasNext()) {
            if (out.isCollectionFull()) {
                out.skipRestOf(size);
                break;
            }
            write(elements.next());
        }
        out.endArray();
    }

    private void writeArray(Object array) {
        int length = Array.getLength(array);
        out.start(true, array);
        for (int i = 0; i < length && !out.isSkipping(); i++) {
            if (out.isCollectionFull()) {
                out.skipRestOf(length);
                break;
            }
            write(array instanceof Object[] objects ? objects[i] : Array.get(array, i));
        }
        out.endArray();
    }
}
