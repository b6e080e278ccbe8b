package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.Access;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RunPodAppender;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What is left of an appender that was replaced. Logback's status messages keep many of them alive. */
class StoppedAppenderTest {

    private static final int APPENDERS = 60;

    private static final long MOST_BYTES_EACH = 60_000;

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LineSink sink = new LineSink(out);

    private RunPodAppender newAppender() {
        RunPodAppender appender = Access.appender(sink);
        appender.setContext(context);
        appender.setQueue(new QueueStage());
        appender.start();
        return appender;
    }

    private RunPodAppender usedAndStopped() throws InterruptedException {
        RunPodAppender appender = newAppender();
        Logger logger = context.getLogger("stopped");
        logger.addAppender(appender);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> logger.error("{}", "x".repeat(4000), new IllegalStateException("failed")));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        logger.detachAppender(appender);
        appender.stop();
        return appender;
    }

    private static long liveBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    @Tag("slow")
    void weighsLittle() throws InterruptedException {
        context.setMDCAdapter(MDC.getMDCAdapter());
        usedAndStopped();
        out.reset();
        long before = liveBytes();
        List<RunPodAppender> stopped = new ArrayList<>();
        for (int i = 0; i < APPENDERS; i++) {
            stopped.add(usedAndStopped());
            out.reset();
        }
        long each = (liveBytes() - before) / APPENDERS;
        assertTrue(each < MOST_BYTES_EACH, () -> each + " bytes each of " + stopped.size());
    }

    /** A servlet container looks for threads as soon as an application has stopped, and warns of each. */
    @Test
    void leavesNoThread() {
        context.setMDCAdapter(MDC.getMDCAdapter());
        Logger logger = context.getLogger("stopped");
        for (int i = 0; i < 100; i++) {
            RunPodAppender appender = Access.appender(sink);
            appender.setContext(context);
            appender.setName("LeavesNoThread");
            appender.setQueue(new QueueStage());
            appender.start();
            logger.addAppender(appender);
            logger.info("line");
            logger.detachAppender(appender);
            appender.stop();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                assertFalse(thread.getName().contains("LeavesNoThread"), thread.getName());
            }
        }
    }

    @Test
    void stillWritesAnEventThatComesLate() throws InterruptedException {
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodAppender appender = usedAndStopped();
        out.reset();
        Logger logger = context.getLogger("late");
        logger.addAppender(appender);
        logger.info("late");
        assertEquals("INFO   | late\n", out.toString(StandardCharsets.UTF_8));
    }
}
