package io.runpod.logback.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * What the jar changes in a Spring Boot application: defaults, behind everything that a user can set. A value of the
 * user's wins, an empty one too.
 */
final class RunPodDefaults {

    private static final String NAME = "runpodLogback";

    private RunPodDefaults() {}

    /**
     * Adds the defaults to an application's environment.
     *
     * @param log takes a line for each wrong property or variable, which is written when logging is set up
     */
    static void addTo(ConfigurableEnvironment environment, SpringApplication application, Log log) {
        addTo(environment, isReactive(environment, application), warning -> {
            // Past the threshold: a worker that logs errors only has to be told too.
            if ("error".equalsIgnoreCase(environment.getProperty("logging.level.root"))) {
                log.error(warning);
            } else {
                log.warn(warning);
            }
        });
    }

    /** The application is asked to change its kind, by a property, only after this. */
    private static boolean isReactive(ConfigurableEnvironment environment, SpringApplication application) {
        WebApplicationType type = application.getWebApplicationType();
        try {
            return WebApplicationType.REACTIVE
                    == Binder.get(environment)
                            .bind("spring.main.web-application-type", WebApplicationType.class)
                            .orElse(type);
        } catch (BindException wrong) {
            return type == WebApplicationType.REACTIVE; // Spring Boot will tell
        }
    }

    /**
     * Adds the defaults, unless they are there already.
     *
     * @param isReactive whether the application is one of WebFlux
     * @param warn takes one message for each wrong property or variable
     */
    static void addTo(ConfigurableEnvironment environment, boolean isReactive, Consumer<String> warn) {
        if (environment.getPropertySources().contains(NAME)) {
            return; // Spring Boot 4.0 and 4.1 call the post-processors of both packages
        }
        RunPodLogProperties properties = new RunPodLogProperties(environment);
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (properties.isWanted()) {
            // Spring Boot leaves out the banner where this is set.
            defaults.put("logging.structured.format.console", RunPodStructuredLogFormatter.class.getName());
        }
        String level = properties.level(warn);
        if (level != null) {
            defaults.put("logging.level.root", level);
        }
        if (isReactive && ClassUtils.isPresent("io.micrometer.context.ContextRegistry", null)) {
            // Else Reactor keeps what belongs to a request in a context of its own, which a logger cannot see.
            defaults.put("spring.reactor.context-propagation", "auto");
        }
        // Spring Boot moves its own default properties, which a user may have set too, behind these later.
        defaults.keySet().removeIf(environment::containsProperty);
        environment.getPropertySources().addLast(new MapPropertySource(NAME, defaults));
        try {
            properties.reportUnknown(warn);
            properties.check(warn);
        } catch (RuntimeException | LinkageError problem) { // of a source of properties, or a class that one names
            warn.accept("runpod.log.*: could not be checked: " + problem);
        }
    }
}
