package io.runpod.logback.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Adds this library's defaults to a Spring Boot application. They rank after everything that a user can set, so that
 * any value of the user wins, even an empty one.
 */
final class RunPodDefaults {

    private static final String NAME = "runpodLogback";

    /**
     * The warnings that were logged in this process. An application with a parent, or with the bootstrap context of
     * Spring Cloud, has several environments with the same properties.
     */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private RunPodDefaults() {}

    /**
     * The defaults. They also carry the consumer of warnings to the formatter: it is made later, and may find further
     * properties wrong.
     */
    private static final class Defaults extends MapPropertySource {

        private final Consumer<String> warn;

        Defaults(Map<String, Object> defaults, Consumer<String> warn) {
            super(NAME, defaults);
            this.warn = warn;
        }
    }

    /** Returns a consumer that reports wrong properties of an environment, each once. Thread-safe. */
    static Consumer<String> warnings(Environment environment) {
        return environment instanceof ConfigurableEnvironment configurable
                        && configurable.getPropertySources().get(NAME) instanceof Defaults defaults
                ? defaults.warn
                : warning -> {};
    }

    /**
     * Adds the defaults to an application's environment.
     *
     * @param log receives a line for each wrong property or variable; it is written when logging is set up
     */
    static void addTo(ConfigurableEnvironment environment, SpringApplication application, Log log) {
        addTo(environment, isReactive(environment, application), warning -> {
            if (!LOGGED.add(warning)) {
                return;
            }
            // At ERROR if only errors are logged, so that the warning is shown then too.
            if ("error".equalsIgnoreCase(environment.getProperty("logging.level.root"))) {
                log.error(warning);
            } else {
                log.warn(warning);
            }
        });
    }

    /** Returns whether the application is reactive. Reads the property, because Spring Boot applies it only later. */
    private static boolean isReactive(ConfigurableEnvironment environment, SpringApplication application) {
        WebApplicationType type = application.getWebApplicationType();
        try {
            return WebApplicationType.REACTIVE
                    == Binder.get(environment)
                            .bind("spring.main.web-application-type", WebApplicationType.class)
                            .orElse(type);
        } catch (BindException wrong) {
            return type == WebApplicationType.REACTIVE; // Spring Boot will report it
        }
    }

    /**
     * Adds the defaults, unless they are there already.
     *
     * @param isReactive whether the application uses WebFlux
     * @param warn receives one message for each wrong property or variable
     */
    static void addTo(ConfigurableEnvironment environment, boolean isReactive, Consumer<String> warn) {
        if (environment.getPropertySources().contains(NAME)) {
            return; // Spring Boot 4.0 and 4.1 call both post-processors
        }
        Set<String> reported = ConcurrentHashMap.newKeySet();
        Consumer<String> warnOnce = warning -> {
            if (reported.add(warning)) {
                warn.accept(warning);
            }
        };
        RunPodLogProperties properties = new RunPodLogProperties(environment);
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (properties.isWanted()) {
            // With this property, Spring Boot prints no banner.
            defaults.put("logging.structured.format.console", RunPodStructuredLogFormatter.class.getName());
        }
        String level = properties.level(warnOnce);
        if (level != null) {
            defaults.put("logging.level.root", level);
        }
        if (isReactive && ClassUtils.isPresent("io.micrometer.context.ContextRegistry", null)) {
            // Without this, Reactor keeps a request's id in its own context only, where a logger cannot see it.
            defaults.put("spring.reactor.context-propagation", "auto");
        }
        // Spring Boot later moves its default properties, which a user may have set, after these.
        defaults.keySet().removeIf(environment::containsProperty);
        environment.getPropertySources().addLast(new Defaults(defaults, warnOnce));
        try {
            properties.reportUnknown(warnOnce);
            properties.check(warnOnce);
        } catch (RuntimeException | LinkageError problem) { // thrown by a property source or a named class
            warnOnce.accept("runpod.log.*: could not be checked: " + problem);
        }
    }
}
