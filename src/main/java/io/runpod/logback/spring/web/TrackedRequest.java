package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/** A request that gives its id to the tasks of {@link AsyncContext#start}. */
final class TrackedRequest extends HttpServletRequestWrapper {

    private final String id;

    TrackedRequest(HttpServletRequest request, String id) {
        super(request);
        this.id = id;
    }

    @Override
    public AsyncContext startAsync() {
        return new Async(super.startAsync(), id);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return new Async(super.startAsync(request, response), id);
    }

    /** Returns null if the request does, as Spring's mock request does before it is asynchronous. */
    @Override
    @SuppressWarnings("NullAway") // a container never returns null
    public AsyncContext getAsyncContext() {
        AsyncContext context = super.getAsyncContext();
        return context == null ? null : new Async(context, id);
    }

    /** A response that still has its id header after {@code reset()}. */
    static final class Response extends HttpServletResponseWrapper {

        private final String header;
        private final String id;

        Response(HttpServletResponse response, String header, String id) {
            super(response);
            this.header = header;
            this.id = id;
        }

        @Override
        public void reset() {
            super.reset();
            setHeader(header, id);
        }
    }

    private record Async(AsyncContext context, String id) implements AsyncContext {

        /** Leaves the scope open if the task fails, because the container then logs the failure on the same thread. */
        @Override
        public void start(Runnable task) {
            Runnable carried = RequestScope.wrap(task);
            context.start(() -> {
                ContainerScope.open(id);
                carried.run();
                ContainerScope.close();
            });
        }

        @Override
        public ServletRequest getRequest() {
            return context.getRequest();
        }

        @Override
        public ServletResponse getResponse() {
            return context.getResponse();
        }

        @Override
        public boolean hasOriginalRequestAndResponse() {
            return context.hasOriginalRequestAndResponse();
        }

        @Override
        public void dispatch() {
            context.dispatch();
        }

        @Override
        public void dispatch(String path) {
            context.dispatch(path);
        }

        @Override
        public void dispatch(ServletContext application, String path) {
            context.dispatch(application, path);
        }

        @Override
        public void complete() {
            context.complete();
        }

        @Override
        public void addListener(AsyncListener listener) {
            context.addListener(listener);
        }

        @Override
        public void addListener(
                AsyncListener listener, @Nullable ServletRequest request, @Nullable ServletResponse response) {
            context.addListener(listener, request, response);
        }

        @Override
        public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
            return context.createListener(type);
        }

        @Override
        public void setTimeout(long millis) {
            context.setTimeout(millis);
        }

        @Override
        public long getTimeout() {
            return context.getTimeout();
        }
    }
}
