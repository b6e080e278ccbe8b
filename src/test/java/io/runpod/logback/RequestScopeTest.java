package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** The ids of a request, on the thread that works on it and on others. */
@Timeout(20)
class RequestScopeTest {

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @BeforeEach
    @AfterEach
    void clear() {
        MDC.clear();
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private static void assertIds(String requestId, String batchId) {
        assertEquals(requestId, MDC.get("requestId"));
        assertEquals(batchId, MDC.get("batchId"));
    }

    @Test
    void idsAreSetAndTakenBack() {
        try (var scope = RequestScope.open("r1")) {
            assertIds("r1", null);
        }
        assertIds(null, null);
        assertTrue(
                MDC.getCopyOfContextMap() == null || MDC.getCopyOfContextMap().isEmpty());
        try (var scope = RequestScope.open("r1", "b1")) {
            assertIds("r1", "b1");
        }
        assertIds(null, null);
    }

    @Test
    void idsThatWereThereBeforeComeBack() {
        MDC.put("requestId", "old");
        MDC.put("batchId", "oldBatch");
        MDC.put("other", "kept");
        try (var scope = RequestScope.open("r1", "b1")) {
            assertIds("r1", "b1");
            assertEquals("kept", MDC.get("other"));
            MDC.put("added", "inside");
        }
        assertIds("old", "oldBatch");
        assertEquals("kept", MDC.get("other"));
        assertEquals("inside", MDC.get("added"));
        MDC.remove("batchId");
        try (var scope = RequestScope.open(null, "b1")) {
            assertIds(null, "b1");
        }
        assertIds("old", null);
    }

    @Test
    void scopesNest() {
        try (var outer = RequestScope.open("r1", "b1")) {
            try (var middle = RequestScope.open("r2")) {
                assertIds("r2", "b1");
                try (var inner = RequestScope.open("r3", "b3")) {
                    assertIds("r3", "b3");
                }
                assertIds("r2", "b1");
            }
            assertIds("r1", "b1");
        }
        assertIds(null, null);
    }

    @Test
    void closingTwiceDoesNothing() {
        var outer = RequestScope.open("r1");
        var inner = RequestScope.open("r2");
        inner.close();
        inner.close();
        assertIds("r1", null);
        outer.close();
        outer.close();
        assertIds(null, null);
        try (var next = RequestScope.open("r3")) {
            outer.close();
            inner.close();
            assertIds("r3", null);
        }
        assertIds(null, null);
    }

    @Test
    void closingAScopeEndsThoseThatWereForgottenWithinIt() {
        MDC.put("requestId", "before");
        var first = RequestScope.open("r1");
        var second = RequestScope.open("r2");
        var third = RequestScope.open("r3");
        first.close();
        assertIds("before", null);
        second.close();
        third.close();
        assertIds("before", null);
        try (var next = RequestScope.open("r4")) {
            assertIds("r4", null);
        }
        assertIds("before", null);
    }

    @Test
    void scopeThatWasClosedOnAnotherThreadEndsWithTheNextOne() throws Exception {
        var scope = RequestScope.open("r1");
        pool.submit(scope::close).get();
        try (var next = RequestScope.open("r2")) {
            assertIds("r2", null);
        }
        assertIds(null, null);
    }

    @Test
    void closingOnAnotherThreadLeavesBothThreadsAlone() throws Exception {
        var scope = RequestScope.open("r1");
        pool.submit(() -> {
                    MDC.put("requestId", "worker");
                    scope.close();
                    assertIds("worker", null);
                })
                .get();
        assertIds("r1", null);
        scope.close();
        assertIds(null, null);
    }

    @Test
    void lineCarriesTheIds() {
        try (LogLines lines = LogLines.json();
                LogLines text = LogLines.text()) {
            try (var scope = RequestScope.open("r1", "b1")) {
                lines.logger.info("m");
                text.logger.info("m");
            }
            lines.lastJson().hasRequestId("r1").hasMessage("[batchId=b1] m").hasNoExtra();
            assertEquals("INFO   | r1 | [batchId=b1] m\n", text.last());
            lines.logger.info("m");
            lines.lastJson().hasNoRequestId().hasMessage("m").hasNoExtra();
        }
    }

    @Test
    void firstKeyThatIsSetGivesTheRequestId() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setRequestIdKey("jobId, requestId"))) {
            try (var scope = RequestScope.open("r1")) {
                lines.logger.info("m");
                lines.lastJson().hasRequestId("r1").hasNoExtra();
                MDC.put("jobId", "j1");
                lines.logger.info("m");
                lines.lastJson().hasRequestId("j1").hasNoExtra();
            }
        }
    }

    private interface Wrapping {
        Callable<String> wrap(Callable<String> task);
    }

    private static String unchecked(Callable<String> task) {
        try {
            return task.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static final List<Wrapping> WRAPPINGS = List.of(
            task -> {
                String[] result = new String[1];
                Runnable wrapped = RequestScope.wrap((Runnable) () -> result[0] = unchecked(task));
                return () -> {
                    wrapped.run();
                    return result[0];
                };
            },
            RequestScope::wrap,
            task -> RequestScope.wrap((Supplier<String>) () -> unchecked(task))::get);

    @Test
    void wrappedTaskCarriesTheWholeMdcAndPutsTheWorkersOwnBack() throws Exception {
        pool.submit(() -> MDC.setContextMap(Map.of("requestId", "worker", "own", "1")))
                .get();
        for (Wrapping wrapping : WRAPPINGS) {
            Callable<String> wrapped;
            MDC.put("tenant", "t1");
            try (var scope = RequestScope.open("r1", "b1")) {
                wrapped = wrapping.wrap(() -> {
                    MDC.put("left", "behind");
                    return MDC.get("requestId") + MDC.get("batchId") + MDC.get("tenant") + MDC.get("own");
                });
            }
            assertEquals("r1b1t1null", pool.submit(wrapped).get());
            Map<String, String> workers = pool.submit(MDC::getCopyOfContextMap).get();
            assertEquals(Map.of("requestId", "worker", "own", "1"), workers);
        }
    }

    @Test
    void wrappedTaskOfACallerWithoutMdcSeesNone() throws Exception {
        pool.submit(() -> MDC.put("requestId", "worker")).get();
        for (Wrapping wrapping : WRAPPINGS) {
            assertEquals(
                    "null",
                    pool.submit(wrapping.wrap(() -> "" + MDC.get("requestId"))).get());
            assertEquals("worker", pool.submit(() -> MDC.get("requestId")).get());
        }
    }

    @Test
    void wrappedTaskThatThrowsPutsTheWorkersOwnBackToo() throws Exception {
        pool.submit(() -> MDC.put("requestId", "worker")).get();
        IllegalStateException thrown = new IllegalStateException("boom");
        MDC.put("requestId", "r1");
        for (Wrapping wrapping : WRAPPINGS) {
            Callable<String> wrapped = wrapping.wrap(() -> {
                throw thrown;
            });
            Future<String> future = pool.submit(wrapped);
            assertSame(
                    thrown, assertThrows(ExecutionException.class, future::get).getCause());
            assertEquals("worker", pool.submit(() -> MDC.get("requestId")).get());
        }
    }

    @Test
    void executorCarriesTheCallersMdc() throws Exception {
        List<String> seen = new ArrayList<>();
        Executor executor = RequestScope.executor(pool);
        for (String id : List.of("r1", "r2")) {
            try (var scope = RequestScope.open(id)) {
                executor.execute(() -> seen.add(MDC.get("requestId")));
            }
        }
        pool.submit(() -> assertNull(MDC.get("requestId"))).get();
        assertEquals(List.of("r1", "r2"), seen);
    }

    private static String requestId() {
        return MDC.get("requestId");
    }

    @Test
    void executorServiceCarriesTheCallersMdcByEveryMethod() throws Exception {
        assertCarriesByEveryMethod(RequestScope.executorService(pool));
    }

    private static void assertCarriesByEveryMethod(ExecutorService service)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Callable<String>> tasks = List.of(RequestScopeTest::requestId, RequestScopeTest::requestId);
        String[] seen = new String[3];
        try (var scope = RequestScope.open("r1")) {
            service.execute(() -> seen[0] = requestId());
            service.submit((Runnable) () -> seen[1] = requestId()).get();
            assertEquals(
                    "given",
                    service.submit(() -> seen[2] = requestId(), "given").get());
            assertEquals("r1", service.submit(RequestScopeTest::requestId).get());
            for (Future<String> future : service.invokeAll(tasks)) {
                assertEquals("r1", future.get());
            }
            for (Future<String> future : service.invokeAll(tasks, 10, TimeUnit.SECONDS)) {
                assertEquals("r1", future.get());
            }
            assertEquals("r1", service.invokeAny(tasks));
            assertEquals("r1", service.invokeAny(tasks, 10, TimeUnit.SECONDS));
        }
        service.shutdown();
        assertTrue(service.awaitTermination(10, TimeUnit.SECONDS));
        assertTrue(service.isShutdown() && service.isTerminated());
        assertEquals(List.of("r1", "r1", "r1"), Arrays.asList(seen));
    }

    @Test
    void virtualThreadsCarryTheCallersMdc() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        assertCarriesByEveryMethod(RequestScope.executorService(virtual));
    }
}
