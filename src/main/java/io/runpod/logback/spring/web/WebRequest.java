package io.runpod.logback.spring.web;

import io.runpod.logback.internal.scope.RequestEnds;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request on its way, from the header that names it to the end that is told to those who keep something for it. */
final class WebRequest {

    private final String id;
    private final boolean counted;
    private final @Nullable QuietRequests silencedBy;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * A request came in.
     *
     * @param header what the client calls it; null = nothing
     * @param path its path within the application
     */
    WebRequest(@Nullable String header, String path, QuietRequests quiet) {
        id = RequestIds.of(header);
        counted = RequestEnds.opened(id);
        silencedBy = quiet.begin(path, id) ? quiet : null;
    }

    String id() {
        return id;
    }

    /** It is over; does nothing the second time. */
    void end() {
        if (ended.getAndSet(true)) {
            return;
        }
        if (counted) {
            RequestEnds.closed(id, true);
        }
        if (silencedBy != null) {
            silencedBy.end(id);
        }
    }
}
