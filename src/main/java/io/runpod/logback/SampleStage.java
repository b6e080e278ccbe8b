package io.runpod.logback;

import io.runpod.logback.internal.appender.Pipeline;
import io.runpod.logback.internal.settings.SettingParser;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the DEBUG and TRACE lines of one request in so many: all of a request's, or none. Other levels, and lines that
 * belong to no request, are let through.
 *
 * <pre>{@code
 * <appender name="RUNPOD" class="io.runpod.logback.RunPodAppender">
 *   <sample>
 *     <oneIn>100</oneIn>
 *   </sample>
 * </appender>
 * }</pre>
 *
 * <p>A wrong value gives one warning, and the default holds. Not thread-safe; configured by one thread.
 *
 * @since 0.1
 */
public final class SampleStage {

    private @Nullable String oneIn;

    /** Creates a stage with all defaults. */
    public SampleStage() {}

    /**
     * Sets of how many requests one is kept.
     *
     * @param oneIn requests, 1 (all) to 1,000,000; default: 10
     */
    public void setOneIn(String oneIn) {
        this.oneIn = oneIn;
    }

    void addTo(Pipeline.Builder pipeline, SettingParser parser) {
        pipeline.sample(parser.count("oneIn", oneIn, 1, 1_000_000, 10));
    }
}
