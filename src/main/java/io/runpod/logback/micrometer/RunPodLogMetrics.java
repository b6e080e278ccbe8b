package io.runpod.logback.micrometer;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.sift.SiftingAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodAppenderStats;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.LoggerFactory;

/**
 * Publishes the counts of all {@link RunPodAppender}s of SLF4J's loggers to Micrometer: {@code runpod.log.lines}, a
 * counter with the tag {@code outcome} ({@code written}, {@code throttled}, {@code sampled}, {@code forgotten},
 * {@code buffer_full}, {@code queue_full}, {@code unwritten}), and {@code runpod.log.waiting}, a gauge of the lines in
 * buffers and queues. If Logback is configured again, the new appenders count from 0. Without Logback there are no
 * meters. In Spring Boot this is done without further configuration.
 *
 * <pre>{@code
 * new RunPodLogMetrics().bindTo(registry);
 * }</pre>
 *
 * @since 0.1
 */
public final class RunPodLogMetrics implements MeterBinder {

    private static final Map<String, ToLongFunction<RunPodAppenderStats>> OUTCOMES = Map.of(
            "written", RunPodAppenderStats::written,
            "throttled", RunPodAppenderStats::throttled,
            "sampled", RunPodAppenderStats::sampled,
            "forgotten", RunPodAppenderStats::forgotten,
            "buffer_full", RunPodAppenderStats::bufferFull,
            "queue_full", RunPodAppenderStats::queueFull,
            "unwritten", RunPodAppenderStats::unwritten);

    /** Creates a binder. It has no state. */
    public RunPodLogMetrics() {}

    /** Adds the meters to a registry. */
    @Override
    public void bindTo(MeterRegistry registry) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            OUTCOMES.forEach(
                    (outcome, count) -> FunctionCounter.builder("runpod.log.lines", context, it -> sum(it, count))
                            .tag("outcome", outcome)
                            .description("Log lines, by what became of them")
                            .baseUnit("lines")
                            .register(registry));
            Gauge.builder("runpod.log.waiting", context, it -> sum(it, RunPodAppenderStats::waiting))
                    .description("Log lines that wait in a buffer or a queue")
                    .baseUnit("lines")
                    .register(registry);
        }
    }

    private static double sum(LoggerContext context, ToLongFunction<RunPodAppenderStats> count) {
        Set<RunPodAppender> appenders = Collections.newSetFromMap(new IdentityHashMap<>());
        context.getLoggerList()
                .forEach(logger -> logger.iteratorForAppenders().forEachRemaining(it -> collect(it, appenders)));
        return appenders.stream()
                .mapToLong(appender -> count.applyAsLong(appender.stats()))
                .sum();
    }

    /** Adds an appender, or those inside an appender such as {@code AsyncAppender} or {@code SiftingAppender}. */
    private static void collect(Appender<?> appender, Set<RunPodAppender> appenders) {
        if (appender instanceof RunPodAppender own) {
            appenders.add(own);
        } else if (appender instanceof AppenderAttachable<?> parent) {
            parent.iteratorForAppenders().forEachRemaining(nested -> collect(nested, appenders));
        } else if (appender instanceof SiftingAppenderBase<?> sifting) {
            sifting.getAppenderTracker().allComponents().forEach(nested -> collect(nested, appenders));
        }
    }
}
