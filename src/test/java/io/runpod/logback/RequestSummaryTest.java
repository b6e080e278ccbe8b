package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.DynamicThresholdFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The line that a scope logs when it closes, and the level of a request. */
@Timeout(60)
class RequestSummaryTest {

    private static final String WORK = "test.summary.Work";

    private final Logger work = LoggerFactory.getLogger(WORK);
    private final LogLines lines =
            LogLines.json().attachTo(RequestScope.class.getName(), Level.INFO).attachTo(WORK, Level.INFO);

    @AfterEach
    void close() {
        lines.close();
        MDC.clear();
    }

    private List<JsonLine> all() {
        return lines.all().stream().map(JsonLine::parse).toList();
    }

    private JsonLine last() {
        return lines.lastJson();
    }

    @Test
    void closeLogsOneLineWithWhatWasCollected() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            RequestScope.put("steps", 30);
            RequestScope.put("model", "sdxl");
            RequestScope.put("steps", 31);
            work.info("working");
        }
        assertEquals(2, lines.all().size());
        last().hasRequestId("r1")
                .hasLevel("INFO")
                .hasMessage("Job finished")
                .hasText("outcome", "ok")
                .hasExtra("steps", "31")
                .hasText("model", "sdxl")
                .lacks("lines");
        assertTrue(last().extra("duration_ms").isIntegralNumber());
        assertEquals("duration_ms", last().extraNames().get(0));
    }

    @Test
    void linesAreCountedByLevelWhereOneIsAWarning() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            work.info("a");
            work.debug("off");
            work.warn("b {}", 1);
            work.warn("c");
        }
        last().hasText("outcome", "ok").hasExtra("lines", "{\"INFO\": 1, \"WARN\": 2}");
    }

    @Test
    void errorLineMakesTheOutcomeAnError() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            work.error("failed");
        }
        last().hasLevel("INFO").hasText("outcome", "error").hasExtra("lines", "{\"ERROR\": 1}");
    }

    /** Such a call looks like a level check to a turbo filter. */
    @Test
    void errorLineWithoutAMessageCounts() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            work.error(new NullPointerException().getMessage());
            work.atError().log((String) null);
            work.atError().addKeyValue("a", 1).log((String) null);
            work.warn("then");
        }
        last().hasText("outcome", "error").hasExtra("lines", "{\"WARN\": 1, \"ERROR\": 3}");
    }

    @Test
    void lineThatAnEarlierTurboFilterAcceptsCountsOnce() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        DynamicThresholdFilter filter = new DynamicThresholdFilter();
        filter.setKey("tenant");
        filter.setDefaultThreshold(Level.WARN);
        filter.setOnHigherOrEqual(FilterReply.ACCEPT);
        filter.setOnLower(FilterReply.NEUTRAL);
        filter.start();
        try (LogLines second = LogLines.json().attachTo(WORK, Level.INFO);
                var scope = RequestScope.open("r1").summary("Job")) {
            work.warn("before");
            context.getTurboFilterList().add(0, filter);
            work.error("failed");
            work.info("seen by the filter of this library");
            work.error("again");
            assertEquals(4, second.all().size());
        } finally {
            context.getTurboFilterList().remove(filter);
        }
        last().hasText("outcome", "error").hasExtra("lines", "{\"INFO\": 1, \"WARN\": 1, \"ERROR\": 2}");
    }

    @Test
    void failMakesTheLineAnErrorWithTheStackTrace() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            scope.fail(new IOException("disk"));
            scope.fail(new IllegalStateException("later"));
        }
        last().hasLevel("ERROR").hasText("outcome", "error").hasText("error_type", "java.io.IOException");
        assertTrue(last().message().startsWith("Job finished\njava.io.IOException: disk\n\tat "), last().message());
    }

    @Test
    void failureInAScopeWithoutSummaryIsALine() {
        try (var scope = RequestScope.open("r1")) {
            scope.fail(new IOException("disk"));
        }
        last().hasRequestId("r1").hasLevel("ERROR").hasText("error_type", "java.io.IOException");
        assertTrue(last().message().startsWith("Request failed\njava.io.IOException: disk\n\tat "), last().message());
    }

    @Test
    void eachUseOfAClosedScopeIsReported() {
        RequestScope scope = RequestScope.open("r1").summary("Job");
        Runnable late = RequestScope.wrap(() -> RequestScope.put("late", 1));
        scope.close();
        RequestScope.put("none", 1);
        late.run();
        scope.fail(new IOException("disk"));
        scope.level("DEBUG");
        scope.summary("Again");
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        List<String> reported = context.getStatusManager().getCopyOfStatusList().stream()
                .map(status -> status.getMessage())
                .toList();
        for (String part : List.of(
                "RequestScope.put: field \"none\" is dropped: no request is open.",
                "RequestScope.put: field \"late\" is dropped: the request is over.",
                "RequestScope.fail: has no effect, because the scope of request r1 is closed.",
                "RequestScope.level: has no effect, because",
                "RequestScope.summary: has no effect, because")) {
            assertTrue(reported.stream().anyMatch(text -> text.startsWith(part)), part + " in " + reported);
        }
    }

    @Test
    void scopeWithoutSummaryLogsNothing() {
        try (var scope = RequestScope.open("r1")) {
            RequestScope.put("a", 1);
        }
        assertEquals(List.of(), lines.all());
    }

    @Test
    void fieldsAndLinesBelongToTheInnermostScopeThatHasASummary() {
        try (var outer = RequestScope.open("r1").summary("Batch")) {
            try (var inner = RequestScope.open("r2")) {
                RequestScope.put("from", "inner");
                work.warn("inner");
            }
            try (var inner = RequestScope.open("r3").summary("Part")) {
                RequestScope.put("part", 3);
            }
            last().hasMessage("Part finished")
                    .hasRequestId("r3")
                    .hasExtra("part", "3")
                    .lacks("from");
        }
        last().hasMessage("Batch finished")
                .hasRequestId("r1")
                .hasText("from", "inner")
                .hasExtra("lines", "{\"WARN\": 1}")
                .lacks("part");
    }

    @Test
    void collectingIsBounded() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            for (int i = 0; i < 10_000; i++) {
                RequestScope.put("f" + i, i);
            }
            RequestScope.put("f0", "x".repeat(1_000_000));
        }
        assertTrue(last().raw.length() < 16_000);
    }

    @Test
    void nestedValuesAreCopiedAndBounded() {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        List<Object> large = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            large.add(List.of("x".repeat(1000)));
        }
        List<Object> changing = new ArrayList<>(List.of("a"));
        float[] numbers = {1.5f};
        Map<Object, Object> alike = new LinkedHashMap<>();
        alike.put(new StringBuilder("k"), 1);
        alike.put("k", 2);
        try (var scope = RequestScope.open("r1").summary("Job")) {
            RequestScope.put("changing", changing);
            RequestScope.put("large", Map.of("in", large));
            RequestScope.put("cyclic", cyclic);
            RequestScope.put("nothing", null);
            RequestScope.put("array", new Object[] {1, Map.of("k", "v")});
            RequestScope.put("numbers", numbers);
            RequestScope.put("many", new long[1 << 20]);
            RequestScope.put("bytes", new byte[1 << 20]);
            RequestScope.put("alike", alike);
            changing.add("b");
            numbers[0] = 2.5f;
        }
        last().hasExtra("changing", "[\"a\"]")
                .lacks("large")
                .hasExtra("nothing", "null")
                .hasExtra("array", "[1, {\"k\": \"v\"}]")
                .hasExtra("numbers", "[1.5]")
                .lacks("many")
                .hasExtra("bytes", "\"[1048576 bytes]\"")
                .hasExtra("alike", "{\"k\": 1}");
        assertTrue(last().raw.contains("nests deeper than 32"), last().raw);
    }

    @Test
    void whatIsPutAfterTheEndIsDropped() {
        Runnable late;
        try (var scope = RequestScope.open("r1").summary("Job")) {
            late = RequestScope.wrap(() -> RequestScope.put("late", 1));
        }
        late.run();
        RequestScope.put("none", 1);
        try (var scope = RequestScope.open("r2").summary("Job")) {
            work.info("x");
        }
        last().hasRequestId("r2").lacks("late").lacks("none");
    }

    @Test
    void carriedThreadsCollectForTheRequest() throws Exception {
        ExecutorService pool = RequestScope.executorService(Executors.newFixedThreadPool(2));
        try (var scope = RequestScope.open("r1").summary("Job")) {
            pool.submit(() -> RequestScope.put("a", 1)).get();
            CompletableFuture.supplyAsync(RequestScope.wrap(() -> {
                        work.error("async");
                        RequestScope.put("b", 2);
                        return 1;
                    }))
                    .get();
            assertEquals(5, pool.submit(RequestScope.wrap(() -> 5)).get());
        } finally {
            pool.shutdownNow();
        }
        last().hasExtra("a", "1").hasExtra("b", "2").hasText("outcome", "error");
    }

    /** {@code newVirtualThreadPerTaskExecutor()} came with Java 21. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenThousandRequestsOfWhich64AreOpenAtOnceEachHaveTheirOwn(boolean virtual) throws Exception {
        int requests = 10_000;
        ExecutorService workers = virtual ? virtualThreads() : Executors.newFixedThreadPool(64);
        ExecutorService carried = RequestScope.executorService(Executors.newFixedThreadPool(4));
        Semaphore open = new Semaphore(64);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            int n = i;
            open.acquire();
            all.add(workers.submit(() -> {
                try (var scope = RequestScope.open("r" + n).summary("Job")) {
                    RequestScope.put("n", n);
                    Runnable warns = () -> {
                        work.warn("w" + n);
                        RequestScope.put("elsewhere", n);
                    };
                    if (n % 4 == 1) {
                        carried.submit(warns).get();
                    } else if (n % 4 == 3) {
                        Mono.fromRunnable(RequestScope.wrap(warns))
                                .subscribeOn(Schedulers.parallel())
                                .block();
                    }
                    if (n % 5 == 0) {
                        work.error("e" + n);
                    }
                } finally {
                    open.release();
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        workers.shutdown();
        carried.shutdown();
        Map<String, JsonLine> summaries = new HashMap<>();
        for (JsonLine line : all()) {
            if (line.message().equals("Job finished")) {
                String id = line.root.get("requestId").stringValue();
                assertEquals(null, summaries.put(id, line), id);
            }
        }
        assertEquals(requests, summaries.size());
        for (int n = 0; n < requests; n++) {
            JsonLine line = summaries.get("r" + n);
            line.hasExtra("n", "" + n).hasText("outcome", n % 5 == 0 ? "error" : "ok");
            if (n % 2 == 1) {
                line.hasExtra("elsewhere", "" + n);
            } else {
                line.lacks("elsewhere");
            }
            assertEquals(n % 2, line.root.at("/extra/lines/WARN").asInt(0), line.raw);
            assertEquals(n % 5 == 0 ? 1 : 0, line.root.at("/extra/lines/ERROR").asInt(0), line.raw);
        }
    }

    @Test
    void levelLetsLinesOfItsRequestPassAndNoOthers() throws Exception {
        work.debug("before");
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (var scope = RequestScope.open("r1").level("debug")) {
            work.debug("mine");
            work.trace("too low");
            assertTrue(work.isDebugEnabled());
            pool.submit(RequestScope.wrap(() -> work.debug("carried"))).get();
            pool.submit(() -> work.debug("not carried")).get();
        }
        work.debug("after");
        assertFalse(work.isDebugEnabled());
        pool.shutdown();
        assertEquals(
                List.of("mine", "carried"),
                all().stream().map(JsonLine::message).toList());
    }

    @Test
    void unknownLevelLeavesTheLoggersLevels() {
        try (var scope = RequestScope.open("r1").level("loud")) {
            work.debug("off");
            work.info("on");
        }
        assertEquals(1, lines.all().size());
    }

    @Test
    void runTellsAFailureWithinItsScope() {
        IOException thrown = new IOException("disk");
        assertSame(
                thrown,
                assertThrows(
                        IOException.class,
                        () -> RequestScope.run("r1", () -> {
                            throw thrown;
                        })));
        last().hasRequestId("r1").hasLevel("ERROR").hasText("error_type", "java.io.IOException");
        assertEquals(1, lines.all().size());
    }

    @Test
    void callReturnsItsResult() throws Exception {
        assertEquals("r1", RequestScope.call("r1", () -> MDC.get("requestId")));
        String result = RequestScope.call("r2", () -> "x");
        assertEquals("x", result);
        assertEquals(List.of(), lines.all());
    }

    @Test
    void manyFieldsThatArePutAgainKeepTheLastValue() {
        try (var scope = RequestScope.open("r1").summary("Job")) {
            for (int i = 0; i <= 10_000; i++) {
                RequestScope.put("step", "at " + i);
            }
        }
        last().hasText("step", "at 10000");
    }

    @Test
    void failureOfAnInnerScopeIsToldByTheSummaryAroundIt() {
        try (var outer = RequestScope.open("r1").summary("Job")) {
            try (var inner = RequestScope.open("r2")) {
                inner.fail(new IOException("disk"));
            }
        }
        last().hasRequestId("r1").hasLevel("ERROR").hasText("error_type", "java.io.IOException");
    }

    @Test
    void scopeEndsWhateverItsFailureDoesInTheSummary() {
        MDC.put("requestId", "before");
        try (var scope = RequestScope.open("r1").summary("Job")) {
            scope.fail(new RuntimeException() {
                @Override
                public String getMessage() {
                    throw new IllegalStateException("no message");
                }
            });
        }
        assertEquals("before", MDC.get("requestId"));
        last().hasRequestId("r1").hasLevel("ERROR").hasText("outcome", "error");
        work.info("after");
        last().hasRequestId("before").lacks("outcome");
    }

    @Test
    void appenderThatThrowsHidesNeitherTheResultNorTheFailure() {
        MDC.put("requestId", "before");
        ch.qos.logback.classic.Logger logger =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(RequestScope.class);
        var broken = new AppenderBase<ILoggingEvent>() {
            @Override
            public void doAppend(ILoggingEvent event) {
                throw new IllegalStateException("broken appender");
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        broken.setContext(logger.getLoggerContext());
        broken.start();
        logger.addAppender(broken);
        try {
            IOException thrown = new IOException("disk");
            assertSame(
                    thrown,
                    assertThrows(
                            IOException.class,
                            () -> RequestScope.run("r1", () -> {
                                throw thrown;
                            })));
            try (var scope = RequestScope.open("r2").summary("Job")) {
                work.info("working");
            }
            assertEquals("before", MDC.get("requestId"));
        } finally {
            logger.detachAppender(broken);
        }
    }
}
