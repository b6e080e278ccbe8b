package io.runpod.logback.spring.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses the id of a request: that of its header if it is valid, else a new one. */
final class RequestIds {

    /** Longer than any usual id. Limited because each line carries the id. */
    private static final int MAX_CHARS = 128;

    private RequestIds() {}

    /**
     * Returns the id of a request.
     *
     * @param header what the client sent; it is not trusted
     * @param chosen the id that was returned for this request before; null = none was
     * @return the header's value if it has 1 to 128 visible ASCII characters, else the chosen id, else a new UUID. Each
     *     request has an instance of its own, because {@link QuietRequests} compares ids by identity
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
