package io.runpod.logback.spring.web;

import io.runpod.logback.spring.WebSettings;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if {@code runpod.log.web.forward-id} is true. */
final class ForwardsIds implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return WebSettings.of(context.getEnvironment()).forwardId();
    }
}
