package io.runpod.logback;

import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the DEBUG and TRACE lines of each request, and writes them in order before the first ERROR of that
 * request. Without an ERROR they are dropped when its {@link RequestScope} closes, or when the request logs no line for
 * {@code maxQuiet}. After the ERROR, no line of the request is held back. Lines without a request id are never held
 * back. A line is encoded when it is logged, so it shows the values of that moment.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <buffer/>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value causes one status warning, and the default is used. Not thread-safe: configure it from one thread.
 *
 * @since 0.1
 */
public final class BufferStage {

    /** A century, which is longer than any request. */
    private static final long NEVER_MILLIS = 36_525L * 86_400_000;

    private @Nullable String maxBytes;
    private @Nullable String maxRequests;
    private @Nullable String maxQuiet;
    private @Nullable String slowerThan;

    /** Creates a stage with all defaults. */
    public BufferStage() {}

    /**
     * Sets how many bytes of one request are held. If there are more, its oldest lines are dropped and counted.
     *
     * @param maxBytes bytes, 1024 to 1,000,000,000; default: 131072
     */
    public void setMaxBytes(String maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Sets for how many requests lines are held at once. If there are more, the lines of the request that has logged
     * nothing for the longest time are dropped and counted.
     *
     * @param maxRequests requests, 1 to 1,000,000; default: 256
     */
    public void setMaxRequests(String maxRequests) {
        this.maxRequests = maxRequests;
    }

    /**
     * Sets how long a request may log nothing before its held lines are dropped.
     *
     * @param maxQuiet 0 to one day, for example {@code 90 s} or {@code 10 min}; milliseconds if there is no unit;
     *     default: 10 min
     */
    public void setMaxQuiet(String maxQuiet) {
        this.maxQuiet = maxQuiet;
    }

    /**
     * Sets how long a request may take. If it takes longer, its held lines are written at its end, even without an
     * ERROR.
     *
     * @param slowerThan 0 to one day, for example {@code 500 ms} or {@code 5 s}; milliseconds if there is no unit;
     *     default: 0 (off)
     */
    public void setSlowerThan(String slowerThan) {
        this.slowerThan = slowerThan;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        long slow = parser.millis("slowerThan", slowerThan, 86_400_000, 0);
        pipeline.buffer(
                parser.count("maxBytes", maxBytes, 1024, 1_000_000_000, 131_072),
                parser.count("maxRequests", maxRequests, 1, 1_000_000, 256),
                parser.millis("maxQuiet", maxQuiet, 86_400_000, 600_000),
                slow == 0 ? NEVER_MILLIS : slow);
    }
}
