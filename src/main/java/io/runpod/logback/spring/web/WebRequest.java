package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.scope.RequestRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request that is being handled. Logs its summary, if one is wanted, and reports its end. */
final class WebRequest {

    private static final RunPodLogger LOGGER = RunPodLogger.of(RequestScope.class);

    /** From this status on the server has failed (RFC 9110 section 15.6). */
    private static final int FIRST_SERVER_ERROR = 500;

    private final String id;
    private final boolean counted;
    private final @Nullable QuietRequests quietRequests;
    private final @Nullable RequestRecord record;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean hasRoute;

    /**
     * Starts a request.
     *
     * @param id the id that {@link RequestIds} has chosen
     * @param method the HTTP method
     * @param path the path within the application
     * @param summary whether a line is logged with the outcome
     */
    WebRequest(String id, String method, String path, QuietRequests quiet, boolean summary) {
        this.id = id;
        counted = RequestEnds.opened(id);
        quietRequests = quiet.begin(path, id) ? quiet : null;
        record = summary ? new RequestRecord(null) : null;
        if (record != null) {
            record.summarize("Request");
            record.put("method", method);
        }
    }

    String id() {
        return id;
    }

    /** Returns the id and the record, to be bound to a thread. */
    RequestContext context() {
        return new RequestContext(id, null, record);
    }

    /** Binds only the record, so that this thread's lines and fields count for the request. A scope binds the id. */
    void bindRecord() {
        RequestRecord.bind(record);
    }

    /**
     * Puts the template of the path into the summary. Only the first one counts.
     *
     * @param template null = not known yet
     */
    void route(@Nullable Object template) {
        if (record != null && template instanceof String && !hasRoute) {
            hasRoute = true;
            record.put("route", template);
        }
    }

    /**
     * Ends the request. Does nothing the second time.
     *
     * @param status returns the status of the response; called only if there is a summary, null = not known
     */
    void end(Supplier<@Nullable Integer> status) {
        if (ended.getAndSet(true)) {
            return;
        }
        try {
            if (record != null) {
                logSummary(record, status);
            }
        } finally {
            if (counted) {
                RequestEnds.closed(id, true);
            }
            if (quietRequests != null) {
                quietRequests.end(id);
            }
        }
    }

    private void logSummary(RequestRecord collected, Supplier<@Nullable Integer> status) {
        try {
            Integer code = status.get();
            if (code != null) {
                collected.put("status", code);
                if (code >= FIRST_SERVER_ERROR) {
                    collected.markFailed();
                }
            }
        } catch (RuntimeException recycled) {
            // The container has already reused the response for another request.
        }
        RequestScope.run(id, () -> {
            RequestRecord.Outcome outcome = collected.end(LOGGER.isInfoEnabled());
            LOGGER.info("Request finished", outcome.fields());
        });
    }
}
