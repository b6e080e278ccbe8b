package io.runpod.logback.viewer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a line comes from, and when. One object serves all lines of a reader and is filled anew for each. Not thread-safe. */
final class LineOrigin {

    private static final String CONTAINER = "container";

    /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
    long time = LineTime.NONE;

    /** A time that cannot be read, as the log has it; else empty. */
    String timeText = "";

    /** The worker, container or service, or null where the log names none. */
    @Nullable
    String worker;

    /** {@code system}, or what else wrote the line; null for the worker itself. */
    @Nullable
    String source;

    /** Whether the line was in a frame, or after a time or a name that is not shown as it was. */
    boolean unwrapped;

    /** Whether RunPod cut the line. */
    boolean truncated;

    /** Whether the line is put in the order of time among those of other workers; its place there. */
    boolean sorted;

    long sortMillis;
    long sequence;

    void clear() {
        time = LineTime.NONE;
        timeText = "";
        worker = null;
        source = null;
        unwrapped = false;
        truncated = false;
        sorted = false;
    }

    void set(LogFrame frame) {
        clear();
        unwrapped = true;
        time = frame.millis();
        timeText = time == LineTime.NONE ? frame.timeText() : "";
        worker = frame.worker();
        setSource(frame.source());
        truncated = frame.isTruncated();
    }

    void setSource(@Nullable String name) {
        source = name == null || name.isEmpty() || name.equals(CONTAINER) ? null : name;
    }

    boolean sameSource(@Nullable String otherWorker, @Nullable String otherSource) {
        return Objects.equals(worker, otherWorker) && Objects.equals(source, otherSource);
    }

    void setTime(long millis) {
        time = millis;
        timeText = "";
    }

    void set(LineOrigin other) {
        time = other.time;
        timeText = other.timeText;
        worker = other.worker;
        source = other.source;
        unwrapped = other.unwrapped;
        truncated = other.truncated;
        sorted = other.sorted;
        sortMillis = other.sortMillis;
        sequence = other.sequence;
    }
}
