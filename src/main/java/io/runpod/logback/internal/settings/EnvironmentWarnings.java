package io.runpod.logback.internal.settings;

import ch.qos.logback.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes each warning about the process's environment on once, however many encoders read the variable. Thread-safe. */
public final class EnvironmentWarnings {

    /** Warnings that are in the log itself. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private EnvironmentWarnings() {}

    /**
     * Passes a warning on, unless the same one was passed on for this context.
     *
     * @param context null = always
     */
    public static void once(@Nullable Context context, String warning, Consumer<String> warn) {
        if (context != null) {
            String key = EnvironmentWarnings.class.getName() + ": " + warning;
            if (context.getObject(key) != null) {
                return;
            }
            context.putObject(key, warning);
        }
        warn.accept(warning);
    }

    /** Notes a warning that was logged. */
    public static void logged(String warning) {
        LOGGED.add(warning);
    }

    /**
     * Whether what is wrong with a variable was logged. Logback is often configured twice: by this library, and then by
     * a framework, which must not repeat the warning.
     *
     * @param reading reads the variable, and is given what takes its warnings
     */
    public static boolean wasLogged(Consumer<Consumer<String>> reading) {
        List<String> warnings = new ArrayList<>();
        reading.accept(warnings::add);
        return !warnings.isEmpty() && LOGGED.containsAll(warnings);
    }
}
