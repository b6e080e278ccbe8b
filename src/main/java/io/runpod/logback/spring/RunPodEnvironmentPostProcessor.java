package io.runpod.logback.spring;

import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Gives a Spring Boot application this library's defaults: on RunPod, or where {@code runpod.log.format} is set,
 * {@code logging.structured.format.console}; and {@code logging.level.root} from {@code RUNPOD_LOG_LEVEL}. They stand
 * behind all other properties, so that any value of the user's wins. A wrong {@code runpod.log.*} is told by a WARN line.
 *
 * <p>For Spring Boot 4.0 and newer, found by way of {@code META-INF/spring.factories}.
 *
 * @see LegacyRunPodEnvironmentPostProcessor
 * @since 0.1
 */
public final class RunPodEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    private final Log log;

    /**
     * Called by Spring Boot.
     *
     * @param logs keeps lines until logging is set up
     */
    public RunPodEnvironmentPostProcessor(DeferredLogFactory logs) {
        log = logs.getLog(RunPodEnvironmentPostProcessor.class);
    }

    /**
     * Adds the defaults.
     *
     * @param environment gets them
     * @param application says whether it is a reactive one
     */
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        RunPodDefaults.addTo(environment, application, log);
    }

    /**
     * Returns the last place: everything that a user can set is there by then.
     *
     * @return the lowest precedence
     */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
