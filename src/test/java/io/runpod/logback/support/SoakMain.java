package io.runpod.logback.support;

import static net.logstash.logback.argument.StructuredArguments.kv;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodAppenderStats;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that logs for a long time, at an even pace, and is configured anew again and again (for SoakTest). */
public final class SoakMain {

    public static final int THREADS = 5;

    /** What an argument that logs logs has numbers of its own; so every other thread is not one. */
    public static final int STREAMS = 2 * THREADS;

    public static final int LINES_PER_SECOND = 5_000;

    /** No part of it may show. */
    public static final String SECRET = "W5sQ1zXe3dCr4fV!t6gB*yH8";

    /** They take turns. Of the first one the process is measured. */
    public static final List<String> STAGES = List.of(
            "",
            "<queue><maxBlock>1 min</maxBlock></queue>",
            "<queue><capacity>64</capacity><whenFull>drop</whenFull></queue>",
            "<buffer/>",
            "<throttle><linesPerSecond>50</linesPerSecond></throttle>",
            "<throttle><linesPerSecond>80</linesPerSecond></throttle><sample><oneIn>2</oneIn></sample>"
                    + "<buffer><maxBytes>1024</maxBytes></buffer>"
                    + "<queue><capacity>100</capacity><maxBlock>1 ms</maxBlock></queue>");

    private static final int LINES_AT_ONCE = 10;

    /** Whoever is so late, as a process that was stopped is, does not hurry to make it good. */
    private static final long LATEST_NANOS = 1_000_000_000L;

    private static final AtomicLong EVENTS = new AtomicLong();

    /** Of the appenders that were replaced, by the names in {@link #counts}. */
    private static final long[] COUNTS = new long[8];

    private static volatile boolean ending;

    private SoakMain() {}

    /** Sees each event that an appender takes. */
    public static final class Counter extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            EVENTS.incrementAndGet();
            return FilterReply.NEUTRAL;
        }
    }

    /** Fails when its text is wanted. */
    private static final class FailingArgument {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** Logs when its text is wanted. */
    private record LoggingArgument(Logger logger, int stream, AtomicLong number) {
        @Override
        public String toString() {
            logger.info("{}:{} within", stream, number.getAndIncrement());
            return "logged";
        }
    }

    /**
     * @param arguments seconds; milliseconds of each configuration; files for the samples and for the counts at the end
     */
    public static void main(String[] arguments) throws Exception {
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0]));
        long turnMillis = Long.parseLong(arguments[1]);
        Path samples = Path.of(arguments[2]);
        Logger logger = LoggerFactory.getLogger("soak");
        configure(0);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(new Thread(() -> logAtAnEvenPace(logger, thread)));
        }
        threads.forEach(Thread::start);
        RunPodAppender used = appender();
        RunPodAppender retired = null;
        long begin = System.nanoTime();
        for (int turn = 1; System.nanoTime() - begin < nanos; turn++) {
            Thread.sleep(turnMillis);
            if (turn % STAGES.size() == 1) {
                sample(samples, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
            }
            // A call may still be on its way through the one that was just replaced, not through the one before.
            count(retired);
            retired = used;
            configure(turn);
            used = appender();
        }
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
        count(retired);
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        count(used);
        Files.writeString(
                Path.of(arguments[3]),
                String.format(
                        "events=%d written=%d throttled=%d sampled=%d forgotten=%d bufferFull=%d queueFull=%d "
                                + "unwritten=%d waiting=%d",
                        EVENTS.get(),
                        COUNTS[0],
                        COUNTS[1],
                        COUNTS[2],
                        COUNTS[3],
                        COUNTS[4],
                        COUNTS[5],
                        COUNTS[6],
                        COUNTS[7]));
    }

    private static void configure(int turn) throws Exception {
        String xml = "<configuration><appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">"
                + "<filter class=\"" + Counter.class.getName() + "\"/>" + STAGES.get(turn % STAGES.size())
                + "</appender><root level=\"DEBUG\"><appender-ref ref=\"A\"/></root></configuration>";
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        // It keeps the first and the last 150 messages for ever, each with the object it came from.
        context.getStatusManager().clear();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static RunPodAppender appender() {
        return (RunPodAppender) ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME)
                .getAppender("A");
    }

    private static void count(RunPodAppender appender) {
        if (appender == null) {
            return;
        }
        RunPodAppenderStats stats = appender.stats();
        long[] counts = {
            stats.written(),
            stats.throttled(),
            stats.sampled(),
            stats.forgotten(),
            stats.bufferFull(),
            stats.queueFull(),
            stats.unwritten(),
            stats.waiting()
        };
        for (int i = 0; i < counts.length; i++) {
            COUNTS[i] += counts[i];
        }
    }

    private static void logAtAnEvenPace(Logger logger, int thread) {
        AtomicLong within = new AtomicLong();
        long period = TimeUnit.SECONDS.toNanos(1) * LINES_AT_ONCE * THREADS / LINES_PER_SECOND;
        long next = System.nanoTime();
        for (long number = 0; !ending; number += LINES_AT_ONCE) {
            try (var scope = RequestScope.open(thread + "-" + number)) {
                for (long i = number; i < number + LINES_AT_ONCE; i++) {
                    log(logger, thread, i, within);
                }
            }
            next = Math.max(next + period, System.nanoTime() - LATEST_NANOS);
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** Ten kinds of event. Of seven requests one fails. */
    private static void log(Logger logger, int thread, long number, AtomicLong within) {
        switch ((int) (number % LINES_AT_ONCE)) {
            case 0 -> logger.debug("{}:{} detail {}", thread, number, "x".repeat(1000));
            case 1 -> logger.info("{}:{} fields", thread, number, kv("steps", 30), kv("size", List.of(1024, 1024)));
            case 2 ->
                logger.info("{}:{} gr\u00fc\u00dfe \u65e5\u672c \ud83d\ude00 \u001b[31m\n{}", thread, number, '"');
            case 3 -> logger.info("{}:{} secret Bearer {}", thread, number, SECRET, kv("password", SECRET));
            case 4 -> logger.debug("{}:{} {}", thread, number, new FailingArgument(), kv("bad", new FailingArgument()));
            case 5 -> logger.info("{}:{} {}", thread, number, new LoggingArgument(logger, thread + THREADS, within));
            case 6 -> logger.warn("{}:{} map", thread, number, kv("map", Map.of("a", Map.of("b", new int[100]))));
            case 7 -> {
                if (number / LINES_AT_ONCE % 7 == 0) {
                    logger.error(
                            "{}:{} failed", thread, number, new IllegalStateException("outer", new Error("inner")));
                } else {
                    logger.debug("{}:{} went well", thread, number);
                }
            }
            case 8 -> logger.atInfo().addKeyValue("n", number).log("{}:{} key", thread, number);
            default -> logger.info("{}:{} long {}", thread, number, "x".repeat((int) (number % 6000)));
        }
    }

    /** {@code seconds=1 heapKilobytes=2 threads=3 files=4 beans=5}; the heap is what lives after a collection. */
    private static void sample(Path file, long seconds) throws Exception {
        System.gc();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        String[] files = new File("/proc/self/fd").list();
        int beans = ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.runpod.logback:*"), null)
                .size();
        Files.writeString(
                file,
                String.format(
                        "seconds=%d heapKilobytes=%d threads=%d files=%d beans=%d%n",
                        seconds, heap / 1024, threads, files == null ? 0 : files.length, beans),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
