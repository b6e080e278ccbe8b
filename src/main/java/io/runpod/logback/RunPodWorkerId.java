package io.runpod.logback;

import ch.qos.logback.core.PropertyDefinerBase;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.EnvironmentWarnings;
import java.util.regex.Pattern;

/**
 * Defines a variable of a {@code logback.xml} with the worker's id ({@code RUNPOD_POD_ID}), for the name of a log file
 * on a volume that several workers share. Without that variable, as outside of RunPod, it is {@code local}.
 *
 * <pre>{@code
 * <define name="WORKER" class="io.runpod.logback.RunPodWorkerId"/>
 * <file>/runpod-volume/logs/worker-${WORKER}.jsonl</file>
 * }</pre>
 *
 * <p>The id must be 1 to 64 letters, digits, {@code -} and {@code _}, so that it can never be a path. Any other id
 * causes a status warning, and {@code local} is used.
 *
 * @since 0.1
 */
public final class RunPodWorkerId extends PropertyDefinerBase {

    private static final String VARIABLE = "RUNPOD_POD_ID";
    private static final String DEFAULT = "local";
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Environment environment;

    /** Creates a definer that reads the process's environment. */
    public RunPodWorkerId() {
        this(Environment.SYSTEM);
    }

    RunPodWorkerId(Environment environment) {
        this.environment = environment;
    }

    /** Returns the worker's id, or {@code local}; safe in a file's name. */
    @Override
    public String getPropertyValue() {
        String id = environment.variable(VARIABLE);
        if (id == null) {
            return DEFAULT;
        }
        if (!SAFE.matcher(id).matches()) {
            String warning = "environment variable " + VARIABLE + ": \"" + id
                    + "\" is not valid in a file's name. Valid: 1 to 64 letters, digits, - and _. Going on with "
                    + DEFAULT + ".";
            EnvironmentWarnings.once(getContext(), warning, this::addWarn);
            return DEFAULT;
        }
        return id;
    }
}
