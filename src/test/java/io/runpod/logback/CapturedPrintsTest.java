package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the application prints becomes lines of the appender that captures it. */
@Timeout(60)
class CapturedPrintsTest {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final LoggerContext context = new LoggerContext();
    private final RunPodAppender appender = new RunPodAppender(new LineSink(written));

    @BeforeEach
    void capture() {
        System.setOut(terminal);
        System.setErr(terminal);
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        appender.setEncoder(encoder);
        appender.setContext(context);
        appender.setCaptureSystemOut("true");
        appender.start();
        context.getLogger("app").addAppender(appender);
    }

    @AfterEach
    void restore() {
        context.stop();
        appender.stop();
        System.setOut(out);
        System.setErr(err);
        MDC.clear();
    }

    private List<JsonLine> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonLine::parse)
                .toList();
    }

    @Test
    void eachPrintedLineIsALineWithTheRequestId() {
        RequestScope.run("r1", () -> {
            System.out.println("{} of é\n\nsecond\r");
            System.err.print("to ");
            System.err.println("standard error");
        });
        List<JsonLine> lines = lines();
        assertEquals(3, lines.size(), lines::toString);
        lines.get(0).hasRequestId("r1").hasLevel("INFO").hasMessage("{} of é").hasNoExtra();
        lines.get(1).hasMessage("second");
        lines.get(2).hasRequestId("r1").hasLevel("WARN").hasMessage("to standard error");
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void longLineIsCutBetweenCharacters() {
        String text = "a" + "中😀é".repeat(20_000);
        System.out.println(text);
        List<JsonLine> lines = lines();
        assertEquals(3, lines.size()); // 180,001 bytes
        System.out.println("next");
        assertEquals("next", lines().get(3).message());
        assertTrue(lines.stream().noneMatch(line -> line.message().contains("\uFFFD")));
    }

    @Test
    void printedLinesCountInASummary() {
        Logger summaries = (Logger) LoggerFactory.getLogger(RequestScope.class);
        summaries.addAppender(appender);
        summaries.setLevel(Level.INFO);
        try (RequestScope scope = RequestScope.open("r1").summary("Job")) {
            System.err.println("a warning");
        } finally {
            summaries.detachAppender(appender);
            summaries.setLevel(null);
        }
        lines().get(1).hasMessage("Job finished").hasExtra("lines", "{\"WARN\": 1}");
    }

    @Test
    void levelsOfTheirLoggersHold() {
        context.getLogger("stdout").setLevel(Level.OFF);
        System.out.println("off");
        System.err.println("on");
        assertEquals(1, lines().size());
    }

    @Test
    void endPassesOnWhatIsLeftAndPutsTheStreamsBack() {
        PrintStream kept = System.out;
        System.out.print("no end of a line");
        appender.stop();
        assertEquals("no end of a line", lines().get(0).message());
        assertSame(terminal, System.out);
        assertSame(terminal, System.err);
        kept.print("late");
        assertEquals("late", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void streamOfTheApplicationStays() {
        PrintStream own = new PrintStream(new ByteArrayOutputStream());
        System.setOut(own);
        appender.stop();
        assertSame(own, System.out);
    }

    @Test
    void objectThatPrintsWhileItsLineIsMadeIsNoCircle() {
        Object loud = new Object() {
            @Override
            public String toString() {
                System.out.println("printed by toString");
                return "loud";
            }
        };
        context.getLogger("app").info("m {}", loud);
        System.out.println(loud);
        assertEquals(4, lines().size(), lines()::toString);
    }

    @Test
    void manyThreadsPrintWholeLines() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException stopped) {
                    return;
                }
                MDC.put("requestId", "r" + thread);
                for (int i = 0; i < 500; i++) {
                    System.out.println("r" + thread + " " + i);
                    context.getLogger("app").info("r{} logs", thread);
                }
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        List<JsonLine> lines = lines();
        assertEquals(8 * 500 * 2, lines.size());
        for (JsonLine line : lines) {
            line.hasRequestId(line.message().substring(0, 2));
        }
    }

    @Test
    void lineWithoutEndIsPassedOnInParts() {
        System.out.println("x".repeat(200_000));
        assertTrue(IntStream.range(0, lines().size())
                .allMatch(i -> lines().get(i).message().startsWith("xx")));
        assertEquals(4, lines().size());
    }

    @Test
    void targetSystemOutIsTold() {
        RunPodAppender other = new RunPodAppender();
        other.setContext(context);
        other.setTarget("System.out");
        other.setCaptureSystemOut("true");
        PrintStream before = System.out;
        other.start();
        assertSame(before, System.out);
        other.stop();
        List<String> warnings = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .map(Status::getMessage)
                .toList();
        assertEquals(
                List.of("captureSystemOut: has no effect with the target System.out. Valid with it: false."), warnings);
    }
}
