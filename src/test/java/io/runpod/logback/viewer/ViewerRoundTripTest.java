package io.runpod.logback.viewer;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What the viewer shows of a JSON line is the text line that the library would have written. */
class ViewerRoundTripTest {

    private static final Level[] LEVELS = {Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR};

    private static void unlimited(RunPodEncoder encoder, boolean ascii) {
        encoder.setColor("never");
        encoder.setMaxLineBytes("0");
        encoder.setMaxMessageChars("0");
        encoder.setMaxValueChars("0");
        encoder.setMaxElements("0");
        encoder.setAscii(Boolean.toString(ascii));
        encoder.setInclude("logger, thread");
    }

    @Test
    void randomEvents() {
        for (boolean ascii : new boolean[] {true, false}) {
            Consumer<RunPodEncoder> settings = encoder -> unlimited(encoder, ascii);
            Random random = new Random(20260103);
            try (LogLines json = LogLines.json(settings);
                    LogLines text = LogLines.text(settings)) {
                for (int i = 0; i < 1500; i++) {
                    LoggingEvent event = event(json, random);
                    json.doAppend(event);
                    text.doAppend(event);
                    assertEquals(text.last(), Viewed.text(json.last()), json.last());
                }
            }
        }
    }

    private static LoggingEvent event(LogLines lines, Random random) {
        Throwable thrown = random.nextInt(4) > 0 ? null : new IllegalStateException(text(random), new Error("cause"));
        Object[] arguments = new Object[random.nextInt(4)];
        Arrays.setAll(arguments, i -> kv(text(random), value(random, 0)));
        Level level = LEVELS[random.nextInt(LEVELS.length)];
        LoggingEvent event =
                new LoggingEvent("round trip", lines.logger, level, "m " + text(random), thrown, arguments);
        event.setThreadName("thread " + text(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            event.addKeyValuePair(new KeyValuePair(text(random), value(random, 0)));
        }
        event.setMDCPropertyMap(
                random.nextBoolean() ? Map.of() : Map.of("requestId", text(random), "user", text(random)));
        return event;
    }

    /** Without a tab at the beginning of a line, which the viewer takes for the indent of a stack trace, and without pairs. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int kind = random.nextInt(5);
        for (int i = random.nextInt(40); i > 0; i--) {
            int c = switch (kind) {
                case 0 -> 0x1f600 + random.nextInt(50);
                case 1 -> random.nextInt(0x3000);
                case 2 -> "\"\\\n=|\u0001\u001b\u202e ".charAt(random.nextInt(9));
                default -> 'a' + random.nextInt(26);
            };
            text.appendCodePoint(c == '\t' ? ' ' : c);
        }
        return text.toString();
    }

    private static Object value(Random random, int depth) {
        switch (random.nextInt(depth > 3 ? 4 : 7)) {
            case 0:
                return random.nextLong();
            case 1:
                return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 2:
                return text(random);
            case 3:
                return random.nextBoolean() ? null : random.nextBoolean();
            case 4:
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth + 1));
                }
                return map;
            default:
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                return list;
        }
    }
}
