package io.runpod.logback;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.internal.sink.LineSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/**
 * A recursion without an end that logs on its way: the stack ends at any place of the logger. Nobody else may suffer: no
 * lock stays taken, no line is torn, and the next line of every thread is perfect.
 */
class StackExhaustedTest {

    /** Each on other sizes of a stack. */
    private static final int ROUNDS = Integer.getInteger("deep.rounds", 10);

    private record Way(String name, Consumer<RunPodAppender> stages) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("no stage", appender -> {}),
                new Way("queue", appender -> appender.setQueue(new QueueStage())),
                new Way("buffer", appender -> appender.setBuffer(new BufferStage())),
                new Way("throttle", appender -> appender.setThrottle(new ThrottleStage())),
                new Way("all", appender -> {
                    appender.setThrottle(new ThrottleStage());
                    appender.setSample(new SampleStage());
                    appender.setBuffer(new BufferStage());
                    appender.setQueue(new QueueStage());
                }));
    }

    private static final class Recursion implements Runnable {
        private final Logger logger;
        private final int size;
        private int depth;

        Recursion(Logger logger, int size) {
            this.logger = logger;
            this.size = size;
        }

        @Override
        public void run() {
            MDC.put("requestId", "deep");
            try {
                if (size == 0) {
                    down();
                } else {
                    down(1, 2, 3);
                }
            } catch (StackOverflowError expected) {
                // The application's own fault.
            } finally {
                MDC.clear();
            }
        }

        private void log() {
            if (depth % 7 == 0) {
                logger.error("deep {}", depth, kv("depth", depth));
            } else {
                logger.debug("deep {}", depth, kv("depth", Map.of("at", List.of(depth))));
            }
        }

        @SuppressWarnings("InfiniteRecursion") // what is tried
        private void down() {
            depth++;
            try {
                down();
            } finally {
                depth--;
                if (depth % 3 == size % 3) {
                    log();
                }
            }
        }

        /** Another size of a frame, so that the stack ends at other places. */
        @SuppressWarnings("InfiniteRecursion") // as well
        private long down(long a, long b, long c) {
            depth++;
            long sum = a * 31 + b;
            try {
                sum += down(b + 1, c + sum, a + size);
            } finally {
                depth--;
                log();
            }
            return sum + c;
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void stackMayEndAnywhere(Way way) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        RunPodAppender appender = new RunPodAppender(new LineSink(out));
        appender.setContext(context);
        appender.setEncoder(encoder);
        way.stages.accept(appender);
        appender.start();
        Logger logger = context.getLogger("app");
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
        assertTimeoutPreemptively(Duration.ofSeconds(30 + ROUNDS), () -> {
            for (int i = 0; i < ROUNDS; i++) {
                Thread first = new Thread(null, new Recursion(logger, i % 2), "first", 160_000 + i % 90 * 1000L);
                Thread second =
                        new Thread(null, new Recursion(logger, (i + 1) % 2), "second", 200_000 + i % 90 * 1000L);
                first.start();
                second.start();
                first.join();
                second.join();
                logger.error("good {}", i, kv("n", i));
            }
            appender.stop();
        });
        context.stop();
        String text = out.toString(StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        lines.forEach(JsonLine::parse);
        List<String> good = lines.stream().filter(line -> line.contains("good")).toList();
        assertFalse(good.isEmpty());
        for (int i = 0; i < ROUNDS; i++) {
            assertEquals(
                    "{\"requestId\": null, \"message\": \"good " + i + "\", \"level\": \"ERROR\", \"extra\": {\"n\": "
                            + i + "}}",
                    good.get(i));
        }
    }
}
