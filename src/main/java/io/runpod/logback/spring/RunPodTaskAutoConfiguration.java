package io.runpod.logback.spring;

import io.runpod.logback.RequestScope;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.task.TaskDecorator;

/**
 * Makes the tasks of Spring Boot's own executors run with the MDC of the thread that submits them, including
 * {@code @Async} methods and asynchronous requests. Adds no {@code TaskDecorator} bean if the user has one, because
 * Spring Boot 3.5 uses none if there are two. Executor and scheduler beans of the user carry the MDC too, unless they
 * have a decorator.
 *
 * @since 0.1
 */
@AutoConfiguration(beforeName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
public final class RunPodTaskAutoConfiguration {

    /** Called by Spring. */
    public RunPodTaskAutoConfiguration() {}

    @Bean
    @Fallback
    @ConditionalOnMissingBean
    static TaskDecorator runPodTaskDecorator() {
        return RequestScope::wrap;
    }

    @Bean
    static TaskDecorators runPodTaskDecorators() {
        return new TaskDecorators();
    }
}
