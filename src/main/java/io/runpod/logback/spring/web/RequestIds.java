package io.runpod.logback.spring.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a request's id comes from: its header if that can be trusted to be a name and nothing else, or made here. */
final class RequestIds {

    /** Longer than any id in use; bounded, since each line carries it. */
    private static final int MAX_CHARS = 128;

    private RequestIds() {}

    /**
     * The id of a request.
     *
     * @param header what the client sent; opaque
     * @return the header's value if it is 1 to 128 visible ASCII characters, else a new UUID. Never an instance that the
     *     caller knows: {@link QuietRequests} tells requests apart by it
     */
    static String of(@Nullable String header) {
        return header != null && isValid(header)
                ? new String(header.toCharArray())
                : UUID.randomUUID().toString();
    }

    private static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= MAX_CHARS && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
