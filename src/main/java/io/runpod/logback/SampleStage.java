package io.runpod.logback;

import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the DEBUG and TRACE lines of one in {@code oneIn} requests: all such lines of a request, or none. Lines of
 * other levels, and lines without a request id, pass.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <sample>
 *     <oneIn>100</oneIn>
 *   </sample>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value causes one status warning, and the default is used. Not thread-safe: configure it from one thread.
 *
 * @since 0.1
 */
public final class SampleStage {

    private @Nullable String oneIn;

    /** Creates a stage with all defaults. */
    public SampleStage() {}

    /**
     * Sets the number of requests of which one is kept.
     *
     * @param oneIn requests, 1 (all are kept) to 1,000,000; default: 10
     */
    public void setOneIn(String oneIn) {
        this.oneIn = oneIn;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        pipeline.sample(parser.count("oneIn", oneIn, 1, 1_000_000, 10));
    }
}
