package io.runpod.logback;

import ch.qos.logback.classic.Level;
import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many lines per second of each kind a {@link RunPodAppender} lets through. A kind is one logger, level and
 * message template. RunPod drops any lines of a worker that writes too many; with this stage, only repeated lines are
 * dropped.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <throttle>
 *     <linesPerSecond>20</linesPerSecond>
 *   </throttle>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value causes one status warning, and the default is used. Not thread-safe: configure it from one thread.
 *
 * @since 0.1
 */
public final class ThrottleStage {

    private static final int MAX_LINES = 1_000_000;

    private @Nullable String linesPerSecond;
    private @Nullable String burst;
    private @Nullable String exempt;

    /** Creates a stage with all defaults. */
    public ThrottleStage() {}

    /**
     * Sets how many lines of a kind pass on average.
     *
     * @param linesPerSecond lines per second, 1 to 1,000,000; default: 10
     */
    public void setLinesPerSecond(String linesPerSecond) {
        this.linesPerSecond = linesPerSecond;
    }

    /**
     * Sets how many lines of a kind may pass at once.
     *
     * @param burst lines, 1 to 1,000,000; default: {@code linesPerSecond}
     */
    public void setBurst(String burst) {
        this.burst = burst;
    }

    /**
     * Sets the level from which all lines pass.
     *
     * @param exempt {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error} or {@code none}; default:
     *     {@code error}
     */
    public void setExempt(String exempt) {
        this.exempt = exempt;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        int rate = parser.count("linesPerSecond", linesPerSecond, 1, MAX_LINES, 10);
        int atOnce = parser.count("burst", burst, 1, MAX_LINES, rate);
        Exempt exemptFrom = parser.choice("exempt", exempt, Exempt.class, Exempt.ERROR);
        pipeline.throttle(rate, atOnce, exemptFrom.level);
    }

    private enum Exempt {
        TRACE(Level.TRACE_INT),
        DEBUG(Level.DEBUG_INT),
        INFO(Level.INFO_INT),
        WARN(Level.WARN_INT),
        ERROR(Level.ERROR_INT),
        NONE(Level.OFF_INT);

        private final int level;

        Exempt(int level) {
            this.level = level;
        }
    }
}
