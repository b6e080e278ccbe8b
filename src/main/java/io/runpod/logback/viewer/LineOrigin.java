package io.runpod.logback.viewer;

import org.jspecify.annotations.Nullable;

/** Says where a line comes from, and when. Each line has its own. Not thread-safe. */
final class LineOrigin {

    /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
    long time = LineTime.NONE;

    /** A time that cannot be read, as the log has it; else empty. */
    String timeText = "";

    /** The worker, container or service; null if the log names none. */
    @Nullable
    String worker;

    /** {@code system}, or what else wrote the line; null for the worker itself. */
    @Nullable
    String source;

    /** Whether the line was in a frame, or after a time or a name that is not shown as it was. */
    boolean unwrapped;

    /** Whether RunPod cut the line. */
    boolean truncated;

    /** Whether the line is sorted by time among those of other workers. */
    boolean sorted;

    /** The line's place among them; lines of the same time are in the order of the sequence number. */
    long sortMillis;

    long sequence;

    /** Returns a copy for a line that has not yet a place among others. */
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
