package io.runpod.logback.spring;

import java.util.regex.Pattern;

/**
 * What the {@code runpod.log.web.*} properties may hold.
 *
 * @since 0.1
 */
public final class WebNames {

    /** The header that carries a request's id, unless set otherwise. */
    public static final String DEFAULT_HEADER = "X-Request-ID";

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private WebNames() {}

    /**
     * Says whether a header may be called that.
     *
     * @param name any text
     * @return whether it is a token
     */
    public static boolean isHeader(String name) {
        return TOKEN.matcher(name).matches();
    }

    /**
     * Says whether a request's path can be like that.
     *
     * @param pattern any text
     * @return whether it begins as a path, or with any characters
     */
    public static boolean isPath(String pattern) {
        return pattern.startsWith("/") || pattern.startsWith("*");
    }
}
