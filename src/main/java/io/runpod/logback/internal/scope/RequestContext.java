package io.runpod.logback.internal.scope;

import io.runpod.logback.internal.settings.Settings.ContextFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Holds the ids and the record of a thread's request, so that they can be bound to another thread.
 *
 * @param requestId the request's id; null = none
 * @param batchId the batch's id; null = none
 * @param record collects the lines and fields of the request; null = nothing is collected
 */
public record RequestContext(
        @Nullable String requestId,
        @Nullable String batchId,
        @Nullable RequestRecord record) {

    /** The key of the request context in a carrier, for example in Reactor's context. */
    public static final String KEY = "io.runpod.logback.RequestScope";

    public static final RequestContext NONE = new RequestContext(null, null, null);

    /** Returns the context of the current thread. */
    public static RequestContext current() {
        return new RequestContext(
                MDC.get(ContextFields.REQUEST_ID), MDC.get(ContextFields.BATCH_ID), RequestRecord.current());
    }

    /** Binds this context to the current thread. The rest of its MDC stays. */
    public void bind() {
        bind(ContextFields.REQUEST_ID, requestId);
        bind(ContextFields.BATCH_ID, batchId);
        RequestRecord.bind(record);
    }

    private static void bind(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
