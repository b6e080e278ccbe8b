package io.runpod.logback.spring;

import io.runpod.logback.internal.settings.NamePatterns;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * What the {@code runpod.log.web.*} properties say. What is wrong with one was told by the post-processor; the default
 * holds.
 *
 * @param enabled whether requests get ids; default: true
 * @param header the header that carries a request's id, both ways; default: X-Request-ID
 * @param quietPaths the paths whose requests are silenced; default: none
 * @since 0.1
 */
public record WebSettings(boolean enabled, String header, NamePatterns quietPaths) {

    static final String DEFAULT_HEADER = "X-Request-ID";

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * Reads the properties.
     *
     * @param environment the application's
     * @return the settings
     */
    public static WebSettings of(Environment environment) {
        return new RunPodLogProperties(environment).web(warning -> {});
    }

    /** Whether a header may have this name. */
    static boolean isHeader(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Whether a pattern may match the path of a request. */
    static boolean isPath(String pattern) {
        return pattern.startsWith("/") || pattern.startsWith("*");
    }
}
