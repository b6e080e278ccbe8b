package io.runpod.logback.support;

import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodAppenderStats;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What child processes of tests run: applications that know SLF4J only. */
public final class ChildMain {

    /** Those of {@link #load}: the second half are shutdown hooks. */
    public static final int LOAD_THREADS = 16;

    public static final int LINES_OF_A_HOOK = 300;

    /** What {@link #fill} logs each time there is room again. */
    public static final int LINES_IN_NEW_ROOM = 20;

    private static final int WARM_UP = 5000;

    /** Four of these make a line of 16 KB. */
    private static final String FILLER = "x".repeat(3950);

    private ChildMain() {}

    public static void main(String[] arguments) throws Exception {
        Logger logger = LoggerFactory.getLogger("child");
        switch (arguments[0]) {
            case "lines" -> {
                logLines(logger, Integer.parseInt(arguments[1]));
                exit(arguments[2]);
            }
            case "threads" -> logOnThreads(logger, 8, 5_000);
            case "load" -> load(logger, Path.of(arguments[1]), Long.parseLong(arguments[2]));
            case "pace" -> pace(logger, Long.parseLong(arguments[1]), Path.of(arguments[2]));
            case "large" -> largeLines(logger, Integer.parseInt(arguments[1]), Path.of(arguments[2]));
            case "fill" -> fill(logger, Path.of(arguments[1]), Integer.parseInt(arguments[2]), Path.of(arguments[3]));
            case "virtual" ->
                logOnVirtualThreads(
                        logger, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Path.of(arguments[3]));
            case "deep" -> logWhereTheStackEnds(logger);
            case "hook" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> logger.info("from the hook")));
                logger.info("before");
                System.exit(0);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** The first exception of this process is told where the stack ends; what comes then is told as ever. */
    private static void logWhereTheStackEnds(Logger logger) throws InterruptedException {
        logger.info("first");
        Thread deep = new Thread(
                null,
                () -> {
                    try {
                        endStack(logger);
                    } catch (StackOverflowError expected) {
                        logger.error("caught", expected);
                    }
                },
                "deep",
                256_000);
        deep.start();
        deep.join();
        Thread later = new Thread(() -> logger.error("later", new IllegalStateException("x")), "later");
        later.start();
        later.join();
        logger.error("last {}", 1.5, new IllegalStateException("y"));
    }

    @SuppressWarnings("InfiniteRecursion") // what is tried
    private static void endStack(Logger logger) {
        try {
            endStack(logger);
        } catch (StackOverflowError overflow) {
            logger.error("deep", overflow);
            throw overflow;
        }
    }

    private static void logLines(Logger logger, int count) {
        for (int i = 0; i < count; i++) {
            logger.info("line {}", i);
        }
    }

    /** Leaves a note that the application came to its end by itself. */
    private static void exit(String note) throws IOException {
        Files.writeString(Path.of(note), "done");
        System.exit(0);
    }

    private static void logOnThreads(Logger logger, int threads, int lines) throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            Thread one = new Thread(() -> {
                for (int i = 0; i < lines; i++) {
                    logger.info("{}:{}", thread, i);
                }
            });
            one.start();
            running.add(one);
        }
        for (Thread one : running) {
            one.join();
        }
    }

    /**
     * Logs on eight threads until the process ends, and in eight shutdown hooks beside them. How many calls of each
     * thread returned is kept in a mapped file, which outlives the process however it ends.
     *
     * @param exitAfterMillis when to call {@code System.exit}; 0 = never
     */
    private static void load(Logger logger, Path counters, long exitAfterMillis) throws Exception {
        MappedByteBuffer returned;
        try (FileChannel channel = FileChannel.open(
                counters, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            returned = channel.map(FileChannel.MapMode.READ_WRITE, 0, LOAD_THREADS * 8L);
        }
        for (int t = 0; t < LOAD_THREADS; t++) {
            int thread = t;
            boolean hook = t >= LOAD_THREADS / 2;
            long lines = hook ? LINES_OF_A_HOOK : Long.MAX_VALUE;
            Thread one = new Thread(() -> {
                for (long i = 0; i < lines; i++) {
                    logger.info("{}:{}", thread, i);
                    returned.putLong(thread * 8, i + 1);
                }
            });
            if (hook) {
                Runtime.getRuntime().addShutdownHook(one);
            } else {
                one.start();
            }
        }
        if (exitAfterMillis > 0) {
            Thread.sleep(exitAfterMillis);
            System.exit(0);
        }
    }

    /**
     * Logs on four threads, a line a millisecond each, and leaves a note of how long the calls took and what became of
     * the lines. The note is there, and empty, when they begin.
     */
    private static void pace(Logger logger, long millis, Path note) throws Exception {
        String filler = "x".repeat(100);
        for (int i = 0; i < WARM_UP; i++) {
            logger.info("warm-up {} {}", i, filler);
        }
        Files.createFile(note);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Thread> threads = new ArrayList<>();
        List<LongStream.Builder> times = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            LongStream.Builder nanos = LongStream.builder();
            times.add(nanos);
            Thread thread = new Thread(() -> {
                long begin = System.nanoTime();
                for (long i = 1; begin < end; i++) {
                    logger.info("{}:{} {}", number, i, filler);
                    nanos.add(System.nanoTime() - begin);
                    LockSupport.parkNanos(1_000_000 - (System.nanoTime() - begin));
                    begin = System.nanoTime();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] sorted =
                times.stream().flatMapToLong(LongStream.Builder::build).sorted().toArray();
        RunPodAppenderStats stats = stop();
        Files.writeString(
                note,
                "events=" + (WARM_UP + sorted.length) + " written=" + stats.written() + " queueFull="
                        + stats.queueFull() + " micros999=" + sorted[(int) (sorted.length * 0.999)] / 1000
                        + " microsMost=" + sorted[sorted.length - 1] / 1000);
    }

    /**
     * Logs requests on four threads: 20 DEBUG lines, 4 INFO lines and a WARN line of 16 KB each, and an ERROR line in
     * each tenth request. Leaves a note of what became of the lines. The note is there, and empty, when all are logged.
     */
    private static void largeLines(Logger logger, int requests, Path note) throws Exception {
        AtomicLong events = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int request = 0; request < requests; request++) {
                    try (RequestScope scope = RequestScope.open(number + "-" + request)) {
                        for (int i = 0; i < 20; i++) {
                            logLarge(logger.atDebug(), events);
                        }
                        for (int i = 0; i < 4; i++) {
                            logLarge(logger.atInfo(), events);
                        }
                        logLarge(logger.atWarn(), events);
                        if (request % 10 == 9) {
                            logLarge(logger.atError(), events);
                        }
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Files.createFile(note);
        RunPodAppenderStats stats = stop();
        Files.writeString(
                note,
                "events=" + events + " written=" + stats.written() + " dropped=" + stats.dropped() + " waiting="
                        + stats.waiting());
    }

    private static void logLarge(LoggingEventBuilder event, AtomicLong events) {
        event.addKeyValue("a", FILLER)
                .addKeyValue("b", FILLER)
                .addKeyValue("c", FILLER)
                .addKeyValue("d", FILLER)
                .log("large {}", events.incrementAndGet());
    }

    /**
     * Logs on eight threads until the file system takes no more, makes room, logs some lines more, and all that again;
     * leaves a note of what became of the lines.
     *
     * @param folder where standard output goes to
     * @param times how often it makes room
     */
    private static void fill(Logger logger, Path folder, int times, Path note) throws Exception {
        for (int time = 0; time < times; time++) {
            Files.write(folder.resolve("ballast" + time), new byte[1 << 14]);
        }
        RunPodAppender appender = appender();
        AtomicLong events = new AtomicLong();
        for (int time = 0; time < times; time++) {
            long enough = appender.stats().unwritten() + 500;
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Thread thread = new Thread(() -> {
                    while (appender.stats().unwritten() < enough) {
                        logger.info("load {}", events.incrementAndGet());
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            while (appender.stats().waiting() > 0) {
                Thread.sleep(1);
            }
            Files.delete(folder.resolve("ballast" + time));
            for (int i = 0; i < LINES_IN_NEW_ROOM; i++) {
                events.incrementAndGet();
                logger.info("room {} {}", time, i);
            }
        }
        RunPodAppenderStats stats = stop();
        Files.writeString(note, "events=" + events + " written=" + stats.written() + " unwritten=" + stats.unwritten());
    }

    /** Parks while its class is being initialised, which holds a virtual thread to its carrier. */
    private static final class Pinned {
        static final long SINCE = System.nanoTime();

        static {
            LockSupport.parkNanos(50_000_000);
        }
    }

    /**
     * Logs on virtual threads (JDK 21), all at once, and leaves a note of what became of the lines, of how often a
     * thread could not leave its carrier at all, and how often with this library on its stack.
     */
    private static void logOnVirtualThreads(Logger logger, int threads, int lines, Path note) throws Exception {
        // First to load the classes: a thread that waits for another to load one is held to its carrier by the JVM.
        onVirtualThreads(logger, threads / 10, lines);
        Path file = note.resolveSibling("recording.jfr");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            pinOne();
            onVirtualThreads(logger, threads, lines);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> pinned = RecordingFile.readAllEvents(file);
        List<RecordedEvent> here =
                pinned.stream().filter(ChildMain::isInThisLibrary).toList();
        here.forEach(System.err::println);
        RunPodAppenderStats stats = stop();
        Files.writeString(
                note,
                "events=" + (threads / 10 + threads) * lines + " written=" + stats.written() + " queueFull="
                        + stats.queueFull() + " pinned=" + pinned.size() + " pinnedHere=" + here.size());
    }

    /** {@code newVirtualThreadPerTaskExecutor()}, which came with Java 21. */
    private static ExecutorService newVirtualThreadPool() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void pinOne() throws Exception {
        ExecutorService pool = newVirtualThreadPool();
        pool.submit(() -> Pinned.SINCE).get();
        pool.shutdown();
    }

    private static void onVirtualThreads(Logger logger, int threads, int lines) throws Exception {
        ExecutorService pool = newVirtualThreadPool();
        CountDownLatch begin = new CountDownLatch(1);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            pool.submit(() -> {
                begin.await();
                for (int i = 0; i < lines; i++) {
                    logger.info("{} {}:{}", threads, thread, i);
                }
                return null;
            });
        }
        begin.countDown();
        pool.shutdown();
        pool.awaitTermination(5, TimeUnit.MINUTES);
    }

    private static boolean isInThisLibrary(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .anyMatch(name ->
                                name.startsWith("io.runpod.logback.") && !name.startsWith(ChildMain.class.getName()));
    }

    private static RunPodAppender appender() {
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        return (RunPodAppender) root.getAppender("A");
    }

    /** Stops the context, and says what became of the lines. */
    private static RunPodAppenderStats stop() {
        RunPodAppender appender = appender();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        return appender.stats();
    }
}
