package io.runpod.logback.spring;

import java.util.function.Consumer;
import org.springframework.core.env.ConfigurableEnvironment;

/** Lets tests of other packages see what is wrong with {@code runpod.log.*} properties. */
public final class SpringProblems {

    private SpringProblems() {}

    public static void report(ConfigurableEnvironment environment, Consumer<String> warn) {
        RunPodDefaults.addTo(environment, false, warn);
    }
}
