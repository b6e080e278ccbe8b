package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.Access;
import io.runpod.logback.BufferStage;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodAppenderStats;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.SampleStage;
import io.runpod.logback.ThrottleStage;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The stages of the appender, each alone and together; in all of them lines and counted drops are the events. */
class PipelineTest {

    /** Takes lines, once it may. */
    private static final class Gate extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private volatile CountDownLatch open = new CountDownLatch(0);
        volatile boolean broken;

        void close(boolean shut) {
            if (shut) {
                open = new CountDownLatch(1);
            } else {
                open.countDown();
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            while (true) {
                try {
                    open.await();
                    break;
                } catch (InterruptedException goOn) {
                    // as a write to a pipe does
                }
            }
            if (broken) {
                throw new IOException("No space left on device");
            }
            synchronized (taken) {
                taken.write(bytes, offset, length);
            }
        }

        List<JsonLine> lines() {
            synchronized (taken) {
                return taken.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .map(JsonLine::parse)
                        .toList();
            }
        }

        List<String> messages() {
            return lines().stream().map(JsonLine::message).toList();
        }
    }

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final Gate out = new Gate();
    private final LoggerContext context = new LoggerContext();
    private final RunPodAppender appender = Access.appender(new LineSink(out), nanos::get);
    private final Logger logger = context.getLogger("app");
    private final AtomicLong events = new AtomicLong();

    private void start(Consumer<RunPodAppender> configuration) {
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        appender.setEncoder(encoder);
        appender.setContext(context);
        appender.setName("STAGES");
        configuration.accept(appender);
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        out.close(false);
        context.stop();
        MDC.clear();
    }

    private void log(Level level, String message, Object... arguments) {
        events.incrementAndGet();
        switch (level.levelStr) {
            case "TRACE" -> logger.trace(message, arguments);
            case "DEBUG" -> logger.debug(message, arguments);
            case "INFO" -> logger.info(message, arguments);
            case "WARN" -> logger.warn(message, arguments);
            default -> logger.error(message, arguments);
        }
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** Every event was written or counted; and what was counted as written is there. */
    private void assertNothingUncounted() {
        RunPodAppenderStats stats = appender.stats();
        assertEquals(events.get(), stats.written() + stats.dropped() + stats.waiting(), stats::toString);
        assertEquals(
                stats.written(),
                out.messages().stream()
                        .filter(text -> !text.startsWith("Dropped "))
                        .count(),
                stats::toString);
    }

    private static ThrottleStage throttle(String linesPerSecond, String burst) {
        ThrottleStage stage = new ThrottleStage();
        stage.setLinesPerSecond(linesPerSecond);
        stage.setBurst(burst);
        return stage;
    }

    private static QueueStage queue(String capacity, String whenFull, String maxBlock) {
        QueueStage stage = new QueueStage();
        stage.setCapacity(capacity);
        stage.setWhenFull(whenFull);
        stage.setMaxBlock(maxBlock);
        return stage;
    }

    @Test
    void throttleLimitsEachKindOfLineAndLetsErrorsThrough() {
        start(made -> made.setThrottle(throttle("2", "5")));
        for (int i = 0; i < 20; i++) {
            log(Level.INFO, "step {}", i);
            log(Level.INFO, "other {}", i);
            log(Level.ERROR, "error {}", i);
        }
        List<String> messages = out.messages();
        assertEquals(
                5, messages.stream().filter(text -> text.startsWith("step")).count());
        assertEquals(
                5, messages.stream().filter(text -> text.startsWith("other")).count());
        assertEquals(
                20, messages.stream().filter(text -> text.startsWith("error")).count());
        assertEquals(30, appender.stats().throttled());
        pass(1);
        for (int i = 0; i < 20; i++) {
            log(Level.INFO, "step {}", i);
        }
        assertEquals(
                7,
                out.messages().stream().filter(text -> text.startsWith("step")).count());
        assertNothingUncounted();
    }

    @Test
    void throttleKnowsManyKindsAndSharesOneAllowanceBeyond() {
        start(made -> made.setThrottle(throttle("1", "1")));
        for (int i = 0; i < 10_000; i++) {
            log(Level.INFO, "kind " + i);
        }
        assertTrue(appender.stats().throttled() > 5_000, () -> appender.stats().toString());
        pass(5);
        log(Level.INFO, "a kind of its own again");
        log(Level.INFO, "a kind of its own again");
        assertEquals(
                1,
                out.messages().stream()
                        .filter("a kind of its own again"::equals)
                        .count());
        assertNothingUncounted();
    }

    @Test
    void throttleTellsMessagesApartThatBeginAlike() {
        start(made -> made.setThrottle(throttle("1", "1")));
        String common = "x".repeat(5000);
        for (int i = 0; i < 2; i++) {
            log(Level.INFO, common + "a");
            log(Level.INFO, common + "b");
        }
        assertEquals(2, appender.stats().written());
        assertEquals(2, appender.stats().throttled());
    }

    @Test
    void throttleGivesKindsTheirOwnAllowancesAgainWhenOthersWereQuiet() {
        start(made -> made.setThrottle(throttle("1", "1")));
        for (int i = 0; i < 5_000; i++) {
            log(Level.INFO, "kind " + i);
        }
        pass(5);
        long before = appender.stats().throttled();
        for (int i = 0; i < 100; i++) {
            log(Level.INFO, "new kind " + i);
        }
        assertEquals(before, appender.stats().throttled());
        assertNothingUncounted();
    }

    @Test
    @Tag("slow")
    void throttleTellsLongMessagesApartAndKeepsLittleOfThem() {
        start(appender -> {
            ThrottleStage throttle = new ThrottleStage();
            throttle.setLinesPerSecond("1");
            appender.setThrottle(throttle);
        });
        String common = "x".repeat(100_000);
        System.gc();
        long before = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (int i = 0; i < 300; i++) {
            String message = i + common;
            log(Level.INFO, message);
            log(Level.INFO, common + i);
            log(Level.INFO, message);
        }
        assertEquals(600, appender.stats().written());
        assertEquals(300, appender.stats().throttled());
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() - before;
        assertTrue(bytes < 20_000_000, () -> bytes + " bytes");
    }

    @Test
    void dropsAreToldByALineAtMostEveryTenSecondsAndAtTheEnd() {
        start(made -> made.setThrottle(throttle("1", "1")));
        for (int second = 0; second < 25; second++) {
            log(Level.INFO, "tick");
            log(Level.INFO, "tick");
            log(Level.INFO, "tick");
            pass(1);
        }
        List<JsonLine> told = out.lines().stream()
                .filter(line -> line.message().startsWith("Dropped"))
                .toList();
        assertEquals(2, told.size(), told::toString);
        told.get(0).hasLevel("WARN").hasRequestId(null);
        assertEquals("Dropped 20 log lines: 20 throttled", told.get(0).message());
        assertEquals("Dropped 20 log lines: 20 throttled", told.get(1).message());
        context.stop();
        told = out.lines().stream()
                .filter(line -> line.message().startsWith("Dropped"))
                .toList();
        assertEquals(3, told.size(), told::toString);
        assertEquals(
                50,
                told.stream()
                        .mapToInt(line -> Integer.parseInt(line.message().split(" ")[1]))
                        .sum());
        assertNothingUncounted();
    }

    @Test
    void sampleKeepsWholeRequests() {
        SampleStage stage = new SampleStage();
        stage.setOneIn("4");
        start(made -> made.setSample(stage));
        for (int request = 0; request < 1000; request++) {
            try (RequestScope scope = RequestScope.open("request-" + request)) {
                log(Level.DEBUG, "a");
                log(Level.TRACE, "b");
                log(Level.INFO, "c");
            }
        }
        log(Level.DEBUG, "of no request");
        Map<String, List<String>> byRequest = new TreeMap<>();
        for (JsonLine line : out.lines()) {
            byRequest
                    .computeIfAbsent(
                            line.root.get("requestId").isNull()
                                    ? "none"
                                    : line.root.get("requestId").asString(),
                            id -> new ArrayList<>())
                    .add(line.message());
        }
        assertEquals(1001, byRequest.size());
        long kept = byRequest.values().stream()
                .filter(List.of("a", "b", "c")::equals)
                .count();
        long reduced = byRequest.values().stream().filter(List.of("c")::equals).count();
        assertEquals(1000, kept + reduced);
        assertTrue(kept > 190 && kept < 310, "kept " + kept);
        assertEquals(List.of("of no request"), byRequest.get("none"));
        assertEquals(2 * reduced, appender.stats().sampled());
        assertNothingUncounted();
    }

    @Test
    void bufferPrintsDetailsOfRequestsThatFailAsTheyWere() {
        start(made -> made.setBuffer(new BufferStage()));
        List<String> mutable = new ArrayList<>(List.of("first"));
        try (RequestScope scope = RequestScope.open("good")) {
            log(Level.DEBUG, "never seen");
            log(Level.INFO, "seen");
        }
        try (RequestScope scope = RequestScope.open("bad")) {
            MDC.put("phase", "load");
            log(Level.DEBUG, "state {}", mutable);
            mutable.set(0, "changed");
            MDC.put("phase", "run");
            log(Level.TRACE, "detail");
            log(Level.WARN, "hm");
            log(Level.ERROR, "failed");
            log(Level.DEBUG, "afterwards");
        }
        log(Level.DEBUG, "of no request");
        assertEquals(
                List.of("seen", "hm", "state [first]", "detail", "failed", "afterwards", "of no request"),
                out.messages());
        assertEquals("load", out.lines().get(2).root.at("/extra/phase").asString());
        assertEquals(1, appender.stats().forgotten());
        assertEquals(0, appender.stats().waiting());
        assertNothingUncounted();
    }

    @Test
    void bufferWritesDetailsOfRequestsThatWereSlowOrAskForIt() throws Exception {
        BufferStage stage = new BufferStage();
        stage.setSlowerThan("50 ms");
        start(made -> made.setBuffer(stage));
        try (RequestScope scope = RequestScope.open("quick")) {
            log(Level.DEBUG, "never seen");
        }
        try (RequestScope scope = RequestScope.open("slow")) {
            log(Level.DEBUG, "slow one");
            Thread.sleep(60);
            log(Level.INFO, "slow two");
        }
        try (RequestScope scope = RequestScope.open("asked")) {
            scope.keepDetails();
            log(Level.DEBUG, "asked for");
        }
        assertEquals(List.of("slow two", "slow one", "asked for"), out.messages());
        assertEquals(1, appender.stats().forgotten());
        assertNothingUncounted();
    }

    @Test
    void detailsThatTheRequestsLevelAsksForAreNotHeldBack() {
        SampleStage sample = new SampleStage();
        sample.setOneIn("1000000");
        start(made -> {
            made.setBuffer(new BufferStage());
            made.setSample(sample);
        });
        try (RequestScope scope = RequestScope.open("asked").level("DEBUG")) {
            log(Level.DEBUG, "asked for");
            log(Level.TRACE, "never seen");
            log(Level.INFO, "info");
        }
        try (RequestScope scope = RequestScope.open("other")) {
            log(Level.DEBUG, "never seen");
        }
        assertEquals(List.of("asked for", "info"), out.messages());
        assertNothingUncounted();
    }

    @Test
    void scopeThatAnotherThreadClosesEndsItsRequestOnce() throws Exception {
        start(made -> made.setBuffer(new BufferStage()));
        RequestScope scope = RequestScope.open("asynchronous");
        log(Level.DEBUG, "never seen");
        Thread other = new Thread(scope::close);
        other.start();
        other.join();
        assertEquals(1, appender.stats().forgotten());
        scope.close();
        assertEquals(1, appender.stats().forgotten());
        assertEquals(null, MDC.get("requestId"));
        assertNothingUncounted();
    }

    @Test
    void anyLineKeepsARequestFromBeingQuiet() {
        BufferStage stage = new BufferStage();
        stage.setMaxQuiet("10 s");
        start(made -> made.setBuffer(stage));
        try (RequestScope scope = RequestScope.open("busy")) {
            log(Level.DEBUG, "detail");
            for (int i = 0; i < 5; i++) {
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
                log(Level.INFO, "alive");
            }
            log(Level.ERROR, "failed");
        }
        assertEquals(List.of("alive", "alive", "alive", "alive", "alive", "detail", "failed"), out.messages());
        assertNothingUncounted();
    }

    @Test
    void queueIsBoundedInBytesToo() throws Exception {
        QueueStage stage = new QueueStage();
        stage.setMaxBytes("65536");
        stage.setWhenFull("drop");
        start(made -> made.setQueue(stage));
        out.close(true);
        String text = "x".repeat(4000);
        for (int i = 0; i < 100; i++) {
            log(Level.INFO, text);
        }
        assertTrue(appender.stats().waiting() <= 34, () -> appender.stats().toString());
        assertTrue(appender.stats().queueFull() >= 66, () -> appender.stats().toString());
        out.close(false);
        while (appender.stats().waiting() > 0) {
            Thread.sleep(1);
        }
        assertNothingUncounted();
    }

    @Test
    void bufferIsBoundedPerRequestAndInAllAndForgetsTheQuiet() {
        BufferStage stage = new BufferStage();
        stage.setMaxBytes("1024");
        stage.setMaxRequests("3");
        stage.setMaxQuiet("30 s");
        start(made -> made.setBuffer(stage));
        MDC.put("requestId", "long");
        for (int i = 0; i < 100; i++) {
            log(Level.DEBUG, "line {}", i);
        }
        assertTrue(appender.stats().bufferFull() > 80, () -> appender.stats().toString());
        log(Level.ERROR, "failed");
        List<String> messages = out.messages();
        assertEquals("line 99", messages.get(messages.size() - 2));
        long before = appender.stats().bufferFull();
        for (int request = 0; request < 5; request++) {
            MDC.put("requestId", "r" + request);
            log(Level.DEBUG, "once");
        }
        assertEquals(before + 2, appender.stats().bufferFull());
        assertEquals(3, appender.stats().waiting());
        pass(31);
        MDC.put("requestId", "new");
        log(Level.DEBUG, "once");
        assertEquals(1, appender.stats().waiting());
        assertEquals(3, appender.stats().forgotten());
        assertNothingUncounted();
    }

    @Test
    void scopeOfTheSameRequestOnAnotherThreadKeepsItsLines() throws Exception {
        start(made -> made.setBuffer(new BufferStage()));
        try (RequestScope scope = RequestScope.open("shared")) {
            log(Level.DEBUG, "one");
            Thread other = new Thread(() -> {
                try (RequestScope inner = RequestScope.open("shared")) {
                    log(Level.DEBUG, "two");
                }
            });
            other.start();
            other.join();
            log(Level.ERROR, "failed");
        }
        assertEquals(List.of("one", "two", "failed"), out.messages());
        assertNothingUncounted();
    }

    /** The lines of a request that failed are kept, but an ERROR line is worth more. */
    @Test
    void queueThatIsFullDropsKeptDetailsBeforeLinesOfHigherLevels() throws Exception {
        start(made -> {
            made.setBuffer(new BufferStage());
            made.setQueue(queue("16", "drop", "0"));
        });
        out.close(true);
        log(Level.INFO, "on its way");
        awaitTaken(1);
        try (RequestScope scope = RequestScope.open("r1")) {
            for (int i = 0; i < 10; i++) {
                log(Level.DEBUG, "detail " + i);
            }
            log(Level.ERROR, "failed");
        }
        for (int i = 0; i < 15; i++) {
            log(Level.ERROR, "error " + i);
        }
        assertEquals(10, appender.stats().queueFull());
        out.close(false);
        awaitWritten();
        List<String> messages = out.messages();
        assertEquals("failed", messages.get(1), messages::toString);
        assertTrue(messages.contains("error 14"), messages::toString);
        assertNothingUncounted();
    }

    @Test
    void queueThatIsFullDropsTheLowestLevelFirst() throws Exception {
        start(made -> made.setQueue(queue("16", "drop", "0")));
        out.close(true);
        log(Level.INFO, "on its way");
        awaitTaken(1);
        for (int i = 0; i < 4; i++) {
            log(Level.TRACE, "trace " + i);
            log(Level.DEBUG, "debug " + i);
            log(Level.INFO, "info " + i);
            log(Level.WARN, "warn " + i);
        }
        for (int i = 0; i < 9; i++) {
            log(Level.ERROR, "error " + i);
        }
        log(Level.DEBUG, "too late");
        assertEquals(10, appender.stats().queueFull());
        out.close(false);
        awaitWritten();
        assertEquals(
                List.of(
                        "on its way",
                        "warn 0",
                        "warn 1",
                        "warn 2",
                        "info 3",
                        "warn 3",
                        "error 0",
                        "error 1",
                        "error 2",
                        "error 3",
                        "error 4",
                        "error 5",
                        "error 6",
                        "error 7",
                        "error 8"),
                out.messages().stream()
                        .filter(text -> !text.startsWith("info 1") && !text.startsWith("info 2"))
                        .toList());
        assertNothingUncounted();
    }

    @Test
    void queueThatBlocksGivesUpBehindMaxBlockAndKeepsTheInterruptFlag() throws Exception {
        start(made -> made.setQueue(queue("16", "block", "50 ms")));
        out.close(true);
        log(Level.INFO, "on its way");
        awaitTaken(1);
        for (int i = 0; i < 16; i++) {
            log(Level.INFO, "waits {}", i);
        }
        Thread.currentThread().interrupt();
        long begin = System.nanoTime();
        log(Level.INFO, "given up");
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(Thread.interrupted(), "interrupted");
        assertTrue(took >= 49 && took < 2000, "took ms " + took);
        assertEquals(1, appender.stats().queueFull());
        Thread opener = new Thread(() -> out.close(false));
        opener.start();
        log(Level.INFO, "finds room in time, or is counted");
        awaitWritten();
        assertNothingUncounted();
    }

    /** Until the writer has so many lines in its hands, and the queue is empty behind them. */
    private void awaitTaken(int lines) throws InterruptedException {
        for (int i = 0; i < 5000 && appender.stats().waiting() != lines; i++) {
            Thread.sleep(1);
        }
        Thread.sleep(50);
    }

    private void awaitWritten() throws InterruptedException {
        for (int i = 0; i < 5000 && appender.stats().waiting() != 0; i++) {
            Thread.sleep(1);
        }
    }

    @Test
    void queueKeepsTheOrderAndStopWritesAll() throws Exception {
        start(made -> made.setQueue(queue("100000", "block", "10 s")));
        int threads = 8;
        int each = 2000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            pool.execute(() -> IntStream.range(0, each).forEach(i -> log(Level.INFO, thread + ":" + i)));
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
        context.stop();
        int[] next = new int[threads];
        for (String text : out.messages()) {
            String[] parts = text.split(":");
            assertEquals(next[Integer.parseInt(parts[0])]++, Integer.parseInt(parts[1]));
        }
        assertEquals(threads * each, out.messages().size());
        assertNothingUncounted();
    }

    @Test
    void stopDoesNotWaitLongerThanItsTime() {
        start(made -> {
            made.setQueue(queue("100", "drop", "0"));
            made.setShutdownTimeout("200 ms");
        });
        out.close(true);
        for (int i = 0; i < 20; i++) {
            log(Level.INFO, "stuck {}", i);
        }
        long begin = System.nanoTime();
        appender.stop();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(took >= 190 && took < 2000, "took ms " + took);
        log(Level.INFO, "late");
        RunPodAppenderStats stats = appender.stats();
        assertEquals(21, stats.unwritten() + stats.waiting(), stats::toString);
    }

    /** An output that stands still, and three drops to be told. */
    private void standStill(QueueStage queue) {
        SampleStage sample = new SampleStage();
        sample.setOneIn("1000000");
        start(made -> {
            made.setSample(sample);
            made.setShutdownTimeout("200 ms");
            if (queue != null) {
                made.setQueue(queue);
            }
        });
        out.close(true);
        sampledOut();
        sampledOut();
        sampledOut();
    }

    private void sampledOut() {
        try (RequestScope scope = RequestScope.open("r1")) {
            log(Level.DEBUG, "detail");
        }
    }

    private void fill(int lines) throws Exception {
        log(Level.ERROR, "on its way");
        awaitTaken(1);
        for (int i = 0; i < lines; i++) {
            log(Level.ERROR, "waits {}", i);
        }
    }

    private static void assertQuick(Executable action) {
        assertTimeoutPreemptively(Duration.ofSeconds(2), action);
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "drop"})
    void noCallerWaitsForTheReportOfDropsAndNoLineGivesWayToIt(String whenFull) throws Exception {
        standStill(queue("16", whenFull, "10 s"));
        fill(16);
        pass(11);
        assertQuick(this::sampledOut);
        assertEquals(17, appender.stats().waiting());
        out.close(false);
        awaitWritten();
        sampledOut();
        for (int i = 0; i < 5000 && out.messages().size() < 18; i++) {
            Thread.sleep(1);
        }
        assertEquals(
                "Dropped 5 log lines: 5 sampled out",
                out.messages().get(out.messages().size() - 1));
        assertNothingUncounted();
    }

    @Test
    void stopWaitsForTheLastReportNoLongerThanItsTime() throws Exception {
        standStill(queue("16", "block", "10 s"));
        fill(16);
        assertQuick(appender::stop);
        out.close(false);
        awaitWritten();
        assertEquals(List.of("on its way"), out.messages());
        assertEquals(16, appender.stats().unwritten());
        assertNothingUncounted();
    }

    @Test
    void stopWaitsForTheLastReportNoLongerThanItsTimeWithoutAQueueToo() {
        standStill(null);
        assertQuick(appender::stop);
    }

    @Test
    void fullDiskIsCountedAndToldWhenItRecovers() {
        start(made -> {});
        log(Level.INFO, "before");
        out.broken = true;
        log(Level.INFO, "lost 1");
        pass(11);
        log(Level.INFO, "lost 2");
        out.broken = false;
        log(Level.INFO, "after");
        assertEquals(2, appender.stats().unwritten());
        assertEquals(List.of("before", "after", "Dropped 2 log lines: 2 not taken by the output"), out.messages());
        assertNothingUncounted();
    }

    @Test
    void dropsAreToldAtTheEndAlsoIfTheOutputRecoversWhileTheQueueDrains() throws Exception {
        start(made -> made.setQueue(queue("16", "block", "10 s")));
        out.broken = true;
        log(Level.INFO, "lost");
        awaitWritten();
        out.broken = false;
        out.close(true);
        log(Level.INFO, "after");
        Thread opener = new Thread(() -> {
            LockSupport.parkNanos(100_000_000);
            out.close(false);
        });
        opener.start();
        context.stop();
        assertEquals(List.of("after", "Dropped 1 log line: 1 not taken by the output"), out.messages());
        assertNothingUncounted();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenThousandRequestsAtOnceTellOnlyTheirOwnStories(boolean queue) throws Exception {
        start(made -> {
            made.setBuffer(new BufferStage());
            if (queue) {
                made.setQueue(queue("1000", "block", "10 s"));
            }
        });
        ExecutorService pool = Executors.newFixedThreadPool(64);
        int requests = 10_000;
        for (int r = 0; r < requests; r++) {
            int request = r;
            pool.execute(() -> {
                try (RequestScope scope = RequestScope.open("r" + request)) {
                    for (int i = 0; i < 6; i++) {
                        log(i % 2 == 0 ? Level.DEBUG : Level.TRACE, request + " step " + i);
                    }
                    if (request % 50 == 0) {
                        log(Level.ERROR, request + " failed");
                        log(Level.DEBUG, request + " afterwards");
                    }
                }
            });
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
        context.stop();
        Map<String, List<String>> byRequest = new TreeMap<>();
        for (JsonLine line : out.lines()) {
            String id = line.root.get("requestId").asString();
            byRequest.computeIfAbsent(id, unused -> new ArrayList<>()).add(line.message());
        }
        assertEquals(requests / 50, byRequest.size());
        byRequest.forEach((id, messages) -> {
            String n = id.substring(1);
            List<String> expected = new ArrayList<>();
            IntStream.range(0, 6).forEach(i -> expected.add(n + " step " + i));
            expected.add(n + " failed");
            expected.add(n + " afterwards");
            assertEquals(expected, messages);
        });
        RunPodAppenderStats stats = appender.stats();
        assertEquals(requests / 50 * 8L, stats.written(), stats::toString);
        assertEquals((requests - requests / 50) * 6L, stats.forgotten(), stats::toString);
        assertNothingUncounted();
    }

    @Test
    void encoderOfAnotherKindThatFailsIsCountedToo() {
        start(made -> {
            LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
            encoder.setLayout(new LayoutBase<>() {
                @Override
                public String doLayout(ILoggingEvent event) {
                    throw new IllegalStateException("no line");
                }
            });
            made.setEncoder(encoder);
        });
        log(Level.INFO, "lost");
        assertEquals(1, appender.stats().unwritten());
        assertNothingUncounted();
        appender.stop();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encoderOfAnotherKindThatFailsOnTheReportCostsNoLine(boolean queue) {
        start(made -> {
            LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
            encoder.setLayout(new LayoutBase<>() {
                @Override
                public String doLayout(ILoggingEvent event) {
                    assertFalse(event.getMessage().startsWith("Dropped "));
                    return "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\"}\n";
                }
            });
            made.setEncoder(encoder);
            made.setThrottle(throttle("1", "1"));
            if (queue) {
                made.setQueue(queue("16", "block", "10 s"));
            }
        });
        log(Level.INFO, "m");
        log(Level.INFO, "m");
        pass(11);
        log(Level.INFO, "m");
        log(Level.INFO, "m");
        appender.stop();
        assertEquals(0, appender.stats().unwritten());
        assertEquals(2, appender.stats().throttled());
        assertNothingUncounted();
    }

    @Test
    void countsAreSeenByJmxWhileTheAppenderIsStarted() throws Exception {
        start(made -> made.setThrottle(throttle("1", "1")));
        log(Level.INFO, "tick");
        log(Level.INFO, "tick");
        ObjectName name = new ObjectName("io.runpod.logback:type=RunPodAppender,name=\"STAGES\"");
        assertEquals(1L, ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Throttled"));
        assertEquals(1L, ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Written"));
        appender.stop();
        assertFalse(ManagementFactory.getPlatformMBeanServer().isRegistered(name));
    }

    @Test
    void appendersOfOneNameInTwoContextsBothHaveTheirCounts() throws Exception {
        start(made -> made.setQueue(new QueueStage()));
        log(Level.INFO, "one");
        LoggerContext otherContext = new LoggerContext();
        otherContext.setMDCAdapter(MDC.getMDCAdapter());
        RunPodAppender other = Access.appender(new LineSink(OutputStream.nullOutputStream()), nanos::get);
        other.setContext(otherContext);
        other.setName("STAGES");
        other.setQueue(new QueueStage());
        other.start();
        otherContext.getLogger("app").addAppender(other);
        otherContext.getLogger("app").info("of the other");
        otherContext.getLogger("app").info("of the other");
        Access.drain(appender);
        Access.drain(other);
        var server = ManagementFactory.getPlatformMBeanServer();
        String name = "io.runpod.logback:type=RunPodAppender,name=\"STAGES\"";
        assertEquals(1L, server.getAttribute(new ObjectName(name), "Written"));
        assertEquals(2L, server.getAttribute(new ObjectName(name + ",instance=2"), "Written"));
        appender.stop();
        assertEquals(2L, server.getAttribute(new ObjectName(name + ",instance=2"), "Written"));
        other.stop();
        assertFalse(server.isRegistered(new ObjectName(name + ",instance=2")));
    }

    @Test
    void wrongSettingsAreNamedAndDefaultsHold() {
        ThrottleStage throttle = throttle("0", "many");
        throttle.setExempt("loud");
        QueueStage queue = queue("-1", "maybe", "2 weeks");
        start(made -> {
            made.setThrottle(throttle);
            made.setQueue(queue);
            made.setShutdownTimeout("soon");
            made.setTarget("printer");
        });
        List<String> warnings = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .map(Status::getMessage)
                .toList();
        for (String part : List.of(
                "linesPerSecond: \"0\"",
                "burst: \"many\"",
                "exempt: \"loud\"",
                "capacity: \"-1\"",
                "whenFull: \"maybe\"",
                "maxBlock: \"2 weeks\"",
                "shutdownTimeout: \"soon\"")) {
            assertEquals(
                    1, warnings.stream().filter(text -> text.startsWith(part)).count(), part + " in " + warnings);
        }
        log(Level.INFO, "goes on");
        appender.stop();
        assertEquals(List.of("goes on"), out.messages());
    }

    @Test
    void detailsThatComeBehindTheEndAreForgottenAndOtherLinesWritten() {
        start(made -> made.setBuffer(new BufferStage()));
        appender.stop();
        try (var scope = RequestScope.open("late")) {
            log(Level.DEBUG, "detail");
            log(Level.INFO, "line");
            log(Level.ERROR, "error");
        }
        assertEquals(List.of("line", "error"), out.messages());
        assertEquals(1, appender.stats().forgotten());
        assertNothingUncounted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "throttle", "sample", "buffer", "queue"})
    void beanIsThereWithAnyStageAndNotWithoutOne(String stage) throws Exception {
        start(made -> {
            switch (stage) {
                case "throttle" -> made.setThrottle(new ThrottleStage());
                case "sample" -> made.setSample(new SampleStage());
                case "buffer" -> made.setBuffer(new BufferStage());
                case "queue" -> made.setQueue(new QueueStage());
                default -> {}
            }
        });
        assertEquals(
                !stage.equals("none"),
                ManagementFactory.getPlatformMBeanServer()
                        .isRegistered(new ObjectName("io.runpod.logback:type=RunPodAppender,name=\"STAGES\"")));
    }

    @Test
    void callBehindTheDrainReturnsWhenItsLineIsWritten() throws Exception {
        start(made -> made.setQueue(new QueueStage()));
        out.close(true);
        log(Level.INFO, "waits");
        Thread drain = new Thread(() -> Access.drain(appender));
        drain.start();
        Thread.sleep(20);
        assertTrue(drain.isAlive());
        out.close(false);
        drain.join();
        assertEquals(List.of("waits"), out.messages());
        for (int i = 0; i < 50; i++) {
            log(Level.INFO, "behind");
            assertEquals(i + 2, out.messages().size());
        }
    }

    /** It came while the queue was being drained, and waits for its line longer than the queue has time. */
    @Test
    void callerThatWaitsForItsLineIsSetFreeByTheEnd() throws Exception {
        QueueStage queue = new QueueStage();
        queue.setMaxBlock("1 min");
        start(made -> {
            made.setQueue(queue);
            made.setShutdownTimeout("500 ms");
        });
        out.close(true);
        log(Level.INFO, "before");
        Thread stop = new Thread(appender::stop);
        stop.start();
        while (stop.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        Thread caller = new Thread(() -> log(Level.INFO, "behind"));
        caller.start();
        caller.join(10_000);
        assertFalse(caller.isAlive());
        out.close(false);
        stop.join();
    }

    @Test
    void callerThatWaitsForRoomIsSetFreeByTheEnd() throws Exception {
        QueueStage queue = new QueueStage();
        queue.setCapacity("16");
        queue.setMaxBlock("1 min");
        start(made -> {
            made.setQueue(queue);
            made.setShutdownTimeout("50 ms");
        });
        out.close(true);
        Thread caller = new Thread(() -> {
            for (int i = 0; i < 40; i++) {
                log(Level.INFO, "line {}", i);
            }
        });
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        appender.stop();
        caller.join(10_000);
        assertFalse(caller.isAlive());
        out.close(false);
        for (int i = 0;
                i < 1000 && appender.stats().unwritten() + out.messages().size() < 40;
                i++) {
            Thread.sleep(1);
        }
        assertNothingUncounted();
    }
}
