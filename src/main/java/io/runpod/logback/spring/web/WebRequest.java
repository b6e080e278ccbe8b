package io.runpod.logback.spring.web;

import io.runpod.logback.internal.scope.RequestEnds;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A running request: it takes its id from {@link RequestIds}, and reports its end. */
final class WebRequest {

    private final String id;
    private final boolean counted;
    private final @Nullable QuietRequests silencedBy;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Starts a request.
     *
     * @param header the id that the client sent; null = none
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

    /** Ends the request. Does nothing the second time. */
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
