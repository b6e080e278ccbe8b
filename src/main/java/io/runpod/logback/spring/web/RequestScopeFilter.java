package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.scope.RequestContext;
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
 * Opens a {@link RequestScope} around each dispatch of a request: the first one, those that resume an asynchronous
 * request, and the one that renders an error. The request ends when the container has finished it; an asynchronous one
 * when it completes, which may be before its error page.
 */
final class RequestScopeFilter extends OncePerRequestFilter implements Ordered {

    private static final String REQUEST = RequestScopeFilter.class.getName();
    private static final String LISTENED = REQUEST + ".listened";
    private static final String RESPONSE = REQUEST + ".response";

    /** The template of the path, as Spring MVC's {@code HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE}. */
    private static final String ROUTE = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    /**
     * The scope of a dispatch that failed. It stays open, because the container logs the failure after the filters, and
     * that line belongs to the request.
     */
    private static final ThreadLocal<@Nullable RequestScope> FAILED = new ThreadLocal<>();

    private final WebSettings settings;
    private final QuietRequests quiet;

    RequestScopeFilter(WebSettings settings, QuietRequests quiet) {
        this.settings = settings;
        this.quiet = quiet;
    }

    /**
     * Runs before all filters but those of Spring Boot with the highest precedence: what other filters log belongs to
     * the request.
     */
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
        current.bindRecord();
        RequestScope scope = RequestScope.open(current.id());
        boolean passed = false;
        try {
            chain.doFilter(request, response);
            passed = true;
        } finally {
            current.route(request.getAttribute(ROUTE));
            if (passed || isAsync(request) || FAILED.get() != null || !hasListener(request)) {
                scope.close();
                RequestContext.NONE.bindRecord();
            } else {
                FAILED.set(scope);
            }
            if (known == null) {
                endWhenOver(current, request, response);
            }
        }
    }

    /** Starts a request at its first dispatch. */
    private WebRequest begin(HttpServletRequest request, HttpServletResponse response) {
        closeFailed(); // left by an earlier request whose end the container never reported
        WebRequest begun = new WebRequest(
                request.getHeader(settings.header()), request.getMethod(), path(request), quiet, settings.summary());
        request.setAttribute(REQUEST, begun);
        response.setHeader(settings.header(), begun.id());
        return begun;
    }

    /**
     * Returns the path by which the container chose the servlet: decoded, without dots and parameters. With the raw
     * path, a client could silence a request that is not meant to be quiet.
     */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static boolean hasListener(ServletRequest request) {
        return request.getAttribute(LISTENED) != null;
    }

    /** Arranges who ends the request: {@link OnComplete} if asynchronous, else the listener, else this method now. */
    private static void endWhenOver(WebRequest current, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(RESPONSE, response);
        if (isAsync(request)) {
            try {
                request.getAsyncContext().addListener(new OnComplete(current, request));
                return;
            } catch (IllegalStateException alreadyOver) {
                // it completed before this thread came here
            }
        } else if (hasListener(request)) {
            return;
        }
        current.end(() -> status(request));
    }

    /** Returns whether a request goes on elsewhere. One that failed asynchronously, where Tomcat throws, does. */
    private static boolean isAsync(ServletRequest request) {
        try {
            return request.isAsyncStarted();
        } catch (IllegalStateException failed) {
            return true; // OnComplete ends it
        }
    }

    private static @Nullable Integer status(ServletRequest request) {
        return request.getAttribute(RESPONSE) instanceof HttpServletResponse response ? response.getStatus() : null;
    }

    private static void closeFailed() {
        RequestScope scope = FAILED.get();
        if (scope != null) {
            FAILED.remove();
            scope.close();
            RequestContext.NONE.bindRecord();
        }
    }

    /** Ends a request when the container has finished it, after the filters, the error page and its own lines. */
    static final class Listener implements ServletRequestListener {

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            event.getServletRequest().setAttribute(LISTENED, true);
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            closeFailed();
            ServletRequest request = event.getServletRequest();
            if (!isAsync(request) && request.getAttribute(REQUEST) instanceof WebRequest over) {
                over.end(() -> status(request));
            }
        }
    }

    private record OnComplete(WebRequest current, ServletRequest request) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            current.end(() -> status(request));
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        /** Adds this listener again: the listeners are gone once the request starts another asynchronous cycle. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
