package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What the encoder remembers of names, classes and frames never shows in a line of another event. */
class CacheTest {

    private final LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private String logged(Throwable problem) {
        lines.logger.error("failed", problem);
        return lines.last();
    }

    private static String loggedByAnother(Throwable problem) {
        try (LogLines fresh = LogLines.json()) {
            fresh.logger.error("failed", problem);
            return fresh.last();
        }
    }

    private static Throwable thrown(StackTraceElement... frames) {
        Throwable problem = new IllegalStateException("no");
        problem.setStackTrace(frames);
        return problem;
    }

    private static StackTraceElement frame(String type, String method, String file, int line) {
        return new StackTraceElement(type, method, file, line);
    }

    @Test
    void moreNamesThanAreRememberedStayThemselves() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                lines.logger.atInfo().addKeyValue("name" + i, i).log("m");
                lines.lastJson().hasExtra("name" + i, String.valueOf(i));
            }
        }
    }

    @Test
    void moreMdcKeysThanAreRememberedStayThemselves() {
        for (int i = 0; i < 3000; i++) {
            MDC.put("key" + i, "v" + i);
            lines.logger.info("m");
            lines.lastJson().hasExtra("key" + i, "\"v" + i + "\"");
            MDC.remove("key" + i);
        }
    }

    @Test
    void moreFramesThanAreRememberedStayThemselves() {
        for (int i = 0; i < 4000; i++) {
            String method = "run" + i % 1500;
            String message = trace(thrown(frame("app.Service", method, "Service.java", i % 700)));
            assertTrue(message.endsWith("at app.Service." + method + "(Service.java:" + i % 700 + ")"), message);
        }
    }

    private String trace(Throwable problem) {
        logged(problem);
        return lines.lastJson().message();
    }

    /** A run of frames is remembered when it comes the second time, and used from the third on. */
    @Test
    void traceIsTheSameHoweverOftenItComes() {
        Throwable problem = Problems.framed(
                new IllegalStateException("no", Problems.framed(new RuntimeException("root"), "call", 70)), "run", 90);
        String first = logged(problem);
        for (int i = 0; i < 4; i++) {
            assertEquals(first, logged(problem));
        }
        assertEquals(first, loggedByAnother(problem));
    }

    @Test
    void runsThatDifferInOneFrameAreToldApart() {
        Function<StackTraceElement, Throwable> with = odd -> thrown(IntStream.range(0, 40)
                .mapToObj(i -> i == 7 ? odd : frame("app.Service", "run", "Service.java", i))
                .toArray(StackTraceElement[]::new));
        List<Throwable> problems = new ArrayList<>();
        for (StackTraceElement odd : List.of(
                frame("app.Service", "run", "Service.java", 7),
                frame("app.Service", "run", "Service.java", 8),
                frame("app.Service", "walk", "Service.java", 7),
                frame("app.Other", "run", "Service.java", 7),
                frame("app.Service", "run", "Other.java", 7),
                frame("app.Service", "run", null, 7),
                frame("app.Service", "run", "Service.java", -2))) {
            problems.add(with.apply(odd));
        }
        for (int round = 0; round < 4; round++) {
            for (Throwable problem : problems) {
                assertEquals(loggedByAnother(problem), logged(problem));
            }
        }
    }

    @Test
    void framesOfSuppressedThrowablesAreIndentedAlsoFromTheCache() {
        Throwable problem = Problems.framed(new IllegalStateException("no"), "call", 3);
        Throwable suppressed = Problems.framed(new RuntimeException("also"), "run", 3);
        String plain = logged(suppressed);
        assertEquals(plain, logged(suppressed));
        assertEquals(plain, logged(suppressed));
        problem.addSuppressed(suppressed);
        assertEquals(loggedByAnother(problem), logged(problem));
        assertTrue(
                lines.last().contains("\\n\\tSuppressed: java.lang.RuntimeException: also\\n\\t\\tat app.Service.run("),
                lines.last());
    }

    @Test
    void threadsShareWhatIsRemembered() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int own = thread;
            results.add(threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    Throwable problem =
                            Problems.framed(new IllegalStateException("no"), "run" + (i + own) % 50, 1 + i % 40);
                    lines.logger.error("thread" + own, problem);
                }
            }));
        }
        for (Future<?> result : results) {
            result.get();
        }
        threads.shutdown();
        for (String line : lines.all()) {
            JsonLine json = JsonLine.parse(line);
            String[] frames = json.message().split("\n\tat ");
            int count = frames.length - 1;
            String method = frames[1].substring("app.Service.".length(), frames[1].indexOf('('));
            for (int i = 1; i <= count; i++) {
                assertEquals("app.Service." + method + "(Service.java:" + i + ")", frames[i]);
            }
        }
    }
}
