package io.runpod.logback.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.runpod.logback.micrometer.RunPodLogMetrics;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Binds the counts of the appenders to Micrometer, where it is on the class path.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(MeterBinder.class)
public final class RunPodMetricsAutoConfiguration {

    /** Called by Spring. */
    public RunPodMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static RunPodLogMetrics runPodLogMetrics() {
        return new RunPodLogMetrics();
    }
}
