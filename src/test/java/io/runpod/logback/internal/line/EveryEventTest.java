package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import io.runpod.logback.Access;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.JsonLine;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/**
 * Sixteen threads log into a file, of which every line is read again. {@code -DargLine="-Devents=1000000"} for how many
 * events each; a million take 2 GB.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class EveryEventTest {

    private static final int THREADS = 16;

    private static final int EVENTS = Integer.getInteger("events", 2_000);

    /** All lines are compared with what they have to be, byte for byte; one in so many is also read by the parsers. */
    private static final int PARSED_EACH = 1009;

    private static final String TEXT = "gr\u00fc\u00dfe \"\ud83d\ude00\"\n";

    private static final String TEXT_IN_JSON = "gr\\u00fc\\u00dfe \\\"\\ud83d\\ude00\\\"\\n";

    @TempDir
    Path folder;

    private final LoggerContext context = new LoggerContext();

    private RunPodEncoder encoder() {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        return encoder;
    }

    private Appender<ILoggingEvent> runPodAppender(OutputStream out, QueueStage queue) {
        RunPodAppender appender = Access.appender(new LineSink(out));
        appender.setEncoder(encoder());
        if (queue != null) {
            queue.setMaxBlock("1 min");
            appender.setQueue(queue);
        }
        return appender;
    }

    private Appender<ILoggingEvent> fileAppender(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        RunPodEncoder encoder = encoder();
        encoder.start();
        appender.setEncoder(encoder);
        appender.setFile(file.toString());
        return appender;
    }

    private static void log(Logger logger, int thread, int number) {
        if (number % 1000 == 999) {
            logger.info("{}:{} {}", thread, number, TEXT.repeat(number % 200));
        } else if (number % 3 == 0) {
            logger.info("{}:{} {}", thread, number, TEXT, kv("n", number), kv("half", number / 2.0));
        } else {
            logger.info("{}:{}", thread, number);
        }
    }

    private static String line(int thread, int number) {
        String begin = "{\"requestId\": null, \"message\": \"" + thread + ":" + number;
        String end = "\", \"level\": \"INFO\"";
        if (number % 1000 == 999) {
            return begin + " " + TEXT_IN_JSON.repeat(number % 200) + end + "}";
        } else if (number % 3 == 0) {
            return begin + " " + TEXT_IN_JSON + end + ", \"extra\": {\"n\": " + number + ", \"half\": " + number / 2.0
                    + "}}";
        }
        return begin + end + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "queue", "encoder in Logback's file appender"})
    void everyEventIsOneWholeLineInItsThreadsOrder(String way) throws Exception {
        Path file = folder.resolve("lines");
        context.setMDCAdapter(MDC.getMDCAdapter());
        try (OutputStream out = Files.newOutputStream(file)) {
            Appender<ILoggingEvent> appender = switch (way) {
                case "direct" -> runPodAppender(out, null);
                case "queue" -> runPodAppender(out, new QueueStage());
                default -> fileAppender(file);
            };
            appender.setContext(context);
            appender.start();
            Logger logger = context.getLogger("file");
            logger.setLevel(Level.INFO);
            logger.addAppender(appender);
            logOnAllThreads(logger);
            context.stop();
            if (appender instanceof RunPodAppender own) {
                assertEquals((long) THREADS * EVENTS, own.stats().written());
                assertEquals(0, own.stats().dropped());
            }
        }
        assertEveryEvent(file);
        Files.delete(file);
    }

    private static void logOnAllThreads(Logger logger) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    log(logger, number, i);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void assertEveryEvent(Path file) throws Exception {
        int[] next = new int[THREADS];
        int begin = line(0, 0).indexOf("0:0");
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (long i = 0; i < (long) THREADS * EVENTS; i++) {
                String line = in.readLine();
                assertNotNull(line, () -> "too few: " + Arrays.toString(next));
                int thread = Integer.parseInt(line, begin, line.indexOf(':', begin), 10);
                assertEquals(line(thread, next[thread]), line);
                next[thread]++;
                if (i % PARSED_EACH == 0) {
                    JsonLine.parse(line);
                }
            }
            assertNull(in.readLine());
        }
        for (int count : next) {
            assertEquals(EVENTS, count);
        }
    }
}
