package io.runpod.logback.internal.json;

import io.runpod.logback.internal.stack.StackRoom;
import io.runpod.logback.internal.text.Failure;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Date;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Java values in JSON's terms. The common types are written here; all others by the Jackson mapper. A value that fails
 * leaves a text that says so in its own place, and nothing else of the line is touched.
 */
final class ValueWriter {

    /** The types that are looked at below; what is of none of them is the mapper's. */
    private static final List<Class<?>> KNOWN = List.of(
            Map.class,
            Iterable.class,
            Number.class,
            CharSequence.class,
            Throwable.class,
            StructuredArgument.class,
            AutoCloseable.class,
            Iterator.class,
            Future.class,
            Executor.class,
            Enumeration.class,
            Thread.class,
            ThreadGroup.class,
            ClassLoader.class,
            Enum.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Date.class,
            TemporalAccessor.class,
            TemporalAmount.class,
            ZoneId.class,
            UUID.class,
            URI.class,
            URL.class,
            Class.class);

    /**
     * Whether a class is none of the known ones; remembered, as asking a bean for twenty interfaces costs more than
     * writing a small one. (The answers are the JDK's own objects, so that no class keeps this library alive.)
     */
    private static final ClassValue<Boolean> BEANS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            boolean bean = !type.isArray() && KNOWN.stream().noneMatch(known -> known.isAssignableFrom(type));
            if (bean) {
                StackRoom.forFirstUse(); // the mapper meets it for the first time now
            }
            return bean;
        }
    };

    private final FieldWriter out;
    private final JacksonGenerator generator;

    /** The containers that are open, to recognise one that contains itself. */
    private final Object[] path = new Object[FieldWriter.MOST_DEPTH + 2];

    private int open;

    ValueWriter(FieldWriter out, JacksonGenerator generator) {
        this.out = out;
        this.generator = generator;
    }

    void reset() {
        leave(0);
    }

    void write(@Nullable Object value) {
        if (value == null) {
            out.nul();
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
            out.nul();
        } else {
            writeGuarded(value);
        }
    }

    private void writeGuarded(Object value) {
        FieldWriter.Mark mark = out.mark();
        int openBefore = open;
        int floorBefore = out.raiseFloor();
        try {
            writeOther(value);
            out.closeTo(mark.depth());
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            leave(openBefore);
            out.setPartial();
            if (out.undo(mark)) {
                out.string(Failure.placeholder(value, problem));
            }
        } finally {
            out.floor(floorBefore);
        }
    }

    private void writeOther(Object value) {
        if (BEANS.get(value.getClass())) {
            generator.writeByMapper(value);
        } else if (value instanceof Map<?, ?> map) {
            enter(map);
            writeMap(map);
            leave(open - 1);
        } else if (value instanceof Collection<?> collection) {
            enter(collection);
            writeElements(collection.iterator(), collection.size());
            leave(open - 1);
        } else if (value.getClass().isArray()) {
            enter(value);
            writeArray(value);
            leave(open - 1);
        } else if (value instanceof BigInteger number) {
            String plain = NumberText.plain(number);
            writeNumber(plain, plain == null ? NumberText.string(number) : plain);
        } else if (value instanceof BigDecimal number) {
            String plain = NumberText.plain(number);
            writeNumber(plain, plain == null ? NumberText.string(number) : plain);
        } else if (value instanceof CharSequence || value instanceof Throwable) {
            out.string(String.valueOf(value));
        } else if (value instanceof StructuredArgument structured) {
            enter(structured);
            writeArgument(structured);
            leave(open - 1);
        } else if (isLeftAlone(value)) {
            out.string(Failure.placeholder(value, "a logger does not read, run or wait for it"));
        } else if (leadsEverywhere(value)) {
            out.string(value.toString());
        } else if (out.rules().mapperDecides()) {
            generator.writeByMapper(value);
        } else {
            writeScalar(value);
        }
    }

    private void writeScalar(Object value) {
        if (value instanceof Enum<?> constant) {
            out.string(constant.name());
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null));
        } else if (value instanceof OptionalInt optional) {
            write(optional.isPresent() ? optional.getAsInt() : null);
        } else if (value instanceof OptionalLong optional) {
            write(optional.isPresent() ? optional.getAsLong() : null);
        } else if (value instanceof OptionalDouble optional) {
            write(optional.isPresent() ? optional.getAsDouble() : null);
        } else if (value instanceof Date date) {
            out.string(isoOf(date));
        } else if (value instanceof TemporalAccessor
                || value instanceof TemporalAmount
                || value instanceof ZoneId
                || value instanceof UUID
                || value instanceof URI
                || value instanceof URL
                || value instanceof Path) {
            out.string(value.toString()); // of java.time: ISO-8601
        } else if (value instanceof Class<?> type) {
            out.string(type.getName());
        } else if (value instanceof Iterable<?> iterable && !(value instanceof JsonNode)) {
            enter(iterable);
            writeElements(iterable.iterator(), -1);
            leave(open - 1);
        } else {
            generator.writeByMapper(value);
        }
    }

    /** {@code java.sql.Date} and {@code Time} have no instant, but their own ISO texts. */
    @SuppressWarnings("JavaUtilDate") // users still log them
    private static String isoOf(Date date) {
        boolean partial = date.getClass().getName().equals("java.sql.Date")
                || date.getClass().getName().equals("java.sql.Time");
        return partial
                ? date.toString()
                : java.time.Instant.ofEpochMilli(date.getTime()).toString();
    }

    /** What has properties that lead through the whole virtual machine, so that no mapper is let in. */
    private static boolean leadsEverywhere(Object value) {
        return value instanceof Thread || value instanceof ThreadGroup || value instanceof ClassLoader;
    }

    /** What would be used up, started or waited for by looking at it. */
    private static boolean isLeftAlone(Object value) {
        return (value instanceof AutoCloseable && !(value instanceof Path))
                || value instanceof Iterator<?>
                || value instanceof BaseStream<?, ?>
                || value instanceof Future<?>
                || value instanceof Executor
                || value instanceof Enumeration<?>;
    }

    private void writeNumber(@Nullable String plain, String text) {
        if (plain != null) {
            out.ascii(plain);
        } else {
            out.string(text);
        }
    }

    /** Lets go of the containers above a level, as the path outlives the line. */
    private void leave(int level) {
        while (open > level) {
            path[--open] = "";
        }
    }

    private void enter(Object container) {
        for (int i = 0; i < open; i++) {
            if (path[i] == container) {
                throw new Failure.Refusal("contains itself");
            }
        }
        if (open == path.length) {
            throw new Failure.Refusal("nests deeper than " + FieldWriter.MOST_DEPTH);
        }
        path[open++] = container;
    }

    private void writeArgument(StructuredArgument argument) {
        out.startObject();
        int level = out.nesting().depth();
        int floorBefore = out.raiseFloor();
        argument.writeTo(generator);
        out.floor(floorBefore);
        out.closeTo(level);
        out.endObject();
    }

    private void writeMap(Map<?, ?> map) {
        out.startObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (out.isSkipping()) {
                break;
            }
            if (out.isCollectionFull()) {
                skipRestOf(map.size());
                break;
            }
            out.name(entry.getKey() instanceof Enum<?> key ? key.name() : String.valueOf(entry.getKey()));
            write(entry.getValue());
        }
        out.endObject();
    }

    private void writeElements(Iterator<?> elements, int size) {
        out.startArray();
        while (elements.hasNext() && !out.isSkipping()) {
            if (out.isCollectionFull()) {
                skipRestOf(size);
                break;
            }
            write(elements.next());
        }
        out.endArray();
    }

    private void skipRestOf(int size) {
        int more = size - out.rules().maxElements();
        out.skipRest(more > 0 ? more : -1);
    }

    private void writeArray(Object array) {
        if (array instanceof byte[] bytes) {
            out.bytes(bytes.length);
            return;
        }
        int length = Array.getLength(array);
        out.startArray();
        for (int i = 0; i < length && !out.isSkipping(); i++) {
            if (out.isCollectionFull()) {
                skipRestOf(length);
                break;
            }
            if (array instanceof Object[] objects) {
                write(objects[i]);
            } else {
                write(Array.get(array, i));
            }
        }
        out.endArray();
    }
}
