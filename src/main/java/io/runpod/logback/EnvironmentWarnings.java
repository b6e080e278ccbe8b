package io.runpod.logback;

import ch.qos.logback.core.Context;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes each warning about the environment on once for a context, however many encoders look at the variable. */
final class EnvironmentWarnings {

    private EnvironmentWarnings() {}

    static void once(@Nullable Context context, String warning, Consumer<String> warn) {
        if (context != null) {
            String key = EnvironmentWarnings.class.getName() + ": " + warning;
            if (context.getObject(key) != null) {
                return;
            }
            context.putObject(key, warning);
        }
        warn.accept(warning);
    }
}
