package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.internal.scope.RequestWatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running request. It reports its end. */
final class WebRequest {

    private static final RunPodLogger LOGGER = RunPodLogger.of(RequestScope.class);

    private final String id;
    private final boolean counted;
    private final @Nullable QuietRequests silencedBy;
    private final @Nullable RequestRecord record;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean hasRoute;

    /**
     * Starts a request.
     *
     * @param id its id, as {@link RequestIds} chooses it
     * @param method of HTTP
     * @param path its path within the application
     * @param summary whether a line says at its end what became of it
     */
    WebRequest(String id, String method, String path, QuietRequests quiet, boolean summary) {
        this.id = id;
        counted = RequestEnds.opened(id);
        silencedBy = quiet.begin(path, id) ? quiet : null;
        record = summary ? new RequestRecord(null) : null;
        if (record != null) {
            record.summarize("Request");
            record.put("method", method);
            RequestWatch.begin();
        }
    }

    String id() {
        return id;
    }

    /** Returns what a thread has to know of the request. */
    RequestContext context() {
        return new RequestContext(id, null, record);
    }

    /** Binds the record, so that this thread's lines and fields count for the request. A scope binds the id. */
    void bindRecord() {
        context().bindRecord();
    }

    /**
     * Takes the template of the path, once known; that of an error page comes later and does not count.
     *
     * @param template null = not known
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
     * @param status its answer's; asked for only if there is a summary, null = not known
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
            if (silencedBy != null) {
                silencedBy.end(id);
            }
        }
    }

    private void logSummary(RequestRecord collected, Supplier<@Nullable Integer> status) {
        try {
            Integer code = status.get();
            if (code != null) {
                collected.put("status", code);
            }
        } catch (RuntimeException recycled) {
            // the container has taken the answer back already
        }
        RequestScope.run(id, () -> {
            RequestRecord.Outcome outcome = collected.end(LOGGER.isInfoEnabled());
            LOGGER.info("Request finished", outcome.fields());
        });
    }
}
