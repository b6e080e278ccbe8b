package io.runpod.logback.spring;

import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Does the work of {@link RunPodEnvironmentPostProcessor} in Spring Boot 3.5, where the interface is in another
 * package. Spring Boot 4.0 and 4.1 call both, and the second does nothing. Spring Boot 4.2 will no longer have this
 * interface, and will not load this class.
 *
 * @since 0.1
 */
@SuppressWarnings("removal")
public final class LegacyRunPodEnvironmentPostProcessor
        implements org.springframework.boot.env.EnvironmentPostProcessor, Ordered {

    private final Log log;

    /** Called by Spring Boot, with logs that hold back their lines until logging is set up. */
    public LegacyRunPodEnvironmentPostProcessor(DeferredLogFactory logs) {
        log = logs.getLog(LegacyRunPodEnvironmentPostProcessor.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        RunPodDefaults.addTo(environment, application, log);
    }

    /** As that of {@link RunPodEnvironmentPostProcessor}. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
