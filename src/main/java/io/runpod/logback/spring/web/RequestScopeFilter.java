package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.spring.WebSettings;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
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
 * taken up again, and the one that renders an error. The request ends when the container is done with it; an asynchronous
 * one when it is complete, which an error page may come behind.
 */
final class RequestScopeFilter extends OncePerRequestFilter implements Ordered {

    private static final String REQUEST = RequestScopeFilter.class.getName();
    private static final String LISTENED = REQUEST + ".listened";

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
        WebRequest known = (WebRequest) request.getAttribute(REQUEST);
        WebRequest current = known != null ? known : begin(request, response);
        RequestScope scope = RequestScope.open(current.id());
        boolean passed = false;
        try {
            chain.doFilter(request, response);
            passed = true;
        } finally {
            if (passed || request.isAsyncStarted() || FAILED.get() != null || !isListened(request)) {
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
    private WebRequest begin(HttpServletRequest request, HttpServletResponse response) {
        closeFailed(); // of an earlier request, where a container never said that it was over
        WebRequest begun = new WebRequest(request.getHeader(settings.header()), path(request), quiet);
        request.setAttribute(REQUEST, begun);
        response.setHeader(settings.header(), begun.id());
        return begun;
    }

    /**
     * The path by which the container chose the servlet: decoded, without dots and parameters. By the raw one a client
     * could silence what it is not for.
     */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static boolean isListened(ServletRequest request) {
        return request.getAttribute(LISTENED) != null;
    }

    /** Of a request that is not asynchronous the listener tells the end, which is behind its error page. */
    private static void endWhenOver(WebRequest current, HttpServletRequest request) {
        if (request.isAsyncStarted()) {
            try {
                request.getAsyncContext().addListener(new OnComplete(current));
                return;
            } catch (IllegalStateException alreadyOver) {
                // it was quicker than this thread
            }
        } else if (isListened(request)) {
            return;
        }
        current.end();
    }

    private static void closeFailed() {
        RequestScope scope = FAILED.get();
        if (scope != null) {
            FAILED.remove();
            scope.close();
        }
    }

    /** Told by the container when it is done with a request: after the filters, the error page, and its own lines. */
    static final class Listener implements ServletRequestListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            event.getServletRequest().setAttribute(LISTENED, true);
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            closeFailed();
            ServletRequest request = event.getServletRequest();
            if (!request.isAsyncStarted() && request.getAttribute(REQUEST) instanceof WebRequest over) {
                over.end();
            }
        }
    }

    private record OnComplete(WebRequest request) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            request.end();
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
