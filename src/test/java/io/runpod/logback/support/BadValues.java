package io.runpod.logback.support;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Values that nobody should log, and somebody does. */
public final class BadValues {

    /** An iteration that takes more steps than this is not bounded by any limit of the library. */
    private static final int ENDLESS = 300_000;

    private static final int DEEP = 100_000;

    /**
     * One kind.
     *
     * @param make makes a fresh one
     * @param inPlace a regular expression of the JSON that stands in its place
     */
    public record Kind(String name, Supplier<Object> make, String inPlace) {
        @Override
        public String toString() {
            return name;
        }
    }

    private BadValues() {}

    public static Stream<Kind> all() {
        return Stream.of(
                partly("getter throws", ThrowingGetter::new),
                partly("getter throws an error", AssertingGetter::new),
                partly("getter needs a missing class", UnlinkedGetter::new),
                partly("getter throws without a message", SilentGetter::new),
                partly("getter recurses", RecursingGetter::new),
                partly("bean is its own child", () -> {
                    Node node = new Node();
                    node.next = node;
                    return node;
                }),
                partly("beans nest deep", once(() -> {
                    Node node = new Node();
                    for (int i = 0; i < DEEP; i++) {
                        Node outer = new Node();
                        outer.next = node;
                        node = outer;
                    }
                    return node;
                })),
                failing("map fails half-way", FailingMap::new),
                failing("iterator fails half-way", () -> new Endless(5)),
                failing(
                        "serializer closes too much",
                        () -> new RawSerializer(g -> {
                            g.writeString("x");
                            g.writeEndObject();
                            g.writeName("y");
                            g.writeStartArray();
                            throw new IllegalStateException("late");
                        })),
                failing("serializer writes raw text", () -> new RawSerializer(g -> g.writeRaw("}\n{\"level\":"))),
                failing(
                        "serializer closes the wrong kind",
                        () -> new RawSerializer(g -> {
                            g.writeStartArray();
                            g.writeEndObject();
                        })),
                partly("map contains itself", () -> {
                    Map<String, Object> map = new HashMap<>();
                    map.put("self", map);
                    return map;
                }),
                partly("list contains itself", () -> {
                    List<Object> list = new ArrayList<>();
                    list.add(list);
                    return list;
                }),
                partly("array contains itself", () -> {
                    Object[] array = new Object[1];
                    array[0] = array;
                    return array;
                }),
                partly("cycle through several", () -> {
                    Map<String, Object> map = new HashMap<>();
                    map.put("list", List.of(new Object[] {new Object[] {map}}, 1));
                    return map;
                }),
                partly("lists nest deep", once(() -> {
                    Object value = "leaf";
                    for (int i = 0; i < DEEP; i++) {
                        value = new ArrayList<>(Collections.singletonList(value));
                    }
                    return value;
                })),
                partly("maps nest deep", once(() -> {
                    Object value = "leaf";
                    for (int i = 0; i < DEEP; i++) {
                        value = new HashMap<>(Collections.singletonMap("m", value));
                    }
                    return value;
                })),
                partly("arrays nest deep", once(() -> {
                    Object value = "leaf";
                    for (int i = 0; i < DEEP; i++) {
                        value = new Object[] {value};
                    }
                    return value;
                })),
                partly("element's toString throws", () -> List.of(new ThrowingText())),
                failing("toString throws", ThrowingText::new),
                failing(
                        "toString throws an error",
                        () -> new Text(7, () -> {
                            throw new AssertionError("no text");
                        })),
                failing(
                        "text that never ends",
                        () -> new Text(Integer.MAX_VALUE, () -> {
                            throw new IllegalStateException("too long");
                        })),
                partly("record's accessor throws", () -> new ThrowingRecord(1)),
                any("toString returns null", () -> new Text(4, () -> null)),
                any("number that is none", () -> new NoNumber("1, \"forged\": 2")),
                exactly("text shorter than its length", () -> new Text(100, () -> "short"), "\"short\""),
                exactly("text of negative length", () -> new Text(-1, () -> "some"), "\"some\""),
                exactly(
                        "text that changes",
                        () -> {
                            int[] read = new int[1];
                            return new Text(3, () -> "t" + read[0]++);
                        },
                        "\"t[0-9]\""),
                exactly("hashCode throws", Unhashable::new, "\\{\"x\": 1}"),
                failing("iterator", () -> List.of(1).iterator()),
                failing("future", CompletableFuture::new),
                failing("stream", () -> Stream.iterate(1, i -> i + 1)),
                failing("input stream", () -> new TouchyStream(new byte[] {1})),
                any("thread", Thread::currentThread),
                any("class loader", BadValues.class::getClassLoader),
                any("object without properties", Object::new),
                any("lambda", () -> (Runnable) () -> {}),
                exactly(
                        "serializer leaves containers open",
                        () -> new RawSerializer(g -> {
                            g.writeStartObject();
                            g.writeName("a");
                            g.writeStartArray();
                        }),
                        "\\{\"a\": \\[]}"),
                exactly("null key", () -> Collections.singletonMap(null, 1), "\\{\"null\": 1}"),
                exactly("throwing key", () -> Map.of(new ThrowingText(), 1), "\\{\"\\[unserializable: [^\"]+]\": 1}"),
                exactly("endless collection", () -> new Endless(ENDLESS), "\\[0, 1, .*, 999, \"\\.\\.\\..*more\"]"),
                exactly("endless iterable", () -> (Iterable<Object>) new Endless(ENDLESS)::iterator, "\\[0, 1, .*"),
                exactly(
                        "endless map",
                        EndlessMap::new,
                        "\\{\"0\": 0, \"1\": 1, .*, \"\\.\\.\\.\": \"\\.\\.\\..*more\"}"),
                exactly("size that lies", LyingList::new, "\\[1, 2, 3]"),
                exactly("huge integer", once(() -> BigInteger.TEN.pow(30_000)), "\"[1\\[][^\"]*\""),
                exactly("huge exponent", () -> new BigDecimal("1E+1000000000"), "\"1E\\+1000000000\""),
                exactly("tiny exponent", () -> new BigDecimal("1E-1000000000"), "\"1E-1000000000\""),
                exactly("not a number", () -> Double.NaN, "\"NaN\""),
                exactly("unpaired surrogate", () -> "a\ud800", "\"a\\\\ufffd\""),
                exactly("line ends and terminal codes", () -> "a\r\n\u001b[2J\u2028", "\"a\\\\r\\\\n\\\\u001b.*"));
    }

    /** Makes the value once: a deep one takes its time. */
    private static Supplier<Object> once(Supplier<Object> make) {
        Object[] made = new Object[1];
        return () -> made[0] == null ? made[0] = make.get() : made[0];
    }

    private static Kind failing(String name, Supplier<Object> make) {
        return new Kind(name, make, "\"\\[unserializable: [^: ]+: [^\"]+]\"");
    }

    /** A container of which the bad part alone is replaced. */
    private static Kind partly(String name, Supplier<Object> make) {
        return new Kind(name, make, ".*\"\\[unserializable: [^: ]+: [^\"]+]\".*");
    }

    private static Kind any(String name, Supplier<Object> make) {
        return new Kind(name, make, "(\".*\"|\\{})");
    }

    private static Kind exactly(String name, Supplier<Object> make, String inPlace) {
        return new Kind(name, make, inPlace);
    }

    public static final class ThrowingGetter {
        public int getGood() {
            return 1;
        }

        public int getZ() {
            throw new IllegalStateException("no z");
        }
    }

    public static final class AssertingGetter {
        public int getZ() {
            throw new AssertionError("never asked");
        }
    }

    public static final class UnlinkedGetter {
        public int getZ() {
            throw new NoClassDefFoundError("com/example/Gone");
        }
    }

    public static final class SilentGetter {
        public int getZ() {
            throw new NullPointerException();
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    public static final class RecursingGetter {
        public int getZ() {
            return next() + 1;
        }

        private int next() {
            return getZ() + 1;
        }

        @Override
        public String toString() {
            return "z" + next();
        }
    }

    public static final class Node {
        Node next;

        public Node getNext() {
            return next;
        }
    }

    public static final class ThrowingText implements CharSequence {
        @Override
        public int length() {
            return 3;
        }

        @Override
        public char charAt(int index) {
            throw new IllegalStateException("no char");
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new IllegalStateException("no part");
        }

        @Override
        public String toString() {
            throw new UnsupportedOperationException("no text");
        }
    }

    /** A text that says nothing right but what the supplier gives. */
    public record Text(int length, Supplier<String> text) implements CharSequence {
        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        @Override
        public String toString() {
            return text.get();
        }
    }

    public record ThrowingRecord(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("no value");
        }
    }

    public static final class NoNumber extends Number {
        private static final long serialVersionUID = 1L;
        private final String text;

        public NoNumber(String text) {
            this.text = text;
        }

        @Override
        public int intValue() {
            throw new ArithmeticException();
        }

        @Override
        public long longValue() {
            throw new ArithmeticException();
        }

        @Override
        public float floatValue() {
            throw new ArithmeticException();
        }

        @Override
        public double doubleValue() {
            throw new ArithmeticException();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public static final class Unhashable {
        public int getX() {
            return 1;
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("no hash");
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("nothing is equal");
        }

        @Override
        public String toString() {
            return "unhashable";
        }
    }

    public static final class FailingMap extends AbstractMap<String, Object> {
        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, Object>> iterator() {
                    Iterator<Object> numbers = new Endless(3).iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return true;
                        }

                        @Override
                        public Entry<String, Object> next() {
                            Object number = numbers.next();
                            return Map.entry("entry" + number, number);
                        }
                    };
                }

                @Override
                public int size() {
                    return 9;
                }
            };
        }
    }

    /** Goes on until somebody has taken so many elements that it can only be said to have no end. */
    public static final class Endless extends AbstractCollection<Object> {
        private final int end;

        public Endless(int end) {
            this.end = end;
        }

        @Override
        public Iterator<Object> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Object next() {
                    if (next == end) {
                        throw new IllegalStateException(end == ENDLESS ? "ENDLESS" : "no more");
                    }
                    return next++;
                }
            };
        }

        @Override
        public int size() {
            return Integer.MAX_VALUE;
        }
    }

    public static final class EndlessMap extends AbstractMap<Object, Object> {
        @Override
        public Set<Entry<Object, Object>> entrySet() {
            Collection<Object> numbers = new Endless(ENDLESS);
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<Object, Object>> iterator() {
                    Iterator<Object> each = numbers.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return true;
                        }

                        @Override
                        public Entry<Object, Object> next() {
                            Object number = each.next();
                            return Map.entry(number, number);
                        }
                    };
                }

                @Override
                public int size() {
                    return Integer.MAX_VALUE;
                }
            };
        }
    }

    public static final class LyingList extends AbstractCollection<Object> {
        @Override
        public Iterator<Object> iterator() {
            return List.<Object>of(1, 2, 3).iterator();
        }

        @Override
        public int size() {
            return -7;
        }
    }

    /** Remembers that somebody touched it. */
    public static final class TouchyStream extends ByteArrayInputStream {
        public boolean touched;

        public TouchyStream(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int read(byte[] into, int from, int count) {
            touched = true;
            return super.read(into, from, count);
        }

        @Override
        public synchronized int read() {
            touched = true;
            return super.read();
        }

        @Override
        public synchronized int available() {
            touched = true;
            return super.available();
        }

        @Override
        public void close() {
            touched = true;
        }
    }

    public interface Tokens {
        void writeTo(JsonGenerator generator);
    }

    /** A value whose serializer writes what it likes. */
    public record RawSerializer(Tokens tokens) implements JacksonSerializable {
        @Override
        public void serialize(JsonGenerator generator, SerializationContext context) {
            tokens.writeTo(generator);
        }

        @Override
        public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer type) {
            tokens.writeTo(generator);
        }
    }
}
