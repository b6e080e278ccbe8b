package io.runpod.logback.micrometer;

import io.micrometer.context.ThreadLocalAccessor;
import io.runpod.logback.internal.scope.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries the ids of a {@link io.runpod.logback.RequestScope} wherever Micrometer's {@code context-propagation} carries
 * thread-locals: through Reactor's operators ({@code Hooks.enableAutomaticContextPropagation()}, which Spring Boot
 * calls for {@code spring.reactor.context-propagation=auto}), and with each {@code ContextSnapshot}. On the class path,
 * that library finds this class through {@code META-INF/services}. As a named module, register it:
 * {@code ContextRegistry.getInstance().registerThreadLocalAccessor(new RequestScopeThreadLocalAccessor())}.
 *
 * <p>It does not carry the rest of the MDC. Trace ids have their own accessor.
 *
 * @since 0.1
 */
public final class RequestScopeThreadLocalAccessor implements ThreadLocalAccessor<RequestContext> {

    /** Creates an accessor. It has no state. */
    public RequestScopeThreadLocalAccessor() {}

    /** Returns the key of the scope in Reactor's context. */
    @Override
    public Object key() {
        return RequestContext.KEY;
    }

    /** Returns the ids of this thread, or null if none is bound. */
    @Override
    public @Nullable RequestContext getValue() {
        RequestContext ids = RequestContext.current();
        return ids.equals(RequestContext.NONE) ? null : ids;
    }

    /** Binds ids to this thread. */
    @Override
    public void setValue(RequestContext ids) {
        ids.bind();
    }

    /** Removes the ids from this thread. */
    @Override
    public void setValue() {
        RequestContext.NONE.bind();
    }
}
