package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.internal.scope.RequestWatch;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running request: it takes its id from {@link RequestIds}, and reports its end. */
final class WebRequest {

    private final String id;
    private final boolean counted;
    private final @Nullable QuietRequests silencedBy;
    private final @Nullable RequestRecord record;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Starts a request.
     *
     * @param header the id that the client sent; null = none
     * @param path its path within the application
     * @param summary whether a line says at its end what became of it
     */
    WebRequest(@Nullable String header, String path, QuietRequests quiet, boolean summary) {
        id = RequestIds.of(header);
        counted = RequestEnds.opened(id);
        silencedBy = quiet.begin(path, id) ? quiet : null;
        record = summary ? new RequestRecord(null) : null;
        if (record != null) {
            record.summarize("Request");
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
     * Ends the request. Does nothing the second time.
     *
     * @param details fields of its summary; asked for only if there is one
     */
    void end(Supplier<Map<String, Object>> details) {
        if (ended.getAndSet(true)) {
            return;
        }
        if (record != null) {
            logSummary(record, details);
        }
        if (counted) {
            RequestEnds.closed(id, true);
        }
        if (silencedBy != null) {
            silencedBy.end(id);
        }
    }

    private void logSummary(RequestRecord collected, Supplier<Map<String, Object>> details) {
        try {
            details.get().forEach(collected::put);
        } catch (RuntimeException recycled) {
            // the container has taken the request back already
        }
        RequestRecord.Outcome outcome = collected.end();
        RequestScope.run(id, () -> outcome.log("Request"));
    }
}
