package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Captures the JSON lines that the code under test would print on a worker, from {@link #start} to {@link #close}. It
 * listens to every logger of the process, and does not change what is printed elsewhere.
 *
 * <pre>{@code
 * try (CapturedLogs logs = CapturedLogs.start()) {
 *     worker.handle(job);
 *     assertThat(logs).hasLine().withLevel(WARN).withExtra("steps", 10);
 * }
 * }</pre>
 *
 * <p>A line belongs to the capture that its thread started. A new thread belongs to the capture of the thread that
 * created it. So if parallel tests share a thread pool, a test gets all lines of the threads that it created, also
 * those of other tests. A line of any other thread (of a server, of an older pool) belongs to the open capture, if
 * there is only one. If several are open, or tests run in parallel ({@link CaptureLogs}), such a line is only counted
 * ({@link #strays}).
 *
 * <p>A line of a capture inside another capture belongs to both. A capture of {@link CaptureLogs} is inside one that
 * the same thread has opened before, as in {@code @BeforeAll}, unless tests run in parallel. Thread-safe.
 *
 * @since 0.1
 */
public final class CapturedLogs implements AutoCloseable {

    private final @Nullable Level level;
    private final RunPodEncoder encoder;
    private final ExpectedValue expected;
    private final Surroundings surroundings;
    private final List<CapturedLine> lines = new ArrayList<>();
    private final AtomicInteger strays = new AtomicInteger();

    /** What else runs during a capture. */
    enum Surroundings {
        /** Unknown: the capture may be inside another one, which gets its lines too. */
        UNKNOWN,
        /** Only one test: a capture around it gets its lines too. */
        ONE_TEST,
        /** Other tests in parallel: lines of threads that this test did not create may be theirs. */
        PARALLEL_TESTS
    }

    private CapturedLogs(@Nullable Level level, Consumer<RunPodEncoder> settings, Surroundings surroundings) {
        this.level = level;
        expected = new ExpectedValue(settings);
        this.surroundings = surroundings;
        encoder = new RunPodEncoder();
        encoder.setContext(OpenCaptures.context());
        settings.accept(encoder);
        encoder.setFormat("json");
        encoder.start();
    }

    /** As {@link #start(String)}, of the lines that the loggers' own levels let through. */
    public static CapturedLogs start() {
        return start("");
    }

    /**
     * Starts a capture of the lines from a level on, even if the level of a logger is higher. Such lines then also
     * reach the application's own appenders.
     *
     * @param level a name or number as for {@link io.runpod.logback.RunPodLogger#setLevel(String)}; empty = the
     *     loggers' own levels
     * @return the capture; it must be closed
     * @throws IllegalArgumentException if there is no such level
     * @throws IllegalStateException if SLF4J's provider is not Logback
     */
    public static CapturedLogs start(String level) {
        return start(level, encoder -> {});
    }

    /**
     * As {@link #start(String)}, with settings of the encoder, as in a {@code logback.xml}.
     *
     * @param settings sets up the encoder: {@code encoder -> encoder.setRedact("ssn")}; the format stays JSON. Called
     *     for more than one encoder, because assertions also encode the values that they expect
     */
    public static CapturedLogs start(String level, Consumer<RunPodEncoder> settings) {
        return start(level, settings, Surroundings.UNKNOWN);
    }

    static CapturedLogs start(String level, Consumer<RunPodEncoder> settings, Surroundings surroundings) {
        CapturedLogs logs = new CapturedLogs(parse(level), settings, surroundings);
        OpenCaptures.open(logs);
        return logs;
    }

    private static @Nullable Level parse(String level) {
        if (level.isBlank()) {
            return null;
        }
        String name = LogLevel.parseThreshold(level);
        if (name == null) {
            throw new IllegalArgumentException(
                    "\"" + level + "\" is no level. Valid: " + LogLevel.VALID_THRESHOLDS + ".");
        }
        return Level.valueOf(name);
    }

    /** Returns a copy of the lines so far, in the order in which they were logged. */
    public List<CapturedLine> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Removes the lines so far, so that a test can assert on later ones alone. */
    public void clear() {
        synchronized (lines) {
            lines.clear();
        }
        strays.set(0);
    }

    /**
     * Returns how many lines could not be assigned to a capture: several were open, or tests ran in parallel, and the
     * line's thread belonged to none of them.
     *
     * @return their number since the start or the last {@link #clear}; 0 unless captures or tests run in parallel
     */
    public int strays() {
        return strays.get();
    }

    /** Ends the capture and keeps its lines. May be called more than once, and by any thread. */
    @Override
    public void close() {
        OpenCaptures.close(this);
    }

    /** Returns the lines as they would be printed. */
    @Override
    public String toString() {
        return lines().stream().map(line -> line.json() + '\n').collect(Collectors.joining());
    }

    boolean wants(Level ofEvent) {
        return level != null && ofEvent.isGreaterOrEqual(level);
    }

    void add(ILoggingEvent event) {
        CapturedLine line =
                new CapturedLine(new String(encoder.encode(event), StandardCharsets.UTF_8), event, expected);
        synchronized (lines) {
            lines.add(line);
        }
    }

    boolean isTest() {
        return surroundings != Surroundings.UNKNOWN;
    }

    boolean hasParallelTests() {
        return surroundings == Surroundings.PARALLEL_TESTS;
    }

    void addStray() {
        strays.incrementAndGet();
    }

    void stopEncoder() {
        encoder.stop();
        expected.close();
    }
}
