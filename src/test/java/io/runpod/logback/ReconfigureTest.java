package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** A configuration that is replaced a hundred times while threads log. */
class ReconfigureTest {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LineSink sink = new LineSink(out);
    private final Logger logger = context.getLogger("app");

    private RunPodAppender newAppender(boolean queue) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        RunPodAppender appender = new RunPodAppender(sink);
        appender.setContext(context);
        appender.setName("R");
        appender.setEncoder(encoder);
        if (queue) {
            QueueStage stage = new QueueStage();
            stage.setMaxBlock("10 s");
            appender.setQueue(stage);
        }
        appender.start();
        return appender;
    }

    private static long writers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("runpod-log-writer-R"))
                .count();
    }

    @Test
    void noLineIsLostOrTornAndNothingIsLeftBehind() throws Exception {
        context.setMDCAdapter(MDC.getMDCAdapter());
        logger.setLevel(Level.INFO);
        RunPodAppender appender = newAppender(true);
        logger.addAppender(appender);
        AtomicBoolean ending = new AtomicBoolean();
        long[] logged = new long[4];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < logged.length; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                while (!ending.get()) {
                    logger.info("{}:{}", thread, logged[thread]++);
                    if (logged[thread] % 50 == 0) {
                        Thread.yield();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (int i = 0; i < 100; i++) {
            // The new one first, as a configuration that must not lose lines does it; both for a moment.
            RunPodAppender next = newAppender(i % 3 != 0);
            logger.addAppender(next);
            logger.detachAppender(appender);
            appender.stop();
            appender = next;
        }
        ending.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        appender.stop();
        List<Set<Long>> found = new ArrayList<>();
        for (int t = 0; t < logged.length; t++) {
            found.add(new TreeSet<>());
        }
        out.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] parts = JsonLine.parse(line).message().split(":", -1);
            found.get(Integer.parseInt(parts[0])).add(Long.parseLong(parts[1]));
        });
        for (int t = 0; t < logged.length; t++) {
            assertEquals(logged[t], found.get(t).size(), "thread " + t);
        }
        for (int wait = 0; wait < 5000 && writers() > 0; wait++) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertEquals(0, writers());
        assertTrue(ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.runpod.logback:type=RunPodAppender,name=\"R\",*"), null)
                .isEmpty());
    }
}
