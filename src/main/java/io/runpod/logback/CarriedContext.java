package io.runpod.logback;

import io.runpod.logback.internal.scope.RequestContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Holds the MDC and the request of one thread, to carry them to another thread.
 *
 * @param mdc null = it was never set
 * @param request the ids and the record of the request
 */
record CarriedContext(@Nullable Map<String, String> mdc, RequestContext request) {

    /** Returns the context of the current thread. */
    static CarriedContext current() {
        return new CarriedContext(MDC.getCopyOfContextMap(), RequestContext.current());
    }

    /** Binds this context to the current thread; returns the previous one. */
    CarriedContext swap() {
        CarriedContext own = current();
        bind();
        return own;
    }

    /** Binds this context to the current thread. */
    void bind() {
        if (mdc == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(mdc);
        }
        request.bindRecord();
    }
}
