package io.runpod.logback.internal.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The warnings about the process's environment that stand in its log already. Logback is often configured twice: by this
 * library, and then anew by a framework, which is not to tell the same once more. Thread-safe.
 */
public final class LoggedWarnings {

    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private LoggedWarnings() {}

    public static void add(String warning) {
        LOGGED.add(warning);
    }

    /**
     * Whether what is wrong with a variable was logged.
     *
     * @param reading reads the variable, and is given what takes its warnings
     */
    public static boolean contains(Consumer<Consumer<String>> reading) {
        List<String> warnings = new ArrayList<>();
        reading.accept(warnings::add);
        return !warnings.isEmpty() && LOGGED.containsAll(warnings);
    }
}
