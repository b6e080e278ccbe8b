package io.runpod.logback.test;

import static io.runpod.logback.Extra.extra;
import static io.runpod.logback.test.LogAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.test.CapturedLogs.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import net.logstash.logback.composite.loggingevent.LoggingEventPatternJsonProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

class CapturedLogsTest {

    private static final RunPodLogger logger = RunPodLogger.of("captured");
    private static final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    /** As it is for all tests; a reset sets it to DEBUG. */
    @AfterEach
    void rootIsQuiet() {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(ch.qos.logback.classic.Level.OFF);
    }

    @Test
    void linesAreWhatAWorkerPrints() {
        try (CapturedLogs logs = CapturedLogs.start("info");
                var scope = RequestScope.open("a1")) {
            logger.info("Generated {}", "image", extra("steps", 30, "token", "t-123"));
            logger.debug("not seen");
            assertEquals(
                    "{\"requestId\": \"a1\", \"message\": \"Generated image\", \"level\": \"INFO\", "
                            + "\"extra\": {\"steps\": 30, \"token\": \"[redacted]\"}}\n",
                    logs.toString());
            CapturedLine line = logs.lines().get(0);
            assertEquals("a1", line.requestId());
            assertEquals(Map.of("steps", 30, "token", "[redacted]"), line.extra());
            assertEquals("captured", line.loggerName());
            assertEquals("INFO   | a1 | Generated image | steps=30 token=[redacted]", line.toString());
        }
    }

    @Test
    void settingsOfTheEncoderHold() {
        try (CapturedLogs logs = CapturedLogs.start("INFO", encoder -> {
            encoder.setRedact("ssn");
            encoder.setExtra("flat");
        })) {
            logger.info("x", extra("ssn", "123", "steps", 30));
            assertThat(logs).hasExtra("ssn", "[redacted]").hasExtra("steps", 30);
        }
    }

    @Test
    void expectedValueIsNotRedactedWhateverIsForTheLine() {
        int reported = context.getStatusManager().getCount();
        try (CapturedLogs logs = CapturedLogs.start("INFO", encoder -> encoder.setRedact("ssn"))) {
            logger.info("x", extra("user", Map.of("ssn", "123")));
            assertThat(logs).hasExtra("user", Map.of("ssn", "[redacted]"));
            LogsAssert asserted = assertThat(logs);
            assertThrows(AssertionError.class, () -> asserted.hasExtra("user", Map.of("ssn", "123")));
        }
        assertEquals(reported, context.getStatusManager().getCount());
    }

    @Test
    void withoutALevelTheLoggersOwnDecide() {
        logger.setLevel("WARN");
        try (CapturedLogs logs = CapturedLogs.start()) {
            logger.info("no");
            logger.warn("yes");
            assertThat(logs).hasSize(1).hasMessage("yes");
        } finally {
            context.getLogger("captured").setLevel(null);
        }
    }

    @Test
    void nothingIsLeftBehind() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<?> appenders = appendersOf(root);
        CapturedLogs logs = CapturedLogs.start("TRACE");
        assertTrue(logger.isTraceEnabled());
        logs.close();
        logs.close();
        logger.error("after the end");
        assertThat(logs).hasNoLines();
        assertEquals(appenders, appendersOf(root));
        assertEquals(List.of(), context.getTurboFilterList());
        assertEquals(List.of(), context.getCopyOfListenerList());
    }

    private static List<?> appendersOf(Logger logger) {
        List<Object> found = new ArrayList<>();
        logger.iteratorForAppenders().forEachRemaining(found::add);
        return found;
    }

    @Test
    void loggersThatDoNotHandOnAreHeardToo() {
        Logger apart = context.getLogger("apart");
        ListAppender<ILoggingEvent> own = new ListAppender<>();
        own.start();
        apart.addAppender(own);
        apart.setAdditive(false);
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            apart.info("x");
            assertThat(logs).hasLine().once();
            assertEquals(1, own.list.size());
        } finally {
            apart.detachAppender(own);
            apart.setAdditive(true);
        }
    }

    @Test
    void loggersThatHandOnAgainAreHeardOnce() {
        Logger apart = context.getLogger("apart.again");
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            apart.setAdditive(false);
            apart.info("apart");
            apart.setAdditive(true);
            apart.info("again");
            assertThat(logs).hasSize(2);
        } finally {
            apart.setAdditive(true);
        }
    }

    @Test
    void assertionsLeaveProvidersOfTheCaptureRunning() {
        LoggingEventPatternJsonProvider shared = new LoggingEventPatternJsonProvider();
        shared.setPattern("{\"named\": \"%logger\"}");
        try (CapturedLogs logs = CapturedLogs.start("INFO", encoder -> encoder.addProvider(shared))) {
            logger.info("one", extra("steps", 30));
            assertThat(logs).hasExtra("steps", 30);
            logger.info("two");
            assertThat(logs).hasLine().withMessage("two").withExtra("named", "captured");
            assertTrue(shared.isStarted());
        }
        assertFalse(shared.isStarted());
    }

    @Test
    void captureAroundTestsTakesTheirLinesToo() {
        try (CapturedLogs all = CapturedLogs.start("INFO")) {
            try (CapturedLogs test = CapturedLogs.start("INFO", encoder -> {}, Surroundings.ONE_TEST)) {
                logger.info("in a test");
                assertThat(test).hasSize(1);
            }
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void lateLinesAreWaitedFor() {
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            Thread late = new Thread(() -> {
                LockSupport.parkNanos(100_000_000);
                logger.info("late");
            });
            late.start();
            assertThat(logs)
                    .within(Duration.ofSeconds(20), those -> those.hasLine().withMessage("late"))
                    .hasSize(1);
            long start = System.nanoTime();
            assertThrows(
                    AssertionError.class,
                    () -> assertThat(logs).within(Duration.ofMillis(50), those -> those.hasSize(2)));
            assertTrue(System.nanoTime() - start >= 50_000_000);
        }
    }

    @Test
    void aResetOfTheContextIsSurvived() {
        try (CapturedLogs logs = CapturedLogs.start("DEBUG")) {
            context.reset();
            logger.debug("x");
            assertThat(logs).hasLine().once();
        }
    }

    @Test
    void threadsBelongToTheTestThatStartedThem() throws Exception {
        int tests = 8;
        CyclicBarrier together = new CyclicBarrier(tests);
        ExecutorService parallel = Executors.newFixedThreadPool(tests);
        List<Future<CapturedLogs>> results = new ArrayList<>();
        for (int i = 0; i < tests; i++) {
            int test = i;
            results.add(parallel.submit(() -> {
                try (CapturedLogs logs = CapturedLogs.start("INFO")) {
                    together.await();
                    ExecutorService pool = Executors.newFixedThreadPool(3);
                    for (int n = 0; n < 50; n++) {
                        pool.submit(() -> logger.info("test " + test));
                        logger.info("test " + test);
                    }
                    pool.shutdown();
                    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
                    together.await();
                    return logs;
                }
            }));
        }
        for (int i = 0; i < tests; i++) {
            assertThat(results.get(i).get())
                    .hasSize(100)
                    .hasLine()
                    .withMessage("test " + i)
                    .times(100);
        }
        parallel.shutdown();
    }

    @Test
    void foreignThreadsBelongToTheOnlyTest() throws Exception {
        ExecutorService server = Executors.newSingleThreadExecutor();
        server.submit(() -> {}).get();
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            server.submit(() -> logger.info("x")).get();
            assertThat(logs).hasLine().once();
        }
        server.shutdown();
    }

    /** A pool that the first test created serves the second one. */
    @Test
    void threadsOfAnEndedTestBelongToTheOneThatRuns() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (CapturedLogs first = CapturedLogs.start("INFO")) {
            pool.submit(() -> logger.info("one")).get();
            assertThat(first).hasSize(1);
        }
        try (CapturedLogs second = CapturedLogs.start("INFO")) {
            pool.submit(() -> logger.info("two")).get();
            assertThat(second).hasSize(1).hasMessage("two");
        }
        pool.shutdown();
    }

    @Test
    void foreignThreadsBesideParallelTestsAreCounted() throws Exception {
        context.getLogger("captured").setLevel(ch.qos.logback.classic.Level.INFO);
        try (CapturedLogs here = CapturedLogs.start("DEBUG");
                CapturedLogs there = startApart(Surroundings.UNKNOWN)) {
            run(foreignThread(() -> {
                logger.debug("let through by no logger, and by nobody for others");
                logger.error("whose?");
            }));
            assertEquals(1, here.strays());
            assertEquals(1, there.strays());
            AssertionError failure =
                    assertThrows(AssertionError.class, () -> assertThat(here).hasLine());
            assertTrue(
                    failure.getMessage().contains("Not captured: one line of threads that belong to none"),
                    failure.getMessage());
        } finally {
            context.getLogger("captured").setLevel(null);
        }
    }

    @Test
    void foreignThreadsMayBelongToATestThatIsNotCaptured() throws Exception {
        context.getLogger("captured").setLevel(ch.qos.logback.classic.Level.INFO);
        try (CapturedLogs logs = CapturedLogs.start("INFO", encoder -> {}, Surroundings.PARALLEL_TESTS)) {
            run(foreignThread(() -> logger.error("whose?")));
            assertThat(logs).hasNoLines();
            assertEquals(1, logs.strays());
        } finally {
            context.getLogger("captured").setLevel(null);
        }
    }

    /** As a pool of JUnit's does, whose threads may be created by a test. */
    @Test
    void aTestOnAThreadThatATestCreatedIsNoPartOfThatTest() throws Exception {
        try (CapturedLogs first = CapturedLogs.start("INFO", encoder -> {}, Surroundings.PARALLEL_TESTS)) {
            run(new Thread(() -> {
                logger.info("one");
                try (CapturedLogs second = CapturedLogs.start("INFO", encoder -> {}, Surroundings.PARALLEL_TESTS)) {
                    logger.info("two");
                    assertThat(second).hasSize(1);
                }
                logger.info("three");
            }));
            assertThat(first).hasSize(2).hasMessage("one").hasMessage("three");
        }
    }

    private static void run(Thread thread) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        thread.setUncaughtExceptionHandler((where, problem) -> thrown.set(problem));
        thread.start();
        thread.join();
        assertNull(thrown.get());
    }

    /** What Spring Boot does to the context when it starts. */
    @Test
    void aStopOfTheContextIsSurvived() {
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            for (int i = 0; i < 3; i++) {
                context.stop();
                logger.info("stopped");
                context.reset();
                assertEquals(List.of(), context.getCopyOfListenerList());
                context.start();
                logger.info("started");
            }
            assertThat(logs).hasSize(6);
        } finally {
            context.start();
        }
        nothingIsLeftBehind();
    }

    /** Logback's list of listeners is not thread-safe, and other threads loop over it when they set a level. */
    @Test
    void listenersOfTheContextAreChangedByResetsAlone() {
        AtomicReference<Thread> resetting = new AtomicReference<>();
        LoggerContextListener seen = new QuietListener() {
            @Override
            public void onReset(LoggerContext of) {
                assertEquals(2, of.getCopyOfListenerList().size());
                resetting.set(Thread.currentThread());
            }
        };
        context.addListener(seen);
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            assertEquals(List.of(seen), context.getCopyOfListenerList());
            context.reset();
            assertEquals(Thread.currentThread(), resetting.get());
            assertEquals(List.of(seen), context.getCopyOfListenerList());
            logger.info("x");
            assertThat(logs).hasSize(1);
        } finally {
            context.removeListener(seen);
        }
        assertEquals(List.of(), context.getCopyOfListenerList());
    }

    @Test
    void noLineIsLostOrTakenTwiceWhileOtherThreadsLogAndTheContextIsReset() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> others = IntStream.range(0, 3)
                .mapToObj(i -> foreignThread(() -> {
                    while (!isOver.get()) {
                        context.getLogger("other").info("other");
                        LockSupport.parkNanos(10_000);
                    }
                }))
                .toList();
        others.forEach(Thread::start);
        try {
            for (int i = 0; i < 300; i++) {
                String message = "line " + i;
                try (CapturedLogs logs = CapturedLogs.start()) {
                    context.stop();
                    context.reset();
                    context.start();
                    logger.info(message);
                    assertThat(logs).hasLine().withMessage(message).once();
                }
            }
        } finally {
            isOver.set(true);
            for (Thread other : others) {
                other.join();
            }
        }
        assertEquals(List.of(), appendersOf(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)));
        nothingIsLeftBehind();
    }

    /** As when a logger becomes additive between the look at it and the event. */
    @Test
    void anEventThatTwoLoggersGiveIsTakenOnce() {
        CapturingAppender appender = new CapturingAppender(context);
        Object logging = new Object() {
            @Override
            public String toString() {
                logger.warn("inner");
                return "outer";
            }
        };
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("captured"), ch.qos.logback.classic.Level.INFO, "{}", null, new Object[] {logging
                });
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            appender.attach();
            appender.doAppend(event);
            appender.doAppend(event);
            assertThat(logs).hasSize(2).hasMessage("inner").hasMessage("outer");
            appender.detach();
            appender.doAppend(new LoggingEvent(
                    "", context.getLogger("captured"), ch.qos.logback.classic.Level.INFO, "late", null, null));
            assertThat(logs).hasSize(2);
        }
    }

    @Test
    void theTurboFilterComesBackIfItIsRemoved() {
        try (CapturedLogs logs = CapturedLogs.start("DEBUG")) {
            context.resetTurboFilterList();
            context.getLogger("captured").setLevel(ch.qos.logback.classic.Level.INFO);
            logger.info("one");
            logger.debug("two");
            assertThat(logs).hasSize(2);
        } finally {
            context.getLogger("captured").setLevel(null);
            context.reset();
        }
        nothingIsLeftBehind();
    }

    /** Does nothing. */
    private static class QuietListener implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onStart(LoggerContext of) {}

        @Override
        public void onReset(LoggerContext of) {}

        @Override
        public void onStop(LoggerContext of) {}

        @Override
        public void onLevelChange(Logger of, ch.qos.logback.classic.Level level) {}
    }

    @Test
    void aLoggerThatNoLongerHandsOnIsStillHeard() {
        Logger apart = context.getLogger("later.apart");
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            apart.setAdditive(false);
            context.getLogger("later.apart.child$inner").info("x");
            assertThat(logs).hasLine().once();
        } finally {
            apart.setAdditive(true);
        }
    }

    @Test
    void whatAnArgumentLogsIsCapturedToo() {
        Object logging = new Object() {
            @Override
            public String toString() {
                logger.warn("inner");
                return "outer";
            }
        };
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            logger.info("{}", logging);
            assertThat(logs).hasMessage("inner").hasMessage("outer");
        }
    }

    @Test
    void aTurboFilterThatDeniesIsHeeded() {
        TurboFilter denying = new TurboFilter() {
            @Override
            public FilterReply decide(
                    Marker marker, Logger of, ch.qos.logback.classic.Level level, String f, Object[] p, Throwable t) {
                return String.valueOf(f).contains("quiet") ? FilterReply.DENY : FilterReply.NEUTRAL;
            }
        };
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            context.addTurboFilter(denying);
            logger.info("quiet");
            logger.info("loud");
            assertThat(logs).hasSize(1).hasMessage("loud");
        } finally {
            context.getTurboFilterList().remove(denying);
        }
    }

    @Test
    void whatIsExpectedFollowsTheSettings() {
        try (CapturedLogs logs = CapturedLogs.start("INFO", encoder -> {
            encoder.setMaxElements("2");
            encoder.setInclude("logger, thread");
        })) {
            logger.info("x", extra("list", List.of(1, 2, 3)));
            assertThat(logs).hasExtra("list", List.of(1, 2, 3));
            assertThat(logs).hasLine().withoutExtra("logger");
        }
    }

    /** A thread that inherits nothing. */
    private static Thread foreignThread(Runnable task) {
        return new Thread(null, task, "foreign", 0, false);
    }

    private static CapturedLogs startApart(Surroundings surroundings) throws InterruptedException {
        AtomicReference<CapturedLogs> started = new AtomicReference<>();
        run(foreignThread(() -> started.set(CapturedLogs.start("DEBUG", encoder -> {}, surroundings))));
        return started.get();
    }

    @Test
    void aCaptureWithinACaptureTakesForBoth() {
        try (CapturedLogs outer = CapturedLogs.start("INFO")) {
            logger.info("one");
            try (CapturedLogs inner = CapturedLogs.start("INFO")) {
                logger.info("two");
                assertThat(inner).hasSize(1).hasMessage("two");
            }
            logger.info("three");
            assertThat(outer).hasSize(3);
            outer.clear();
            assertThat(outer).hasNoLines();
        }
    }

    @Test
    void aWrongLevelIsNamed() {
        IllegalArgumentException problem =
                assertThrows(IllegalArgumentException.class, () -> CapturedLogs.start("chatty"));
        assertEquals(
                "\"chatty\" is no level. Valid: NOTSET, TRACE, DEBUG, INFO, WARN (or WARNING), ERROR (or FATAL, CRITICAL), or 0 to 5.",
                problem.getMessage());
    }

    @Test
    void tipsAreCaptured() {
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            logger.tip("Use a volume");
            assertThat(logs).hasLine().withLevel("TIP").withMessage("Use a volume");
            assertThat(logs).hasNoLineFrom(org.slf4j.event.Level.WARN);
        }
    }
}
