package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.settings.Settings.Format;
import io.runpod.logback.internal.text.LogLevel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variables and system properties of the process. An empty value counts as not set. A wrong value is
 * reported, and the default is used.
 *
 * @param variables returns an environment variable or null
 * @param properties returns a system property or null
 * @param names returns the names of the variables that are set
 */
public record Environment(Lookup variables, Lookup properties, Supplier<Collection<String>> names) {

    /** Looks up a value by its name. */
    public interface Lookup {
        @Nullable
        String get(String name);
    }

    private static final String FORMAT_PROPERTY = "runpod.log.format";
    private static final String FORMAT_VARIABLE = "RUNPOD_LOG_FORMAT";
    private static final String LEVEL_PROPERTY = "runpod.log.level";
    private static final String LEVEL_VARIABLE = "RUNPOD_LOG_LEVEL";
    private static final String ENDPOINT_VARIABLE = "RUNPOD_ENDPOINT_ID";
    public static final String SDK_LEVEL_VARIABLE = "RUNPOD_DEBUG_LEVEL";

    /** The environment of this process. A value that a security policy denies counts as not set. */
    public static final Environment SYSTEM =
            new Environment(guarded(System::getenv), guarded(System::getProperty), Environment::systemNames);

    /** Creates an environment that does not list its variables. */
    public Environment(Lookup variables, Lookup properties) {
        this(variables, properties, List::of);
    }

    /** Creates an environment with only these variables. */
    public static Environment of(Map<String, String> variables) {
        return new Environment(variables::get, name -> null, variables::keySet);
    }

    private static Collection<String> systemNames() {
        try {
            return System.getenv().keySet();
        } catch (RuntimeException denied) {
            return List.of();
        }
    }

    private static Lookup guarded(Lookup lookup) {
        return name -> {
            try {
                return lookup.get(name);
            } catch (RuntimeException denied) {
                return null;
            }
        };
    }

    /** Returns whether this process is a deployed worker of RunPod. */
    public boolean isOnRunPod() {
        return variable(ENDPOINT_VARIABLE) != null;
    }

    /** Returns the format that a property or variable sets; else JSON on a deployed worker, text elsewhere. */
    public Format format(Consumer<String> warn) {
        Format defaultFormat = isOnRunPod() ? Format.JSON : Format.TEXT;
        SettingParser parser = new SettingParser(warn);
        String property = property(FORMAT_PROPERTY);
        if (property != null) {
            return parser.choice("system property " + FORMAT_PROPERTY, property, Format.class, defaultFormat);
        }
        return parser.choice(
                "environment variable " + FORMAT_VARIABLE, variable(FORMAT_VARIABLE), Format.class, defaultFormat);
    }

    /** Returns the threshold as the name of a Logback level: OFF, TRACE, DEBUG, INFO, WARN or ERROR. */
    public String level(Consumer<String> warn) {
        String property = property(LEVEL_PROPERTY);
        if (property != null) {
            return level("system property " + LEVEL_PROPERTY, property, warn);
        }
        String variable = variable(LEVEL_VARIABLE);
        if (variable != null) {
            return level("environment variable " + LEVEL_VARIABLE, variable, warn);
        }
        String sdkVariable = variable(SDK_LEVEL_VARIABLE);
        return sdkVariable == null
                ? LogLevel.DEFAULT_THRESHOLD
                : level("environment variable " + SDK_LEVEL_VARIABLE, sdkVariable, warn);
    }

    private static String level(String origin, String value, Consumer<String> warn) {
        String level = LogLevel.parseThreshold(value);
        if (level == null) {
            warn.accept(SettingParser.refusal(origin, value, LogLevel.VALID_THRESHOLDS, LogLevel.DEFAULT_THRESHOLD));
            return LogLevel.DEFAULT_THRESHOLD;
        }
        return level;
    }

    /** Returns the trimmed value of a variable, or null if it is not set or blank. */
    public @Nullable String variable(String name) {
        return nonEmpty(variables.get(name));
    }

    private @Nullable String property(String name) {
        return nonEmpty(properties.get(name));
    }

    private static @Nullable String nonEmpty(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.trim();
    }
}
