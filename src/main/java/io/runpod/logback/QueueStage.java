package io.runpod.logback;

import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of a {@link RunPodAppender} on a separate thread, so that a stalled standard output does not stop
 * the application. The calling thread still encodes its event. If the queue is full, the caller waits up to
 * {@code maxBlock}, or not at all. If the queue is still full, waiting lines of lower levels are dropped to make room,
 * the lowest level and the oldest line first; if there are none, the new line is dropped. Drops are counted. When the
 * process ends, the appender waits up to its {@code shutdownTimeout} until the queue's lines are written.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <queue>
 *     <whenFull>drop</whenFull>
 *   </queue>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value causes one status warning, and the default is used. Not thread-safe: configure it from one thread.
 *
 * @since 0.1
 */
public final class QueueStage {

    private @Nullable String capacity;
    private @Nullable String maxBytes;
    private @Nullable String whenFull;
    private @Nullable String maxBlock;

    /** Creates a stage with all defaults. */
    public QueueStage() {}

    /**
     * Sets how many lines may wait.
     *
     * @param capacity lines, 16 to 10,000,000; default: 8192
     */
    public void setCapacity(String capacity) {
        this.capacity = capacity;
    }

    /**
     * Sets how many bytes all waiting lines together may have.
     *
     * @param maxBytes bytes, 65,536 to 1,000,000,000; default: 16,777,216 (16 MiB)
     */
    public void setMaxBytes(String maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Sets what a full queue does.
     *
     * @param whenFull {@code block} (default): a caller waits for room, at most {@code maxBlock}; {@code drop}: a line
     *     is dropped without waiting
     */
    public void setWhenFull(String whenFull) {
        this.whenFull = whenFull;
    }

    /**
     * Sets how long a caller waits for room in the queue, at most.
     *
     * @param maxBlock 0 to one minute, for example {@code 100 ms}; milliseconds if there is no unit; default: 100 ms
     */
    public void setMaxBlock(String maxBlock) {
        this.maxBlock = maxBlock;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        int lines = parser.count("capacity", capacity, 16, 10_000_000, 8192);
        WhenFull chosen = parser.choice("whenFull", whenFull, WhenFull.class, WhenFull.BLOCK);
        long millis = parser.millis("maxBlock", maxBlock, 60_000, 100);
        int bytes = parser.count("maxBytes", maxBytes, 65_536, 1_000_000_000, 16_777_216);
        pipeline.queue(lines, bytes, chosen == WhenFull.BLOCK ? millis : 0);
    }

    private enum WhenFull {
        BLOCK,
        DROP
    }
}
