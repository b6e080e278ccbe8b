package io.runpod.logback.spring;

import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Adds this library's defaults to a Spring Boot application: {@code logging.structured.format.console} on RunPod, or if
 * {@code runpod.log.format} is set; {@code logging.level.root} from {@code runpod.log.level} (or its variable
 * {@code RUNPOD_LOG_LEVEL}), else from {@code RUNPOD_DEBUG_LEVEL}; and {@code spring.reactor.context-propagation=auto}
 * with WebFlux. They rank after all other properties, so that any value of the user wins. A WARN line reports each
 * wrong {@code runpod.log.*} property.
 *
 * <p>For Spring Boot 4.0 and newer, which finds this class through {@code META-INF/spring.factories}.
 *
 * @see LegacyRunPodEnvironmentPostProcessor
 * @since 0.1
 */
public final class RunPodEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    private final Log log;

    /** Called by Spring Boot, with logs that hold back their lines until logging is set up. */
    public RunPodEnvironmentPostProcessor(DeferredLogFactory logs) {
        log = logs.getLog(RunPodEnvironmentPostProcessor.class);
    }

    /** Adds the defaults to the environment. */
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        RunPodDefaults.addTo(environment, application, log);
    }

    /** Returns the lowest precedence, so that this runs after all properties of the user are loaded. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
