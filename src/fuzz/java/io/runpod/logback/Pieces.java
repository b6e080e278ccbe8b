package io.runpod.logback;

import static io.runpod.logback.Extra.extra;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.argument.StructuredArguments;
import tools.jackson.core.JsonGenerator;

/** What an event is made of, as the fuzzer's bytes say: texts, names, values good and bad, throwables. */
final class Pieces {

    private static final String[] TEXTS = {
        "",
        "{}",
        "\\{} {} {}",
        "\n",
        "\r\nERROR   | ",
        "\"\\\b\f\t\u0000\u001b[31m",
        "\u007f\u0085\u2028\u202e\ufeff",
        "é€",
        "\ud83d\ude00",
        "\ud83d",
        "\ude00",
        " = | ",
        "W5sQ1zXe3dCr4fV!t6gB*yH8",
        "https://admin:k8Jh6Gf4Ds2Aq1@db.example/path",
        "Bearer h7Gt5Fr4De3Sw2",
        "...TRUNCATED 7 CHARACTERS...",
        "[redacted]"
    };

    private static final String[] NAMES = {
        "k", "password", "X-Api-Key", "message", "extra", "extra.message", "_dropped", "tags", "error_type", "...", ""
    };

    private static final int DEEPEST = 40;

    private static final int MOST_VALUES = 400;

    private final FuzzedDataProvider data;
    private int values;

    Pieces(FuzzedDataProvider data) {
        this.data = data;
    }

    /** One of its getters may fail. It gives its value once: beans in beans that give it twice are tested by themselves. */
    record Bean(String name, Object value) {
        public Object getBad() {
            if (name.startsWith("x")) {
                throw new IllegalStateException(name);
            }
            return name.length();
        }
    }

    /** Writes what it has, then fails. */
    private static final class FailsLate extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public java.util.Iterator<Object> iterator() {
            List<Object> bad = new ArrayList<>(Arrays.asList(toArray()));
            bad.add(new ThrowsAsText("late"));
            return bad.stream()
                    .peek(value -> {
                        if (value instanceof ThrowsAsText) {
                            throw new IllegalStateException("late");
                        }
                    })
                    .iterator();
        }
    }

    private record ThrowsAsText(String reason) {
        @Override
        public String toString() {
            throw new IllegalStateException(reason);
        }
    }

    /** Calls a generator in any order, as nobody should. */
    private record Unruly(byte[] calls, Object value) implements StructuredArgument {

        @Override
        public void writeTo(JsonGenerator generator) {
            for (byte call : calls) {
                switch (call & 0xf) {
                    case 0 -> generator.writeStartObject();
                    case 1 -> generator.writeEndObject();
                    case 2 -> generator.writeStartArray();
                    case 3 -> generator.writeEndArray();
                    case 4, 5, 6 -> generator.writeName("n" + (call >> 4));
                    case 7 -> generator.writeNumber(call);
                    case 8 -> generator.writePOJO(value);
                    case 9 -> generator.writeRawValue("[1, {\"a\": null}]");
                    case 10 -> generator.writeRaw("}\n{");
                    case 11 -> generator.writeNull();
                    case 12 -> generator.flush();
                    case 13 -> generator.writeName("password");
                    case 14 -> throw new IllegalStateException("unruly");
                    default -> generator.writeString("text");
                }
            }
        }

        @Override
        public String toString() {
            return "unruly";
        }
    }

    String text() {
        int kind = data.consumeInt(0, 31);
        if (kind < 4) {
            return data.consumeString(40);
        }
        if (kind == 4) {
            String unit = data.pickValue(TEXTS) + data.consumeString(2);
            return unit.repeat(unit.isEmpty() ? 0 : data.consumeInt(0, 9000) / unit.length());
        }
        StringBuilder text = new StringBuilder();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            text.append(data.consumeBoolean() ? data.pickValue(TEXTS) : data.consumeString(8));
        }
        return text.toString();
    }

    String message() {
        return data.consumeInt(0, 30) == 0 ? null : data.pickValue(new String[] {"", "m {} {}", "{}"}) + text();
    }

    String name() {
        return data.consumeInt(0, 2) > 0 ? data.pickValue(NAMES) : text();
    }

    Object argument() {
        return switch (data.consumeInt(0, 7)) {
            case 0 -> StructuredArguments.kv(name(), value());
            case 1 -> StructuredArguments.v(name(), value());
            case 2 -> StructuredArguments.entries(map(0));
            case 3 -> StructuredArguments.raw(name(), "{\"a\": [1, \"\\u0041\"], \"password\": 2}");
            case 4 -> extra(name(), value(), name() + "2", value());
            case 5 -> new Unruly(data.consumeBytes(12), value());
            case 6 -> StructuredArguments.fields(new Bean(text(), value()));
            default -> value();
        };
    }

    Object value() {
        return value(0);
    }

    private Object value(int depth) {
        boolean leaf = depth >= DEEPEST || ++values > MOST_VALUES || data.remainingBytes() == 0;
        return switch (data.consumeInt(0, leaf ? 8 : 17)) {
            case 0 -> null;
            case 1 -> data.consumeLong();
            case 2 -> data.consumeDouble();
            case 3 -> data.consumeFloat();
            case 4 -> BigDecimal.valueOf(data.consumeLong(), data.consumeInt(-400, 400));
            case 5 -> data.consumeChar();
            case 6 -> data.consumeBoolean();
            case 7 -> data.consumeInt(0, 3) == 0 ? new ThrowsAsText(text()) : text();
            case 8 -> text();
            case 9 -> map(depth + 1);
            case 10 -> list(new ArrayList<>(), depth + 1);
            case 11 -> list(new ArrayList<>(), depth + 1).toArray();
            case 12 -> list(new FailsLate(), depth + 1);
            case 13 -> new Bean(text(), value(depth + 1));
            case 14 -> Optional.ofNullable(value(depth + 1));
            case 15 -> containsItself(depth + 1);
            case 16 -> new Unruly(data.consumeBytes(12), value(depth + 1));
            default -> new int[data.consumeInt(0, 2000)];
        };
    }

    private Map<Object, Object> map(int depth) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = data.consumeInt(0, 5); i > 0; i--) {
            map.put(data.consumeInt(0, 9) == 0 ? data.consumeByte() : name(), value(depth));
        }
        return map;
    }

    private List<Object> list(List<Object> list, int depth) {
        for (int i = data.consumeInt(0, 5); i > 0; i--) {
            list.add(value(depth));
        }
        return list;
    }

    private Object containsItself(int depth) {
        List<Object> list = list(new ArrayList<>(), depth);
        list.add(Map.of("list", new Object[] {list}));
        return list;
    }

    /** A chain with suppressed ones, which may end in a circle. */
    Throwable throwable() {
        Throwable first = new IllegalStateException(text());
        Throwable last = first;
        for (int i = data.consumeInt(0, 4); i > 0; i--) {
            Throwable next = data.consumeBoolean() ? new Error(text()) : new RuntimeException();
            last.initCause(next);
            if (data.consumeBoolean()) {
                last.addSuppressed(new Exception(text()));
            }
            last = next;
        }
        if (last != first && data.consumeInt(0, 3) == 0) {
            last.initCause(first);
        }
        StackTraceElement[] frames = new StackTraceElement[data.consumeInt(0, 200)];
        Arrays.setAll(frames, i -> new StackTraceElement("fuzz.Type" + i % 50, "call", "Type.java", i));
        last.setStackTrace(frames);
        return first;
    }
}
