package io.runpod.logback;

import static net.logstash.logback.argument.StructuredArguments.kv;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.internal.sink.LineSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.Markers;
import org.slf4j.MDC;

/** Logs on stacks that end, and tells what that did to others. Loaded by {@link StackLimitLoader}, found by its name. */
public final class StackLimitWorker {

    static final String SECRET = "hunter2secret";

    private static final Exception FAILURE =
            new IllegalStateException("a " + SECRET.charAt(0), new IllegalArgumentException("b"));

    public record Bean(String name, Map<String, Integer> sizes) {}

    /** What is logged where the stack ends. */
    private static final List<BiConsumer<Logger, String>> EVENTS = List.of(
            (logger, text) -> logger.info(text + " {}", 1),
            (logger, text) -> logger.debug(text + " {} {}", "a", 2.5, kv("s", "text"), kv("i", 1), kv("d", 1.5)),
            (logger, text) -> logger.error(text, kv("m", Map.of("k", List.of(1, "x")))),
            (logger, text) -> logger.warn(text, kv("b", new Bean("n", Map.of("s", 1)))),
            (logger, text) -> logger.info(text, FAILURE),
            (logger, text) -> logger.info(text + " {}", Map.of("password", SECRET), 1),
            (logger, text) ->
                    logger.info(text + " {} {}", kv("password", SECRET), kv("in", Map.of("password", SECRET))),
            (logger, text) -> logger.atError()
                    .addMarker(Markers.append("marked", "x"))
                    .addKeyValue("key", "value")
                    .addKeyValue("key", "again")
                    .log(text),
            (logger, text) ->
                    logger.debug(text + " Bearer {} " + "x".repeat(5000), SECRET + SECRET, kv("s", "y".repeat(30_000))),
            (logger, text) -> logger.info(text, (Object[])
                    IntStream.range(0, 40).mapToObj(i -> kv("n" + i % 36, "v")).toArray(StructuredArgument[]::new)),
            (logger, text) -> logger.info(text + " {}", Extra.extra("password", SECRET, "n", 1)));

    private static final class Output extends ByteArrayOutputStream {
        synchronized String from(int position) {
            return new String(buf, position, count - position, StandardCharsets.UTF_8);
        }
    }

    private final Output out = new Output();
    private final LoggerContext context = new LoggerContext();
    private final RunPodAppender appender = new RunPodAppender(new LineSink(out));
    private final Logger logger = context.getLogger("app");
    private final long seed;
    private final boolean json;
    private final List<String> problems = new ArrayList<>();
    private int events;
    private int thrown;
    private int read;

    private StackLimitWorker(String way, long seed) {
        this.seed = seed;
        this.json = !way.equals("text");
        context.setMDCAdapter(MDC.getMDCAdapter());
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat(json ? "json" : "text");
        encoder.setContext(context);
        appender.setContext(context);
        appender.setEncoder(encoder);
        if (way.contains("throttle")) {
            appender.setThrottle(new ThrottleStage());
        }
        if (way.contains("sample")) {
            appender.setSample(new SampleStage());
        }
        if (way.contains("buffer")) {
            appender.setBuffer(new BufferStage());
        }
        if (way.contains("queue")) {
            appender.setQueue(new QueueStage());
        }
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    /** Logs every event with the stack ending at one in {@code step} of its heights; returns what went wrong. */
    public static List<String> endEverywhere(String way, long seed, int step) {
        StackLimitWorker worker = new StackLimitWorker(way, seed);
        for (int kind = 0; kind < EVENTS.size(); kind++) {
            int[] heights = worker.heights(kind);
            for (int i = (int) (seed + kind) % step; i < heights.length; i += step) {
                worker.endAt(kind, heights[i]);
            }
        }
        return worker.stop();
    }

    /** Logs an event as the first of the process, with the stack ending at a height that it reaches. */
    public static List<String> endAtFirst(String way, long seed, int kind, int height) {
        StackLimitWorker worker = new StackLimitWorker(way, seed);
        worker.endAt(kind, height);
        return worker.stop();
    }

    /** The heights that a first event reaches. */
    public static int[] heightsOfFirst(String way, long seed, int kind) {
        StackLimitWorker worker = new StackLimitWorker(way, seed);
        int[] heights = worker.heights(kind);
        worker.stop();
        return heights;
    }

    public static int kinds() {
        return EVENTS.size();
    }

    private int[] heights(int kind) {
        events++;
        return StackLimit.heights(seed, () -> log(kind));
    }

    private void log(int kind) {
        MDC.put("requestId", "job-" + kind);
        try {
            EVENTS.get(kind).accept(logger, "limited " + events); // a new kind to the throttle
        } finally {
            MDC.clear();
        }
    }

    private void endAt(int kind, int height) {
        events++;
        Throwable problem = StackLimit.endAt(height - 1, seed, () -> log(kind));
        String where = "event " + kind + " at " + height + ": ";
        if (problem != null) {
            thrown++;
            if (!(problem instanceof StackOverflowError)) {
                problems.add(where + "threw " + problem);
            }
        }
        good(where);
        // Not by this thread, which may have a lock that it never gave back.
        try {
            CompletableFuture.runAsync(() -> good(where), task -> new Thread(task).start())
                    .get(5, TimeUnit.SECONDS);
        } catch (Exception hangs) {
            problems.add(where + "then another thread: " + hangs);
        }
    }

    private void good(String where) {
        events++;
        int n = events;
        int before = out.size();
        logger.error("good {}", n, kv("n", n), kv("m", Map.of("k", List.of(1))), kv("password", SECRET));
        String expected = json
                ? "{\"requestId\": null, \"message\": \"good " + n + "\", \"level\": \"ERROR\", \"extra\": {\"n\": " + n
                        + ", \"m\": {\"k\": [1]}, \"password\": \"[redacted]\"}}\n"
                : "ERROR  | good " + n + " | n=" + n + " m={\"k\": [1]} password=[redacted]\n";
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        String written = out.from(before);
        while (!written.contains(expected) && System.nanoTime() < until) {
            Thread.yield();
            written = out.from(before);
        }
        if (!written.contains(expected)) {
            problems.add(where + "the next line is " + written);
        }
    }

    private List<String> stop() {
        appender.stop();
        context.stop();
        String all = out.from(0);
        if (all.contains(SECRET)) {
            problems.add("shows the secret: "
                    + all.lines()
                            .filter(line -> line.contains(SECRET))
                            .findFirst()
                            .get());
        }
        RunPodAppenderStats stats = appender.stats();
        long lines = all.lines()
                .filter(line -> line.matches("(\\{|(ERROR|WARN|INFO|DEBUG) +\\| ).*") && !line.contains("Dropped "))
                .count();
        // Where the stack ends again while the loss is counted, the caller gets the error instead.
        if (stats.written() - lines > thrown || lines > events) {
            problems.add(events + " events, " + thrown + " threw, " + lines + " lines, " + stats);
        }
        lastOutput = all;
        return problems;
    }

    private static String lastOutput = "";

    /** What the last worker wrote. */
    public static String output() {
        return lastOutput;
    }
}
