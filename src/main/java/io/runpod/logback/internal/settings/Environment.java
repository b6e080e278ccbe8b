package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.settings.LayoutSettings.Format;
import io.runpod.logback.internal.text.LogLevel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The environment of the process: its variables and system properties, and what this library takes from them. An empty
 * value counts as not set; a wrong one is reported and the default holds.
 *
 * @param variables gives an environment variable or null
 * @param properties gives a system property or null
 * @param names gives the names of the variables that are set
 */
public record Environment(Lookup variables, Lookup properties, Supplier<Collection<String>> names) {

    /** Where a value is looked up by its name. */
    public interface Lookup {
        @Nullable
        String get(String name);
    }

    public static final String FORMAT_PROPERTY = "runpod.log.format";
    public static final String FORMAT_VARIABLE = "RUNPOD_LOG_FORMAT";
    public static final String LEVEL_PROPERTY = "runpod.log.level";
    public static final String LEVEL_VARIABLE = "RUNPOD_LOG_LEVEL";
    public static final String SDK_LEVEL_VARIABLE = "RUNPOD_DEBUG_LEVEL";
    private static final String ENDPOINT_VARIABLE = "RUNPOD_ENDPOINT_ID";

    /** The process's own; what a security policy refuses to give counts as not set. */
    public static final Environment SYSTEM =
            new Environment(guarded(System::getenv), guarded(System::getProperty), Environment::systemNames);

    /** An environment whose variables are not listed. */
    public Environment(Lookup variables, Lookup properties) {
        this(variables, properties, List::of);
    }

    /** An environment of just these variables. */
    public static Environment of(Map<String, String> variables) {
        return new Environment(variables::get, name -> null, variables::keySet);
    }

    private static Collection<String> systemNames() {
        try {
            return System.getenv().keySet();
        } catch (RuntimeException refused) {
            return List.of();
        }
    }

    private static Lookup guarded(Lookup lookup) {
        return name -> {
            try {
                return lookup.get(name);
            } catch (RuntimeException refused) {
                return null;
            }
        };
    }

    /** Whether this is a deployed worker of RunPod's. */
    public boolean isOnRunPod() {
        return variable(ENDPOINT_VARIABLE) != null;
    }

    /** JSON on a deployed worker, text elsewhere, unless a property or variable says otherwise. */
    public Format format(Consumer<String> warn) {
        Format byPlace = isOnRunPod() ? Format.JSON : Format.TEXT;
        SettingParser parser = new SettingParser(warn);
        String property = property(FORMAT_PROPERTY);
        if (property != null) {
            return parser.choice("system property " + FORMAT_PROPERTY, property, Format.class, byPlace);
        }
        return parser.choice(
                "environment variable " + FORMAT_VARIABLE, variable(FORMAT_VARIABLE), Format.class, byPlace);
    }

    /** The name of the Logback level to log from: OFF, TRACE, DEBUG, INFO, WARN or ERROR. */
    public String level(Consumer<String> warn) {
        String property = property(LEVEL_PROPERTY);
        if (property != null) {
            return level("system property " + LEVEL_PROPERTY, property, warn);
        }
        String variable = variable(LEVEL_VARIABLE);
        if (variable != null) {
            return level("environment variable " + LEVEL_VARIABLE, variable, warn);
        }
        String older = variable(SDK_LEVEL_VARIABLE);
        return older == null
                ? LogLevel.DEFAULT_THRESHOLD
                : level("environment variable " + SDK_LEVEL_VARIABLE, older, warn);
    }

    private static String level(String origin, String value, Consumer<String> warn) {
        String level = LogLevel.parseThreshold(value);
        if (level == null) {
            warn.accept(SettingParser.refusal(origin, value, LogLevel.VALID_THRESHOLDS, LogLevel.DEFAULT_THRESHOLD));
            return LogLevel.DEFAULT_THRESHOLD;
        }
        return level;
    }

    /** A variable's value, or null where it is not set or empty. */
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
