package io.runpod.logback.spring;

import io.runpod.logback.RequestScope;
import java.lang.reflect.Field;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Gives the application's executor and scheduler beans a decorator that carries the MDC, if they take one and have
 * none. Spring has no method that returns an executor's decorator, so it is read from a private field. If that fails,
 * the executor is not changed.
 */
final class TaskDecorators implements BeanPostProcessor {

    static final String FIELD = "taskDecorator";

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        Consumer<TaskDecorator> setter = setter(bean);
        if (setter != null && !isDecorated(bean)) {
            setter.accept(RequestScope::wrap);
        }
        return bean;
    }

    private static @Nullable Consumer<TaskDecorator> setter(Object bean) {
        if (bean instanceof ThreadPoolTaskExecutor executor) {
            return executor::setTaskDecorator;
        }
        if (bean instanceof ThreadPoolTaskScheduler scheduler) {
            return scheduler::setTaskDecorator;
        }
        if (bean instanceof SimpleAsyncTaskExecutor executor) {
            return executor::setTaskDecorator;
        }
        if (bean instanceof ConcurrentTaskExecutor executor) {
            return executor::setTaskDecorator;
        }
        return null;
    }

    private static boolean isDecorated(Object bean) {
        Field field = ReflectionUtils.findField(bean.getClass(), FIELD, TaskDecorator.class);
        try {
            if (field == null) {
                return true;
            }
            field.setAccessible(true);
            return field.get(bean) != null;
        } catch (ReflectiveOperationException | RuntimeException inaccessible) {
            return true; // in a named module, for example
        }
    }
}
