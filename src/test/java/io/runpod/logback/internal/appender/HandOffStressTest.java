package io.runpod.logback.internal.appender;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.Access;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.UnreliableOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/**
 * Many threads that give lines to one sink, and events to one encoder, as fast as they can. {@code
 * -DargLine="-Dstress.seconds=600"} for how long in all.
 */
@Timeout(value = 13, unit = TimeUnit.HOURS)
class HandOffStressTest {

    private static final int CASES = 6;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1) * Integer.getInteger("stress.seconds", 2) / CASES;

    /** {@code newVirtualThreadPerTaskExecutor()} came with Java 21. */
    private static ExecutorService threads(boolean virtual) throws ReflectiveOperationException {
        if (!virtual) {
            return Executors.newCachedThreadPool();
        }
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private interface Task {
        void run(int thread) throws Exception;
    }

    private static void onThreads(int count, boolean virtual, Task task) throws Exception {
        ExecutorService pool = threads(virtual);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            int thread = t;
            running.add(pool.submit(() -> {
                task.run(thread);
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        pool.shutdown();
    }

    /** Mostly short ones; some longer than a page or a pipe's room. */
    private static int letters(Random random) {
        int kind = random.nextInt(2000);
        if (kind == 0) {
            return (1 << 20) + random.nextInt(1 << 18);
        } else if (kind < 10) {
            return random.nextInt(300_000);
        } else if (kind < 60) {
            return (1 << 14) - 100 + random.nextInt(200);
        }
        return random.nextInt(300);
    }

    @ParameterizedTest
    @CsvSource({"8, false, false", "8, true, false", "3, true, false", "64, true, true"})
    void everyLineReachesTheOutputOnceAndBeforeTheCallReturns(int threads, boolean fails, boolean virtual)
            throws Exception {
        long seed = System.nanoTime();
        UnreliableOutputStream stream = new UnreliableOutputStream(threads, seed, fails);
        LineSink sink = new LineSink(stream);
        AtomicLong given = new AtomicLong();
        AtomicLong lost = new AtomicLong();
        long end = System.nanoTime() + NANOS;
        onThreads(threads, virtual, thread -> {
            Random random = new Random(seed + thread);
            byte[] lines = new byte[1 << 12];
            byte[] line = new byte[(1 << 20) + (1 << 18) + 100];
            long number = 0;
            while (System.nanoTime() < end && stream.problem == null) {
                int count = random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1;
                int length = 0;
                for (int i = 0; i < count; i++) {
                    int one = UnreliableOutputStream.line(line, thread, number++, letters(random));
                    if (length + one > lines.length) {
                        lines = Arrays.copyOf(lines, length + one);
                    }
                    System.arraycopy(line, 0, lines, length, one);
                    length += one;
                }
                boolean interrupted = random.nextInt(50) == 0;
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                long freshLinesFailed = stream.freshLinesFailed();
                lost.addAndGet(sink.write(lines, length, count));
                assertEquals(interrupted, Thread.interrupted());
                if (stream.problem == null && freshLinesFailed == stream.freshLinesFailed()) {
                    assertEquals(number, stream.settled(thread), "returned before its line was out");
                }
                // The array is the caller's again: what is read from it now is not the line.
                Arrays.fill(lines, 0, Math.min(length, 400), (byte) '!');
                if (lines.length > 1 << 16) {
                    lines = new byte[1 << 12];
                }
            }
            given.addAndGet(number);
        });
        assertNull(stream.problem, () -> "seed " + seed);
        long notGiven = given.get() - stream.lines();
        assertEquals(stream.lost() + notGiven, lost.get(), "seed " + seed);
        assertTrue(notGiven == 0 || stream.freshLinesFailed() > 0, "seed " + seed);
        assertTrue(given.get() > threads);
    }

    /** Its text is made while a line is being built: it logs a line, or fails behind that. */
    private record LoggingArgument(Logger logger, int stream, long number, boolean fails) {
        @Override
        public String toString() {
            logger.info("{}:{} {}", stream, number, text(number));
            if (fails) {
                throw new IllegalStateException("no text");
            }
            return text(number);
        }
    }

    private static String text(long number) {
        return ("t" + number + " ").repeat((int) (number % 40));
    }

    /** Reads each line as it comes; the sink lets one thread write at a time. */
    private static final class CheckingOutputStream extends OutputStream {
        final long[] next;
        long lines;
        String problem;

        CheckingOutputStream(int streams) {
            next = new long[streams];
        }

        @Override
        public void write(int one) {
            problem = "a single byte: " + one;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            new String(bytes, from, length, StandardCharsets.UTF_8).lines().forEach(this::check);
        }

        private void check(String line) {
            lines++;
            int begin = line.indexOf("\"message\": \"") + 12;
            int colon = line.indexOf(':', begin);
            int stream = Integer.parseInt(line, begin, colon, 10);
            long number = next[stream]++;
            String expected = stream % 2 == 1 ? inner(stream, number) : outer(stream, number);
            if (!expected.equals(line) && problem == null) {
                problem = "expected " + expected + " found " + line;
            }
        }

        private static String inner(int stream, long number) {
            return "{\"requestId\": null, \"message\": \"" + stream + ":" + number + " " + text(number)
                    + "\", \"level\": \"INFO\"}";
        }

        private static String outer(int stream, long number) {
            String text = fails(number)
                    ? "[unserializable: " + LoggingArgument.class.getName() + ": IllegalStateException: no text]"
                    : text(number);
            return "{\"requestId\": null, \"message\": \"" + stream + ":" + number + " " + text
                    + "\", \"level\": \"INFO\", \"extra\": {\"n\": " + number + ", \"text\": \"" + text(number)
                    + "\"}}";
        }
    }

    private static boolean fails(long number) {
        return number % 3 == 0;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eventThatIsLoggedWithinAnotherSharesNothingWithIt(boolean virtual) throws Exception {
        int threads = virtual ? 100 : 12;
        CheckingOutputStream out = new CheckingOutputStream(2 * threads);
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setContext(context);
        RunPodAppender appender = Access.appender(new LineSink(out));
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger logger = context.getLogger("stress");
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        long end = System.nanoTime() + NANOS;
        onThreads(threads, virtual, thread -> {
            for (long i = 0; System.nanoTime() < end; i++) {
                LoggingArgument argument = new LoggingArgument(logger, 2 * thread + 1, i, fails(i));
                logger.info("{}:{} {}", 2 * thread, i, argument, kv("n", i), kv("text", text(i)));
            }
        });
        context.stop();
        assertNull(out.problem);
        assertEquals(appender.stats().written(), out.lines);
        assertEquals(0, appender.stats().dropped());
    }
}
