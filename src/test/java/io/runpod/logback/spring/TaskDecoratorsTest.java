package io.runpod.logback.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.logback.RequestScope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Executor beans that an application makes itself. */
class TaskDecoratorsTest {

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        static TaskDecorators decorators() {
            return new TaskDecorators();
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        SimpleAsyncTaskExecutor threads() {
            return new SimpleAsyncTaskExecutor();
        }

        @Bean
        ConcurrentTaskExecutor adapter() {
            return new ConcurrentTaskExecutor(Executors.newCachedThreadPool());
        }

        @Bean
        ThreadPoolTaskExecutor decorated() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setTaskDecorator(task -> () -> {
                MDC.put("requestId", "own");
                task.run();
            });
            return executor;
        }
    }

    private static String idInTaskOf(String bean) throws Exception {
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Application.class);
                RequestScope scope = RequestScope.open("caller")) {
            CompletableFuture<String> id = new CompletableFuture<>();
            spring.getBean(bean, TaskExecutor.class).execute(() -> id.complete(MDC.get("requestId")));
            return id.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "scheduler", "threads", "adapter"})
    void executorsOfTheApplicationCarryTheRequest(String bean) throws Exception {
        assertEquals("caller", idInTaskOf(bean));
    }

    @Test
    void decoratorOfTheApplicationStays() throws Exception {
        assertEquals("own", idInTaskOf("decorated"));
    }
}
