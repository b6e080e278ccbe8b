package io.runpod.logback.spring;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether requests are to get ids: unless {@code runpod.log.web.enabled} is false. Not one of Spring Boot's own
 * conditions, which stop the application on a wrong value.
 */
public final class RequestIdsEnabled implements Condition {

    /** Called by Spring. */
    public RequestIdsEnabled() {}

    /**
     * Looks at the property.
     *
     * @param context has the environment
     * @param metadata not looked at
     * @return whether it is anything but false
     */
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return RunPodLogProperties.isWebEnabled(context.getEnvironment());
    }
}
