package io.runpod.logback.spring;

import io.runpod.logback.RequestScope;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Gives executor and scheduler beans of the application a decorator that carries the MDC, if they take one and have none.
 * Spring has no method that returns the decorator of an executor, so it is read from its field; an executor where that
 * fails is left as it is.
 */
final class TaskDecorators implements BeanPostProcessor {

    static final String FIELD = "taskDecorator";

    private static final TaskDecorator CARRY = RequestScope::wrap;

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof TaskExecutor || bean instanceof TaskScheduler) {
            Field field = ReflectionUtils.findField(bean.getClass(), FIELD, TaskDecorator.class);
            Method setter = ReflectionUtils.findMethod(bean.getClass(), "setTaskDecorator", TaskDecorator.class);
            if (field != null && setter != null) {
                decorate(bean, field, setter);
            }
        }
        return bean;
    }

    private static void decorate(Object bean, Field field, Method setter) {
        try {
            field.setAccessible(true);
            if (field.get(bean) == null) {
                setter.invoke(bean, CARRY);
            }
        } catch (ReflectiveOperationException | RuntimeException inaccessible) {
            // of a named module, for example
        }
    }
}
