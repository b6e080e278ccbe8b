package io.runpod.logback.spring.web;

import io.runpod.logback.spring.WebSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes requests that the application sends carry the id of the request that it handles, if
 * {@code runpod.log.web.forward-id=true}: those of Spring Boot's builders of {@code RestClient}, {@code RestTemplate}
 * and {@code WebClient}, and of {@code RestTemplate} beans. Works with and without a web server.
 */
@AutoConfiguration
@Conditional(RunPodClientAutoConfiguration.Enabled.class)
public final class RunPodClientAutoConfiguration {

    /** Called by Spring. */
    public RunPodClientAutoConfiguration() {}

    /** Matches if {@code runpod.log.web.forward-id} is true. */
    static final class Enabled implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return WebSettings.of(context.getEnvironment()).forwardId();
        }
    }

    /** For {@code RestClient} and {@code RestTemplate}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.web.client.RestTemplate")
    static final class Blocking {

        @Bean
        static ForwardingClients runPodForwardingClients(Environment environment) {
            return new ForwardingClients(WebSettings.of(environment).header());
        }
    }

    /** For {@code WebClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static final class Reactive {

        @Bean
        static ForwardingClients.Reactive runPodForwardingWebClients(Environment environment) {
            return new ForwardingClients.Reactive(WebSettings.of(environment).header());
        }
    }
}
