package io.runpod.logback.spring.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses the id of a request: that of its header if it is valid, else a new one. */
final class RequestIds {

    /** Longer than any id in use. Limited because each line carries the id. */
    private static final int MAX_CHARS = 128;

    private RequestIds() {}

    /**
     * Returns the id of a request.
     *
     * @param header what the client sent; it is not trusted
     * @param chosen what was returned for this request already; null = nothing was
     * @return the header's value if it is 1 to 128 visible ASCII characters, else the chosen one or a new UUID. Another
     *     instance for each request, because {@link QuietRequests} tells requests apart by it
     */
    static String of(@Nullable String header, @Nullable String chosen) {
        if (header == null || !isValid(header)) {
            return chosen != null ? chosen : UUID.randomUUID().toString();
        }
        return chosen != null && chosen.equals(header) ? chosen : new String(header.toCharArray());
    }

    /** As {@link #of(String, String)}, for a request that has no id yet. */
    static String of(@Nullable String header) {
        return of(header, null);
    }

    static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= MAX_CHARS && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
