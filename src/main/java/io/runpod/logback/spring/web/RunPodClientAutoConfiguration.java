package io.runpod.logback.spring.web;

import io.runpod.logback.spring.WebSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes requests that the application sends carry the id of the request that it handles, if
 * {@code runpod.log.web.forward-id=true}: those of Spring Boot's builders of {@code RestClient}, {@code RestTemplate}
 * and {@code WebClient}, and of {@code RestTemplate} beans. Works with and without a web server.
 */
@AutoConfiguration
@Conditional(ForwardsIds.class)
public final class RunPodClientAutoConfiguration {

    /** Called by Spring. */
    public RunPodClientAutoConfiguration() {}

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
        static ForwardingWebClients runPodForwardingWebClients(Environment environment) {
            return new ForwardingWebClients(WebSettings.of(environment).header());
        }
    }
}
