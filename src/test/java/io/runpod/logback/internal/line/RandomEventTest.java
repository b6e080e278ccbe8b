package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Events of random structure under random limits. */
class RandomEventTest {

    record Bean(String name, Object value, List<Object> list) {}

    @Test
    void noRandomEventMakesALongerLine() {
        Random random = new Random(20260102);
        int events = 0;
        while (events < 5000) {
            int limit = 512 + random.nextInt(random.nextBoolean() ? 600 : 16_000);
            boolean json = random.nextInt(4) > 0;
            Consumer<RunPodEncoder> configuration = encoder -> {
                encoder.setColor("never");
                encoder.setMaxLineBytes(Integer.toString(limit));
                encoder.setMaxMessageChars(Integer.toString(random.nextInt(6000)));
                encoder.setMaxValueChars(Integer.toString(random.nextInt(3000)));
                encoder.setMaxElements(Integer.toString(random.nextInt(50)));
                encoder.setAscii(Boolean.toString(random.nextBoolean()));
                encoder.setExtra(random.nextBoolean() ? "nested" : "flat");
                encoder.setShowInMessage(random.nextBoolean() ? "stackTrace" : "stackTrace, extra");
                encoder.setStackTrace(
                        List.of("message", "extra", "both", "none").get(random.nextInt(4)));
                encoder.setInclude(random.nextBoolean() ? "" : "logger, thread");
            };
            try (LogLines made = json ? LogLines.json(configuration) : LogLines.text(configuration)) {
                for (int i = 0; i < 100; i++, events++) {
                    log(made, random);
                    int length = made.last().getBytes(StandardCharsets.UTF_8).length;
                    assertTrue(length <= limit, () -> length + " > " + limit + ": " + made.last());
                    assertFalse(made.last().contains("[unserializable"), made.last());
                }
            }
        }
    }

    private static void log(LogLines to, Random random) {
        MDC.clear();
        for (int i = random.nextInt(4); i > 0; i--) {
            MDC.put(List.of("requestId", "batchId", "user", "n" + i).get(random.nextInt(4)), text(random, 300));
        }
        Object[] arguments = new Object[random.nextInt(random.nextInt(20) == 0 ? 150 : 8)];
        for (int i = 0; i < arguments.length; i++) {
            Object value = value(random, 0);
            arguments[i] = random.nextInt(4) == 0 ? value : kv(text(random, 20), value);
        }
        String message = random.nextInt(6) == 0 ? text(random, 6000) : "m {} {} " + text(random, 30);
        if (random.nextInt(4) == 0) {
            to.logger.error(message, new IllegalStateException(text(random, 500), new Error(text(random, 50))));
        } else {
            to.logger.info(message, arguments);
        }
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int kind = random.nextInt(5);
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.appendCodePoint(
                    switch (kind) {
                        case 0 -> 0x1f600 + random.nextInt(50);
                        case 1 -> random.nextInt(0x3000);
                        case 2 -> "\"\\\n\t\u0001".charAt(random.nextInt(5));
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    private static Object value(Random random, int depth) {
        switch (random.nextInt(depth > 4 ? 4 : 8)) {
            case 0:
                return random.nextLong();
            case 1:
                return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 2:
            case 3:
                return text(random, random.nextInt(30) == 0 ? 5000 : 30);
            case 4:
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(8); i > 0; i--) {
                    map.put(text(random, 10), value(random, depth + 1));
                }
                return map;
            case 5:
                return new Bean(text(random, 20), value(random, depth + 1), Arrays.asList(value(random, depth + 1)));
            case 6:
                return new int[random.nextInt(80)];
            default:
                Object[] array = new Object[random.nextInt(8)];
                Arrays.setAll(array, i -> value(random, depth + 1));
                return random.nextBoolean() ? array : Arrays.asList(array);
        }
    }
}
