package io.runpod.logback.spring.web;

import io.runpod.logback.spring.WebSettings;
import jakarta.servlet.Filter;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import reactor.core.publisher.Mono;

/** Adds request ids to web applications, unless {@code runpod.log.web.enabled=false}. */
@AutoConfiguration
@ConditionalOnWebApplication
@Conditional(RunPodWebAutoConfiguration.Enabled.class)
public final class RunPodWebAutoConfiguration {

    /** Called by Spring. */
    public RunPodWebAutoConfiguration() {}

    @Bean
    static WebSettings runPodWebSettings(Environment environment) {
        return WebSettings.of(environment);
    }

    @Bean(initMethod = "install", destroyMethod = "uninstall")
    static QuietRequests runPodQuietRequests(WebSettings settings) {
        return new QuietRequests(settings.quietPaths());
    }

    /**
     * Matches unless {@code runpod.log.web.enabled} is false. Spring Boot's own conditions are not used, because they
     * stop the application on a wrong value.
     */
    static final class Enabled implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return WebSettings.of(context.getEnvironment()).enabled();
        }
    }

    /** Beans for Spring MVC, or servlets of any kind. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
    static final class Servlet {

        @Bean
        static RequestScopeFilter runPodRequestScopeFilter(WebSettings settings, QuietRequests quiet) {
            return new RequestScopeFilter(settings, quiet);
        }

        @Bean
        static RequestScopeFilter.Listener runPodRequestScopeListener(WebSettings settings) {
            return new RequestScopeFilter.Listener(settings);
        }
    }

    /** Beans for WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass({HttpHandlerDecoratorFactory.class, Mono.class})
    static final class Reactive {

        Reactive() {
            if (!ClassUtils.isPresent(
                    "io.micrometer.context.ContextRegistry", getClass().getClassLoader())) {
                LoggerFactory.getLogger(RunPodWebAutoConfiguration.class)
                        .warn("Lines of a request carry no id: add the dependency io.micrometer:context-propagation,"
                                + " or set runpod.log.web.enabled=false");
            }
        }

        @Bean
        static RequestScopeHttpHandlers runPodRequestScopeHttpHandlers(WebSettings settings, QuietRequests quiet) {
            return new RequestScopeHttpHandlers(settings, quiet);
        }

        @Bean
        static RequestScopeHttpHandlers.RouteFilter runPodRouteFilter() {
            return new RequestScopeHttpHandlers.RouteFilter();
        }
    }
}
