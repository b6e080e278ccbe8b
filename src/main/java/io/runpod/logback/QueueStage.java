package io.runpod.logback;

import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Has the lines of a {@link RunPodAppender} written by a thread of its own, so that a standard output that stands still
 * does not stop the application. Events are encoded by those who log them. When the queue is full a caller waits for
 * {@code maxBlock} or not at all; then the lowest level gives way to higher ones, its oldest line first, and what is dropped
 * is counted. At the process's end all lines are written, within the appender's {@code shutdownTimeout}.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <queue>
 *     <whenFull>drop</whenFull>
 *   </queue>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value gives one warning, and the default holds. Not thread-safe; configured by one thread.
 *
 * @since 0.1
 */
public final class QueueStage {

    private @Nullable String capacity;
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
     * Sets what a full queue does.
     *
     * @param whenFull {@code block} (default): its callers wait for room, for {@code maxBlock}; {@code drop}: lines are dropped at
     *     once
     */
    public void setWhenFull(String whenFull) {
        this.whenFull = whenFull;
    }

    /**
     * Sets how long a caller waits at the most for room in the queue.
     *
     * @param maxBlock a time, to one minute, as {@code 100 ms}, without a unit in milliseconds; default: 100 ms
     */
    public void setMaxBlock(String maxBlock) {
        this.maxBlock = maxBlock;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        int lines = parser.count("capacity", capacity, 16, 10_000_000, 8192);
        WhenFull chosen = parser.choice("whenFull", whenFull, WhenFull.class, WhenFull.BLOCK);
        long millis = parser.millis("maxBlock", maxBlock, 60_000, 100);
        pipeline.queue(lines, chosen == WhenFull.BLOCK ? millis : 0);
    }

    private enum WhenFull {
        BLOCK,
        DROP
    }
}
