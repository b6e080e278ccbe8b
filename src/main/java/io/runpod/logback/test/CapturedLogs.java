package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON lines that the code under test would print on a worker, from {@link #start} to {@link #close}. Every logger of
 * the process is listened to; what is printed elsewhere meanwhile is not changed.
 *
 * <pre>{@code
 * try (CapturedLogs logs = CapturedLogs.start()) {
 *     worker.handle(job);
 *     assertThat(logs).hasLine().withLevel(WARN).withExtra("steps", 10);
 * }
 * }</pre>
 *
 * <p>A line belongs to the capture that its thread started, or that the thread that created its thread belonged to, and
 * so on. Lines of other threads (of a server, of a pool that was there before) belong to the one capture that is open;
 * where several are, or tests run in parallel ({@link CaptureLogs}), nobody can tell, and they are only counted
 * ({@link #strays}). Parallel tests that share a pool therefore see each other's lines where one of them created the
 * thread. A capture within a capture takes the lines for both. Thread-safe.
 *
 * @since 0.1
 */
public final class CapturedLogs implements AutoCloseable {

    private final @Nullable Level level;
    private final RunPodEncoder encoder;
    private final Consumer<RunPodEncoder> settings;
    private final Surroundings surroundings;
    private final List<CapturedLine> lines = new ArrayList<>();
    private final AtomicInteger strays = new AtomicInteger();

    /** What runs beside the code under test. */
    enum Surroundings {
        /** The capture may stand in another one, which takes its lines too. */
        UNKNOWN,
        /** A test, and no other one. */
        ONE_TEST,
        /** A test, and others in parallel: lines of foreign threads may be theirs. */
        PARALLEL_TESTS
    }

    private CapturedLogs(@Nullable Level level, Consumer<RunPodEncoder> settings, Surroundings surroundings) {
        this.level = level;
        this.settings = settings;
        this.surroundings = surroundings;
        encoder = new RunPodEncoder();
        encoder.setContext(Captures.context());
        settings.accept(encoder);
        encoder.setFormat("json");
        encoder.start();
    }

    /**
     * Starts a capture of what the loggers' own levels let through.
     *
     * @return the capture; to be closed
     * @throws IllegalStateException if SLF4J's provider is not Logback
     */
    public static CapturedLogs start() {
        return start("");
    }

    /**
     * Starts a capture from a level on, even where the loggers' own levels are higher. Such lines appear in the
     * application's own appenders too.
     *
     * @param level TRACE, DEBUG, INFO, WARN or ERROR in any case, or empty: the loggers' own levels
     * @return the capture; to be closed
     * @throws IllegalArgumentException if there is no such level
     * @throws IllegalStateException if SLF4J's provider is not Logback
     */
    public static CapturedLogs start(String level) {
        return start(level, encoder -> {});
    }

    /**
     * Starts a capture with settings of the encoder, as a {@code logback.xml} would have them.
     *
     * @param level as for {@link #start(String)}
     * @param settings changes them: {@code encoder -> encoder.setRedact("ssn")}; the format stays JSON. Called for more
     *     than one encoder: assertions make the value that they expect in the same way
     * @return the capture; to be closed
     * @throws IllegalArgumentException if there is no such level
     * @throws IllegalStateException if SLF4J's provider is not Logback
     */
    public static CapturedLogs start(String level, Consumer<RunPodEncoder> settings) {
        return start(level, settings, Surroundings.UNKNOWN);
    }

    static CapturedLogs start(String level, Consumer<RunPodEncoder> settings, Surroundings surroundings) {
        CapturedLogs logs = new CapturedLogs(parse(level), settings, surroundings);
        Captures.open(logs);
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
        return Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * The lines so far.
     *
     * @return a copy, in the order in which they were logged
     */
    public List<CapturedLine> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Forgets the lines so far: what follows is asserted on its own. */
    public void clear() {
        synchronized (lines) {
            lines.clear();
        }
        strays.set(0);
    }

    /**
     * How many lines nobody could assign to a test, as several captures were open and the line's thread belonged to
     * none of them.
     *
     * @return their number since the start or {@link #clear}; 0 where tests do not run in parallel
     */
    public int strays() {
        return strays.get();
    }

    /** Ends the capture; what was captured stays. May be called more than once, and by any thread. */
    @Override
    public void close() {
        Captures.close(this);
    }

    /** The lines as they would be printed. */
    @Override
    public String toString() {
        return lines().stream().map(line -> line.json() + '\n').collect(Collectors.joining());
    }

    boolean wants(Level ofEvent) {
        return level != null && ofEvent.isGreaterOrEqual(level);
    }

    void add(ILoggingEvent event) {
        CapturedLine line =
                new CapturedLine(new String(encoder.encode(event), StandardCharsets.UTF_8), event, settings);
        synchronized (lines) {
            lines.add(line);
        }
    }

    boolean isOfTest() {
        return surroundings != Surroundings.UNKNOWN;
    }

    boolean isBesideOthers() {
        return surroundings == Surroundings.PARALLEL_TESTS;
    }

    void addStray() {
        strays.incrementAndGet();
    }

    void stopEncoder() {
        encoder.stop();
    }
}
