package io.runpod.logback.internal.scope;

import io.runpod.logback.internal.settings.ContextFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a thread knows of its request, as something that can be carried to another thread: taken from one thread, bound
 * to another.
 *
 * @param requestId null = none
 * @param batchId null = none
 * @param record what is collected of the request; null = nothing is
 */
public record RequestContext(
        @Nullable String requestId,
        @Nullable String batchId,
        @Nullable RequestRecord record) {

    /** The key under which a carrier, Reactor's context for example, keeps it. */
    public static final String KEY = "io.runpod.logback.RequestScope";

    public static final RequestContext NONE = new RequestContext(null, null, null);

    /** Returns the context of this thread. */
    public static RequestContext current() {
        return new RequestContext(
                MDC.get(ContextFields.REQUEST_ID), MDC.get(ContextFields.BATCH_ID), RequestRecord.current());
    }

    /** Binds this context to the thread; the rest of its MDC stays. */
    public void bind() {
        bind(ContextFields.REQUEST_ID, requestId);
        bind(ContextFields.BATCH_ID, batchId);
        bindRecord();
    }

    /** Binds only the record to the thread, where the ids are in an MDC that is carried as a whole. */
    public void bindRecord() {
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
