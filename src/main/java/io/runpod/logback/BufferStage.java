package io.runpod.logback;

import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the DEBUG and TRACE lines of each request back, writes them in order before the first ERROR of that request, and
 * forgets them when its {@link RequestScope} closes, or nothing was heard of it for a while. Behind the error all lines of
 * the request are written. Lines that belong to no request pass. What is kept says what was so when it was logged.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <buffer/>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value gives one warning, and the default holds. Not thread-safe; configured by one thread.
 *
 * @since 0.1
 */
public final class BufferStage {

    private @Nullable String maxBytes;
    private @Nullable String maxRequests;
    private @Nullable String maxQuiet;

    /** Creates a stage with all defaults. */
    public BufferStage() {}

    /**
     * Sets how much is kept of one request; behind that the oldest lines are dropped, and counted.
     *
     * @param maxBytes bytes, 1024 to 1,000,000,000; default: 131072
     */
    public void setMaxBytes(String maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Sets of how many requests lines are kept at once; behind that the lines of the one that was quiet longest are
     * dropped, and counted.
     *
     * @param maxRequests requests, 1 to 1,000,000; default: 256
     */
    public void setMaxRequests(String maxRequests) {
        this.maxRequests = maxRequests;
    }

    /**
     * Sets after which time without a line a request is forgotten.
     *
     * @param maxQuiet a time, to one day, as {@code 90 s} or {@code 10 min}, without a unit in milliseconds; default: 10 min
     */
    public void setMaxQuiet(String maxQuiet) {
        this.maxQuiet = maxQuiet;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        pipeline.buffer(
                parser.count("maxBytes", maxBytes, 1024, 1_000_000_000, 131_072),
                parser.count("maxRequests", maxRequests, 1, 1_000_000, 256),
                parser.millis("maxQuiet", maxQuiet, 86_400_000, 600_000));
    }
}
