package io.runpod.logback.spring;

import io.runpod.logback.RequestScope;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.task.TaskDecorator;

/**
 * Makes the tasks of Spring Boot's own executors, those of {@code @Async} and of asynchronous requests among them, carry
 * the MDC of whoever hands them over. Leaves that to a {@code TaskDecorator} of the user's where there is one: Spring
 * Boot 3.5 takes none if there are two.
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
}
