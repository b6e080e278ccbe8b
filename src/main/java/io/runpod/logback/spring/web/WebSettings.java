package io.runpod.logback.spring.web;

import io.runpod.logback.internal.settings.NamePatterns;
import io.runpod.logback.spring.WebNames;
import java.util.List;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The {@code runpod.log.web.*} properties. What is wrong with one was told by the post-processor; the default holds.
 *
 * @param header the header that carries a request's id, both ways
 * @param quietPaths the paths whose requests are silenced
 */
record WebSettings(String header, NamePatterns quietPaths) {

    static WebSettings of(Environment environment) {
        String header = String.join(", ", list(environment, "header"));
        return new WebSettings(
                WebNames.isHeader(header) ? header : WebNames.DEFAULT_HEADER,
                new NamePatterns(list(environment, "quiet-paths")));
    }

    static boolean isEnabled(Environment environment) {
        return list(environment, "enabled").stream().noneMatch("false"::equalsIgnoreCase);
    }

    private static List<String> list(Environment environment, String name) {
        try {
            return Binder.get(environment)
                    .bind("runpod.log.web." + name, Bindable.listOf(String.class))
                    .orElseGet(List::of);
        } catch (BindException unreadable) {
            return List.of();
        }
    }
}
