package io.runpod.logback.spring;

import io.runpod.logback.internal.settings.NamePatterns;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * The settings of the {@code runpod.log.web.*} properties. For a wrong one, the default is used; the post-processor has
 * already reported it.
 *
 * @param enabled whether requests get ids; default: true
 * @param summary whether each request logs one line with its outcome when it ends; default: false
 * @param forwardId whether requests that the application sends carry the id of the one it handles; default: false
 * @param header the header that carries a request's id, in the request and the response; default: X-Request-ID
 * @param quietPaths the paths whose requests log nothing below WARN; default: none
 * @since 0.1
 */
public record WebSettings(boolean enabled, boolean summary, boolean forwardId, String header, NamePatterns quietPaths) {

    static final String DEFAULT_HEADER = "X-Request-ID";

    /** The name of a header is a token: RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Reads the properties of an application. */
    public static WebSettings of(Environment environment) {
        return new RunPodLogProperties(environment).web(warning -> {});
    }

    /** Returns whether a header may have this name. */
    static boolean isHeader(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** Returns whether a pattern can match the path of a request. */
    static boolean isPath(String pattern) {
        return pattern.startsWith("/") || pattern.startsWith("*");
    }
}
