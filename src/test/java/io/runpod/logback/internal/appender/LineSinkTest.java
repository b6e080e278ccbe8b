package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.Access;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RunPodAppender;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of lines when the stream is slow, broken or full. */
@Timeout(20)
class LineSinkTest {

    /** Keeps every write as one text; the first one waits until it is let go. */
    private static final class StalledOutputStream extends OutputStream {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final List<String> writes = new ArrayList<>();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            boolean first = entered.getCount() > 0;
            entered.countDown();
            if (first) {
                awaitUninterruptibly(released);
            }
            synchronized (writes) {
                writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
        }
    }

    /** Takes a part of what it is given and fails, as long as it is told to. */
    private static final class BrokenOutputStream extends OutputStream {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        boolean broken;
        boolean brokenInFlush;
        Exception failure = new IOException("No space left on device");

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (broken) {
                taken.write(bytes, from, length / 2);
                fail();
            }
            taken.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (brokenInFlush) {
                fail();
            }
        }

        private void fail() throws IOException {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw (IOException) failure;
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int write(LineSink sink, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return sink.write(bytes, bytes.length);
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private static void awaitBlocked(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
    }

    @Test
    void linesOfSystemOutGoToTheOneOfTheMomentAndAreFlushed() {
        PrintStream before = System.out;
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        System.setOut(new PrintStream(new BufferedOutputStream(taken), false));
        try {
            write(LineSink.SYSTEM_OUT, "line\n");
            assertEquals("line\n", taken.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void lineIsOneWriteAndWrittenWhenTheCallReturns() {
        StalledOutputStream stream = new StalledOutputStream();
        stream.released.countDown();
        LineSink sink = new LineSink(stream);
        byte[] large = ("x".repeat(100) + "\n-----").getBytes(StandardCharsets.UTF_8);
        sink.write(large, 101);
        write(sink, "b\n");
        assertEquals(List.of("x".repeat(100) + "\n", "b\n"), stream.writes);
    }

    @Test
    void failingStreamNeverReachesTheCallerAndItsLinesAreCounted() {
        BrokenOutputStream stream = new BrokenOutputStream();
        LineSink sink = new LineSink(stream);
        assertEquals(0, write(sink, "before\n"));
        stream.broken = true;
        assertEquals(1, write(sink, "lost 1\n"));
        stream.failure = new IllegalStateException("closed");
        byte[] two = "lost 2\nlost 3\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(2, sink.write(two, two.length, 2));
        stream.broken = false;
        stream.brokenInFlush = true;
        assertEquals(1, write(sink, "lost 4\n"));
    }

    @Test
    void writingResumesOnAFreshLine() {
        BrokenOutputStream stream = new BrokenOutputStream();
        LineSink sink = new LineSink(stream);
        stream.broken = true;
        assertEquals(1, write(sink, "0123456789\n"));
        assertEquals(1, write(sink, "0123456789\n"));
        stream.broken = false;
        assertEquals(0, write(sink, "after\n"));
        assertEquals(0, write(sink, "and on\n"));
        assertTrue(stream.text().startsWith("01234"), stream.text());
        assertTrue(stream.text().endsWith("\nafter\nand on\n"), stream.text());
    }

    @Test
    void linesThatWaitedForABrokenStreamAreAllCounted() throws InterruptedException {
        StalledOutputStream stalled = new StalledOutputStream();
        OutputStream brokenAfterwards = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                stalled.write(bytes, from, length);
                throw new IOException("Broken pipe");
            }
        };
        LineSink sink = new LineSink(brokenAfterwards);
        AtomicInteger lost = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        threads.add(start(() -> lost.addAndGet(write(sink, "a\n"))));
        stalled.entered.await();
        for (int i = 0; i < 4; i++) {
            Thread thread = start(() -> lost.addAndGet(write(sink, "b\n")));
            awaitBlocked(thread);
            threads.add(thread);
        }
        stalled.released.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(5, lost.get());
    }

    @Test
    void everyThreadsLinesKeepTheirOrder() throws InterruptedException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        LineSink sink = new LineSink(stream);
        int threads = 8;
        int lines = 5_000;
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            running.add(start(() -> {
                for (int i = 0; i < lines; i++) {
                    write(sink, thread + ":" + i + "\n");
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        int[] next = new int[threads];
        stream.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
            int colon = line.indexOf(':');
            int thread = Integer.parseInt(line.substring(0, colon));
            assertEquals(next[thread]++, Integer.parseInt(line.substring(colon + 1)), line);
        });
        for (int written : next) {
            assertEquals(lines, written);
        }
    }

    @Test
    void interruptedThreadWritesItsLineAndStaysInterrupted() throws InterruptedException {
        StalledOutputStream stream = new StalledOutputStream();
        LineSink sink = new LineSink(stream);
        Thread first = start(() -> write(sink, "first\n"));
        stream.entered.await();
        boolean[] flag = new boolean[1];
        Thread waiting = start(() -> {
            write(sink, "waiting\n");
            flag[0] = Thread.currentThread().isInterrupted();
        });
        awaitBlocked(waiting);
        waiting.interrupt();
        stream.released.countDown();
        first.join();
        waiting.join(TimeUnit.SECONDS.toMillis(10));
        assertTrue(flag[0], "interrupted");
        assertEquals(List.of("first\n", "waiting\n"), stream.writes);
    }

    /** An appender of its own context. */
    private static RunPodAppender appender(LineSink sink, LoggerContext context, boolean queue) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        RunPodAppender appender = Access.appender(sink);
        appender.setContext(context);
        if (queue) {
            appender.setQueue(new QueueStage());
        }
        appender.start();
        context.getLogger("sink").addAppender(appender);
        return appender;
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true", "false, true"})
    void lossesAreCountedByTheAppenderWhoseLinesTheyWere(boolean queueOfOne, boolean queueOfOther) {
        BrokenOutputStream stream = new BrokenOutputStream();
        stream.broken = true;
        LineSink sink = new LineSink(stream);
        LoggerContext oneContext = new LoggerContext();
        LoggerContext otherContext = new LoggerContext();
        RunPodAppender one = appender(sink, oneContext, queueOfOne);
        RunPodAppender other = appender(sink, otherContext, queueOfOther);
        for (int i = 0; i < 10; i++) {
            oneContext.getLogger("sink").info("one {}", i);
        }
        for (int i = 0; i < 5; i++) {
            otherContext.getLogger("sink").info("other {}", i);
        }
        oneContext.stop();
        otherContext.stop();
        assertEquals(10, one.stats().unwritten());
        assertEquals(5, other.stats().unwritten());
        assertEquals(0, one.stats().written() + other.stats().written());
    }

    @Test
    void appenderReportsLostLinesByAWarningWhenItStops() {
        BrokenOutputStream stream = new BrokenOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        RunPodAppender appender = Access.appender(new LineSink(stream));
        appender.setContext(context);
        appender.start();
        Logger logger = context.getLogger("sink");
        logger.addAppender(appender);
        logger.info("whole");
        stream.broken = true;
        logger.info("lost");
        stream.broken = false;
        logger.info("after");
        assertEquals(1, appender.stats().unwritten());
        assertTrue(stream.text().endsWith("\nINFO   | after\n"), stream.text());
        context.stop();
        List<Status> problems = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .toList();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).getMessage().startsWith("1 "), problems::toString);
        assertFalse(appender.isStarted());
    }
}
