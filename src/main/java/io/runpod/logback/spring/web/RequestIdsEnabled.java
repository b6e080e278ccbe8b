package io.runpod.logback.spring.web;

import io.runpod.logback.spring.WebSettings;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code runpod.log.web.enabled} is false. Spring Boot's own conditions are not used, because they stop
 * the application on a wrong value.
 */
final class RequestIdsEnabled implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return WebSettings.of(context.getEnvironment()).enabled();
    }
}
