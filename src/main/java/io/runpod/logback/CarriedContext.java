package io.runpod.logback;

import io.runpod.logback.internal.scope.RequestContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The MDC and the request of a thread, to be carried to another one.
 *
 * @param mdc null = it was never set
 * @param request the request
 */
record CarriedContext(@Nullable Map<String, String> mdc, RequestContext request) {

    /** Returns the context of this thread. */
    static CarriedContext current() {
        return new CarriedContext(MDC.getCopyOfContextMap(), RequestContext.current());
    }

    /** Binds this context to the thread; returns the previous one. */
    CarriedContext swap() {
        CarriedContext own = current();
        bind();
        return own;
    }

    /** Binds this context to the thread. */
    void bind() {
        if (mdc == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(mdc);
        }
        request.bindRecord();
    }
}
