package io.runpod.logback.internal.appender;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.Access;
import io.runpod.logback.BufferStage;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.SampleStage;
import io.runpod.logback.ThrottleStage;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/**
 * A recursion without an end that logs on its way: the stack ends at any place of the logger. Nobody else may suffer: no
 * lock stays taken, no line is torn, no other thread's line is missing, and the next line of every thread is perfect.
 */
class StackExhaustedTest {

    /** Each begins at another place of the stack. */
    private static final int ROUNDS = Integer.getInteger("deep.rounds", 6);

    private static final int NEIGHBOURS_LINES = 50;

    private static final Exception FAILURE = new IllegalStateException("a", new IllegalArgumentException("b"));

    private record Way(String name, String format, Consumer<RunPodAppender> stages) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("json", "json", appender -> {}),
                new Way("text", "text", appender -> {}),
                new Way("queue", "json", appender -> appender.setQueue(new QueueStage())),
                new Way("buffer", "json", appender -> appender.setBuffer(new BufferStage())),
                new Way("throttle", "json", appender -> appender.setThrottle(new ThrottleStage())),
                new Way("all", "json", appender -> {
                    appender.setThrottle(new ThrottleStage());
                    appender.setSample(new SampleStage());
                    appender.setBuffer(new BufferStage());
                    appender.setQueue(new QueueStage());
                }));
    }

    public record Bean(String name, Map<String, Integer> sizes) {}

    private static final class Recursion implements Runnable {
        private final Logger logger;
        private final int round;
        private int depth;

        Recursion(Logger logger, int round) {
            this.logger = logger;
            this.round = round;
        }

        @Override
        public void run() {
            MDC.put("requestId", "deep");
            try {
                pad(round % 32);
            } catch (StackOverflowError expected) {
                // The application's own fault.
            } finally {
                MDC.clear();
            }
        }

        /** Frames of a third size, as a bolt's pitch: the others begin a few bytes further with each. */
        private int pad(int frames) {
            if (frames > 0) {
                return pad(frames - 1) + 1;
            }
            if (round % 2 == 0) {
                down();
            } else {
                down(1, 2, 3);
            }
            return 0;
        }

        private void log() {
            switch (depth % 7) {
                case 0 -> logger.error("deep {}", depth, kv("depth", depth));
                case 1 -> logger.warn("deep {}", depth, kv("bean", new Bean("b", Map.of("s", depth))));
                case 2 -> logger.info("deep {}", depth, FAILURE);
                case 3 ->
                    logger.atDebug()
                            .addKeyValue("depth", depth)
                            .addKeyValue("text", "t")
                            .log("deep");
                default -> logger.debug("deep {}", depth, kv("depth", Map.of("at", List.of(depth, "x"))), kv("d", 1.5));
            }
        }

        @SuppressWarnings("InfiniteRecursion") // what is tried
        private void down() {
            depth++;
            try {
                down();
            } finally {
                depth--;
                if (depth % 3 == round % 3) {
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
                sum += down(b + 1, c + sum, a + round);
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
        encoder.setFormat(way.format);
        encoder.setContext(context);
        RunPodAppender appender = Access.appender(new LineSink(out));
        appender.setContext(context);
        appender.setEncoder(encoder);
        way.stages.accept(appender);
        appender.start();
        Logger logger = context.getLogger("app");
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
        assertTimeoutPreemptively(Duration.ofSeconds(60 + 3 * ROUNDS), () -> {
            for (int i = 0; i < ROUNDS; i++) {
                runRound(logger, i);
                logger.error("good {}", i, kv("n", i));
            }
            appender.stop();
        });
        context.stop();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        boolean json = way.format.equals("json");
        lines.forEach(json ? JsonLine::parse : StackExhaustedTest::parseText);
        assertEquals(
                goodLines(json),
                lines.stream().filter(line -> line.contains("good")).toList());
        assertEquals(
                neighboursMessages(),
                lines.stream()
                        .filter(line -> line.contains("neighbour"))
                        .map(line -> line.replaceAll(".*(neighbour \\d+-\\d+).*", "$1"))
                        .toList());
    }

    private static void runRound(Logger logger, int round) throws InterruptedException {
        List<Thread> threads = List.of(
                new Thread(null, new Recursion(logger, round), "first", 160_000),
                new Thread(null, new Recursion(logger, round + 1), "second", 200_000),
                new Thread(() -> {
                    for (int n = 0; n < NEIGHBOURS_LINES; n++) {
                        logger.error("neighbour {}-{}", round, n);
                    }
                }));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<String> goodLines(boolean json) {
        String pattern = json
                ? "{\"requestId\": null, \"message\": \"good %1$d\", \"level\": \"ERROR\", \"extra\": {\"n\": %1$d}}"
                : "ERROR  | good %1$d | n=%1$d";
        return IntStream.range(0, ROUNDS).mapToObj(pattern::formatted).toList();
    }

    private static List<String> neighboursMessages() {
        return IntStream.range(0, ROUNDS)
                .boxed()
                .flatMap(i -> IntStream.range(0, NEIGHBOURS_LINES).mapToObj(n -> "neighbour " + i + "-" + n))
                .toList();
    }

    private static void parseText(String line) {
        assertTrue(line.matches("(ERROR|WARN |INFO |DEBUG)  \\| .+| {7}\\| .*"), line);
    }
}
