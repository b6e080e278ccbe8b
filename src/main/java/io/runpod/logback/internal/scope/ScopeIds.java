package io.runpod.logback.internal.scope;

import io.runpod.logback.internal.settings.ContextFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The ids of a scope as a value that can be carried: taken from one thread's MDC, put into another's.
 *
 * @param requestId null = none
 * @param batchId null = none
 */
public record ScopeIds(@Nullable String requestId, @Nullable String batchId) {

    /** The key of the ids in a carrier, for example in Reactor's context. */
    public static final String KEY = "io.runpod.logback.RequestScope";

    public static final ScopeIds NONE = new ScopeIds(null, null);

    /** Returns the ids of this thread. */
    public static ScopeIds current() {
        return new ScopeIds(MDC.get(ContextFields.REQUEST_ID), MDC.get(ContextFields.BATCH_ID));
    }

    /** Binds the ids to this thread. The rest of its MDC stays. */
    public void bind() {
        bind(ContextFields.REQUEST_ID, requestId);
        bind(ContextFields.BATCH_ID, batchId);
    }

    private static void bind(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
