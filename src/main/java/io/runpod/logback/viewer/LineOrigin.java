package io.runpod.logback.viewer;

import org.jspecify.annotations.Nullable;

/** Says where a line comes from and when it was written. Each line has its own. Not thread-safe. */
final class LineOrigin {

    /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
    long time = LineTime.NONE;

    /** The time as the log has it, if it cannot be read; else empty. */
    String timeText = "";

    /** The worker, container or service; null if the log names none. */
    @Nullable
    String worker;

    /** What wrote the line, such as {@code system}; null for the worker itself. */
    @Nullable
    String source;

    /** Whether the line was in a frame, or after a time or name that is shown in another form. */
    boolean unwrapped;

    /** Whether RunPod cut the line. */
    boolean truncated;

    /** Whether the line is sorted by time among those of other workers. */
    boolean sorted;

    /** The time by which the line is sorted, in milliseconds of the epoch. */
    long sortMillis;

    /** The order of lines with equal times. */
    long sequence;

    /** Returns a copy whose place in the order is not set yet. */
    LineOrigin copy() {
        LineOrigin copy = new LineOrigin();
        copy.time = time;
        copy.timeText = timeText;
        copy.worker = worker;
        copy.source = source;
        copy.unwrapped = unwrapped;
        copy.truncated = truncated;
        return copy;
    }

    void setSource(@Nullable String name) {
        source = name == null || name.isEmpty() || name.equals("container") ? null : name;
    }

    void setWorker(@Nullable String name) {
        worker = name == null || name.isEmpty() ? null : name;
    }

    /** @param text is shown if the time cannot be read */
    void setTime(long millis, String text) {
        time = millis;
        timeText = millis == LineTime.NONE ? text : "";
    }
}
