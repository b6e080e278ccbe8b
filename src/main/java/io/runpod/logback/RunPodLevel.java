package io.runpod.logback;

import ch.qos.logback.core.PropertyDefinerBase;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.EnvironmentWarnings;

/**
 * Defines a variable of a {@code logback.xml} with the level of the environment. The first of these that is set wins:
 * system property {@code runpod.log.level}, variable {@code RUNPOD_LOG_LEVEL}, variable {@code RUNPOD_DEBUG_LEVEL};
 * else INFO.
 *
 * <pre>{@code
 * <define name="LEVEL" class="io.runpod.logback.RunPodLevel"/>
 * <root level="${LEVEL}">
 * }</pre>
 *
 * <p>Valid are NOTSET (off), TRACE, DEBUG, INFO, WARN or WARNING, ERROR, FATAL or CRITICAL (all three ERROR), in any
 * case, and 0 to 5 as in the SDK. Any other value causes one status warning, and INFO is used.
 *
 * @since 0.1
 */
public final class RunPodLevel extends PropertyDefinerBase {

    private final Environment environment;

    /** Creates a definer that reads the process's environment. */
    public RunPodLevel() {
        this(Environment.SYSTEM);
    }

    RunPodLevel(Environment environment) {
        this.environment = environment;
    }

    /** Returns the name of a Logback level. */
    @Override
    public String getPropertyValue() {
        return environment.level(warning -> EnvironmentWarnings.once(getContext(), warning, this::addWarn));
    }
}
