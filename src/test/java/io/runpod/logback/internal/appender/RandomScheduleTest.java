package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.Access;
import io.runpod.logback.BufferStage;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.SampleStage;
import io.runpod.logback.ThrottleStage;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/**
 * Threads that log through every kind of stages while the output stalls, fails or takes a part, threads are interrupted
 * and appenders are replaced and stopped, all at random. What holds whatever the schedule is:
 *
 * <ul>
 *   <li>conservation: accepted = written + dropped by reason + waiting; each written line came once, whole, and in its
 *       thread's order
 *   <li>liveness: after the last fault each call returns, and the next line is written
 * </ul>
 *
 * {@code -DargLine="-Dschedule.seconds=600"} for how long, 3 seconds by default; {@code -Dschedule.seed=N} repeats the
 * choices of a round that failed, as far as the threads allow.
 */
@Timeout(value = 13, unit = TimeUnit.HOURS)
class RandomScheduleTest {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("schedule.seconds", 3));
    private static final long MOST_MILLIS = 30_000;

    private enum Fault {
        NONE,
        STALL,
        PART,
        ERROR,
        FLUSH
    }

    /** Knows of each write whether it failed, and whether it began on a fresh line. */
    private static final class FaultyOutput extends OutputStream {
        private final Random random;
        private final ByteArrayOutputStream good = new ByteArrayOutputStream();
        private volatile Fault fault = Fault.NONE;
        private volatile String problem;

        // Of the thread that writes; the sink has one at a time.
        private byte last = '\n';
        private byte[] unflushed = new byte[0];

        FaultyOutput(long seed) {
            random = new Random(seed);
        }

        synchronized void set(Fault next) {
            fault = next;
            notifyAll();
        }

        private synchronized void stall() {
            boolean interrupted = false;
            while (fault == Fault.STALL) {
                try {
                    wait();
                } catch (InterruptedException goOn) { // as a write to a pipe does
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            stall();
            boolean freshLine = length == 1 && bytes[from] == '\n';
            if (last != '\n' && !freshLine) {
                problem = "not on a fresh line: " + new String(bytes, from, length, StandardCharsets.UTF_8);
            }
            Fault now = fault;
            if (now == Fault.PART || now == Fault.ERROR) {
                int part = now == Fault.PART ? random.nextInt(length) : 0;
                last = part == 0 ? last : bytes[from + part - 1];
                fail(now);
            }
            last = bytes[from + length - 1];
            unflushed = Arrays.copyOfRange(bytes, from, from + length);
        }

        @Override
        public void flush() throws IOException {
            if (fault == Fault.FLUSH) {
                fail(Fault.FLUSH);
            }
            synchronized (good) {
                good.writeBytes(unflushed);
            }
        }

        private static void fail(Fault how) throws IOException {
            if (how == Fault.ERROR) {
                throw new LinkageError("error of the output");
            }
            throw new IOException("No space left on device");
        }

        List<JsonLine> lines() {
            synchronized (good) {
                return good.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .map(JsonLine::parse)
                        .toList();
            }
        }
    }

    /** One run: its appenders, all of them on one sink, and its threads. */
    private static final class Round {
        final long seed;
        final Random random;
        final FaultyOutput out;
        final LineSink sink;
        final LoggerContext context = new LoggerContext();
        final List<RunPodAppender> appenders = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        final AtomicLong calls = new AtomicLong();

        /** Whether threads log for the same requests. One of them may end a request while another writes its details. */
        final boolean sharesRequests;

        volatile RunPodAppender current;
        volatile boolean ending;
        volatile Throwable failure;

        Round(long seed) {
            this.seed = seed;
            random = new Random(seed);
            sharesRequests = random.nextBoolean();
            out = new FaultyOutput(seed);
            sink = new LineSink(out);
            context.setMDCAdapter(MDC.getMDCAdapter());
        }

        /** An appender with stages at random; its number is a field of its lines. */
        void replace() {
            RunPodEncoder encoder = new RunPodEncoder();
            encoder.setFormat("json");
            encoder.setCustomFields("{\"appender\": " + appenders.size() + "}");
            encoder.setContext(context);
            RunPodAppender made = Access.appender(sink);
            made.setContext(context);
            made.setName("A" + appenders.size());
            made.setEncoder(encoder);
            made.setShutdownTimeout("20 ms");
            if (random.nextInt(3) > 0) {
                QueueStage queue = new QueueStage();
                queue.setCapacity(Integer.toString(16 + random.nextInt(100)));
                queue.setWhenFull(random.nextBoolean() ? "drop" : "block");
                queue.setMaxBlock("5 ms");
                made.setQueue(queue);
            }
            if (random.nextBoolean()) {
                BufferStage buffer = new BufferStage();
                buffer.setMaxRequests("2");
                buffer.setMaxBytes(random.nextBoolean() ? "1024" : "100000");
                made.setBuffer(buffer);
            }
            if (random.nextInt(4) == 0) {
                ThrottleStage throttle = new ThrottleStage();
                throttle.setLinesPerSecond("100");
                made.setThrottle(throttle);
            }
            if (random.nextInt(4) == 0) {
                SampleStage sample = new SampleStage();
                sample.setOneIn("2");
                made.setSample(sample);
            }
            made.start();
            RunPodAppender before = current;
            appenders.add(made);
            current = made;
            if (before != null) {
                before.stop();
            }
        }

        void log(Level level, String message) {
            calls.incrementAndGet();
            Object[] arguments = {message}; // one template, so that a throttle counts all lines of a level together
            current.doAppend(new LoggingEvent("fqcn", context.getLogger("app"), level, "{}", null, arguments));
        }

        void work(int thread) {
            Random own = new Random(seed + thread);
            int number = 0;
            while (!ending) {
                String id = (sharesRequests ? "r" : "r" + thread + "-") + own.nextInt(3);
                try (var scope = RequestScope.open(id)) {
                    for (int i = own.nextInt(6); i >= 0; i--) {
                        Level level = List.of(Level.DEBUG, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR)
                                .get(own.nextInt(5));
                        boolean interrupts = own.nextInt(20) == 0;
                        if (interrupts) {
                            Thread.currentThread().interrupt();
                        }
                        log(level, thread + ":" + number++ + " " + "x".repeat(own.nextInt(200)));
                        if (interrupts && !Thread.currentThread().isInterrupted()) {
                            throw new AssertionError("the interrupt is gone");
                        }
                        if (own.nextInt(10) == 0) {
                            Thread.interrupted(); // or the next call may come with it
                        }
                    }
                }
            }
        }

        void run() throws Exception {
            replace();
            int count = 1 + random.nextInt(6);
            for (int t = 0; t < count; t++) {
                int thread = t;
                threads.add(new Thread(() -> {
                    try {
                        work(thread);
                    } catch (Throwable problem) {
                        failure = problem;
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (int step = 5 + random.nextInt(15); step > 0; step--) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> out.set(Fault.NONE);
                    case 2, 3 -> out.set(Fault.values()[random.nextInt(Fault.values().length)]);
                    case 4 -> threads.get(random.nextInt(count)).interrupt();
                    default -> replace();
                }
                Thread.sleep(random.nextInt(8));
            }
            out.set(Fault.NONE);
            awaitNothingWaitsInClosedQueues();
            ending = true;
            for (Thread thread : threads) {
                thread.join(MOST_MILLIS);
                assertFalse(thread.isAlive(), () -> "liveness: " + List.of(thread.getStackTrace()));
            }
            Access.drain(current); // a full queue may drop a line, so it is emptied first
            log(Level.ERROR, count + ":0 last"); // a level that no stage drops
            current.stop();
            check();
        }

        /** A line that the last fault has caught may still count as waiting. */
        private void awaitNothingWaitsInClosedQueues() throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
            for (RunPodAppender appender : appenders) {
                while (appender != current && appender.stats().waiting() > 0) {
                    assertTrue(System.nanoTime() < end, "liveness: lines wait for ever");
                    Thread.sleep(1);
                }
            }
        }

        void check() {
            assertNull(failure);
            assertNull(out.problem);
            long written = 0;
            long dropped = 0;
            for (RunPodAppender appender : appenders) {
                assertEquals(0, appender.stats().waiting(), "waiting");
                written += appender.stats().written();
                dropped += appender.stats().dropped();
            }
            assertEquals(calls.get(), written + dropped, "conservation: accepted = written + dropped");
            Map<String, Integer> lastOf = new HashMap<>();
            Set<String> seen = new HashSet<>();
            for (JsonLine line : out.lines()) {
                String message = line.message();
                if (message.startsWith("Dropped ")) {
                    continue;
                }
                int colon = message.indexOf(':');
                int blank = message.indexOf(' ');
                String thread = message.substring(0, colon);
                int number = Integer.parseInt(message.substring(colon + 1, blank));
                assertTrue(seen.add(thread + ":" + number), () -> "twice: " + line.raw);
                // The details of a request wait for each other only.
                String level = line.root.get("level").stringValue();
                String kind = level.equals("DEBUG") ? line.root.get("requestId").stringValue() : "";
                if (sharesRequests && level.equals("DEBUG")) {
                    continue;
                }
                Integer before = lastOf.put(thread + " " + line.extra("appender") + " " + kind, number);
                assertTrue(before == null || before < number, () -> "order: " + line.raw);
            }
            assertEquals(written, seen.size(), "conservation: written lines");
            assertTrue(seen.contains(threads.size() + ":0"), "liveness: the line after the last fault");
        }
    }

    @Test
    void linesAreConservedAndWritesGoOn() throws Exception {
        long end = System.nanoTime() + NANOS;
        Long given = Long.getLong("schedule.seed");
        long seed = given == null ? System.nanoTime() : given;
        do {
            Round round = new Round(seed);
            try {
                round.run();
            } catch (Throwable problem) {
                throw new AssertionError("-Dschedule.seed=" + seed, problem);
            } finally {
                round.out.set(Fault.NONE);
                round.ending = true;
            }
            seed++;
        } while (System.nanoTime() < end);
    }
}
