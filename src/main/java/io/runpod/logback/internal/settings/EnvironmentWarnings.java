package io.runpod.logback.internal.settings;

import ch.qos.logback.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reports each warning about the environment once, however many encoders read the variable. Thread-safe. */
public final class EnvironmentWarnings {

    /** The warnings that were written to the log itself. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private EnvironmentWarnings() {}

    /**
     * Reports a warning, unless it was already reported for this context.
     *
     * @param context null = always report
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

    /** Records that a warning was logged. */
    public static void markLogged(String warning) {
        LOGGED.add(warning);
    }

    /**
     * Returns whether reading a variable gives warnings, all of which were logged before. Logback is often configured
     * twice: by this library, and then by a framework, which must not repeat the warnings.
     *
     * @param reading reads the variable and passes its warnings to the given consumer
     */
    public static boolean wasLogged(Consumer<Consumer<String>> reading) {
        List<String> warnings = new ArrayList<>();
        reading.accept(warnings::add);
        return !warnings.isEmpty() && LOGGED.containsAll(warnings);
    }
}
