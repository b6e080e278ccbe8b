package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.event.RequestEnds;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Opens a {@link RequestScope} around each dispatch of a request: the first, those by which an asynchronous request is
 * taken up again, and the one that renders an error. The request ends with the last of them.
 */
final class RequestScopeFilter extends OncePerRequestFilter implements Ordered {

    private static final String REQUEST = RequestScopeFilter.class.getName();

    /** The scope of a dispatch that failed: the container logs that after the filters, and its line is the request's. */
    private static final ThreadLocal<@Nullable RequestScope> FAILED = new ThreadLocal<>();

    private final WebSettings settings;
    private final QuietRequests quiet;

    RequestScopeFilter(WebSettings settings, QuietRequests quiet) {
        this.settings = settings;
        this.quiet = quiet;
    }

    /** First of all, behind Spring Boot's filters of the same rank only: what other filters log is the request's too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Request known = (Request) request.getAttribute(REQUEST);
        Request current = known != null ? known : begin(request, response);
        RequestScope scope = RequestScope.open(current.id());
        boolean passed = false;
        try {
            chain.doFilter(request, response);
            passed = true;
        } finally {
            if (passed || request.isAsyncStarted() || FAILED.get() != null) {
                scope.close();
            } else {
                FAILED.set(scope);
            }
            if (known == null) {
                endWhenOver(current, request);
            }
        }
    }

    /** The first dispatch of a request. */
    private Request begin(HttpServletRequest request, HttpServletResponse response) {
        closeFailed(); // of an earlier request, where a container never said that it was over
        String id = RequestIds.of(request.getHeader(settings.header()));
        Request begun = new Request(id, RequestEnds.opened(id), quiet.begin(path(request), id));
        request.setAttribute(REQUEST, begun);
        response.setHeader(settings.header(), id);
        return begun;
    }

    /** The path within the application. */
    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI();
        String context = request.getContextPath();
        return path.startsWith(context) ? path.substring(context.length()) : path;
    }

    private void endWhenOver(Request current, HttpServletRequest request) {
        if (request.isAsyncStarted() && (current.counted() || current.isQuiet())) {
            try {
                request.getAsyncContext().addListener(new OnComplete(() -> end(current)));
                return;
            } catch (IllegalStateException alreadyOver) {
                // it was quicker than this thread
            }
        }
        end(current);
    }

    private void end(Request current) {
        if (current.counted()) {
            RequestEnds.closed(current.id(), true);
        }
        if (current.isQuiet()) {
            quiet.end(current.id());
        }
    }

    private static void closeFailed() {
        RequestScope scope = FAILED.get();
        if (scope != null) {
            FAILED.remove();
            scope.close();
        }
    }

    /**
     * What is known of a request while it is on its way.
     *
     * @param counted whether its end is to be told
     * @param isQuiet whether it is silenced
     */
    private record Request(String id, boolean counted, boolean isQuiet) {}

    /** Closes the scope of a failed dispatch, when the container is done with the request on the same thread. */
    static final class Listener implements ServletRequestListener {

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            closeFailed();
        }
    }

    private record OnComplete(Runnable action) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            action.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        /** The request went asynchronous once more: the listeners are gone, and this one has to be there again. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
