package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.spring.WebSettings;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
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
 * request, and the one that renders an error. A request ends when the container has finished it; an asynchronous
 * request ends when it completes, which may be before its error page.
 */
final class RequestScopeFilter extends OncePerRequestFilter implements Ordered {

    private static final String REQUEST = RequestScopeFilter.class.getName();
    private static final String LISTENED = REQUEST + ".listened";
    private static final String RESPONSE = REQUEST + ".response";

    /** The id that the listener has chosen. */
    private static final String ID = REQUEST + ".id";

    /** The attribute with the path's template: Spring MVC's {@code HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE}. */
    private static final String ROUTE = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    private final WebSettings settings;
    private final QuietRequests quiet;

    RequestScopeFilter(WebSettings settings, QuietRequests quiet) {
        this.settings = settings;
        this.quiet = quiet;
    }

    /**
     * Runs before all filters except those of Spring Boot with the highest precedence, so that lines of other filters
     * have the request's id.
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
        WebRequest current = known != null ? known : begin(request);
        if (known == null || !response.containsHeader(settings.header())) {
            response.setHeader(settings.header(), current.id()); // Undertow clears it for an error page
        }
        current.bindRecord();
        RequestScope scope = RequestScope.open(current.id());
        boolean passed = false;
        try {
            chain.doFilter(
                    new TrackedRequest(request, current.id()),
                    new TrackedRequest.Response(response, settings.header(), current.id()));
            passed = true;
        } finally {
            if (request.getDispatcherType() != DispatcherType.ERROR) { // has the route of the error page
                current.route(request.getAttribute(ROUTE));
            }
            leave(scope, passed, request);
            if (known == null) {
                endWhenOver(current, request, response);
            }
        }
    }

    /** Closes the scope, unless the container will log a failure of the request on this thread. */
    private static void leave(RequestScope scope, boolean passed, ServletRequest request) {
        if (isAsync(request)) {
            scope.close();
            RequestRecord.bind(null);
            ContainerScope.close();
        } else if (ContainerScope.isOpen()) {
            scope.close(); // the record of the request stays bound to the thread
        } else if (passed || !hasListener(request)) {
            scope.close();
            RequestRecord.bind(null);
        } else {
            ContainerScope.keep(scope);
        }
    }

    /** Starts a request at its first dispatch. */
    private WebRequest begin(HttpServletRequest request) {
        String chosen = (String) request.getAttribute(ID);
        if (chosen == null) {
            ContainerScope.close(); // left by an earlier request whose end the container never reported
        }
        String id = RequestIds.of(request.getHeader(settings.header()), chosen);
        if (chosen != null && !chosen.equals(id)) {
            ContainerScope.open(id); // an earlier filter has set the header
        }
        WebRequest begun = new WebRequest(id, request.getMethod(), path(request), quiet, settings.summary());
        request.setAttribute(REQUEST, begun);
        return begun;
    }

    /**
     * Returns the path by which the container chose the servlet: decoded, without dot segments and parameters. With the
     * raw path, a client could make a request quiet that must not be.
     */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static boolean hasListener(ServletRequest request) {
        return request.getAttribute(LISTENED) != null;
    }

    /** Lets {@link OnComplete} end an asynchronous request, the listener any other. Without a listener, ends it now. */
    private static void endWhenOver(WebRequest current, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(RESPONSE, response);
        if (isAsync(request)) {
            try {
                request.getAsyncContext().addListener(new OnComplete(current, request));
                return;
            } catch (IllegalStateException alreadyOver) {
                // It has completed already.
            }
        } else if (hasListener(request)) {
            return;
        }
        current.end(() -> status(request));
    }

    /** Returns whether a request has become asynchronous. For one that has failed, Tomcat throws an exception. */
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

    /**
     * Chooses the id of a request before any filter runs. Ends the request when the container has finished it: after
     * the filters, the error page and the container's own lines.
     */
    static final class Listener implements ServletRequestListener, ServletContextListener {

        private final WebSettings settings;

        Listener(WebSettings settings) {
            this.settings = settings;
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            try {
                ContainerScope.Jetty.observe();
            } catch (LinkageError notJetty) {
                // Other containers report the end of a request after they have logged its failure.
            }
        }

        @Override
        public void requestInitialized(ServletRequestEvent event) {
            ServletRequest request = event.getServletRequest();
            request.setAttribute(LISTENED, true);
            if (request instanceof HttpServletRequest http) {
                String id = request.getAttribute(REQUEST) instanceof WebRequest known
                        ? known.id()
                        : RequestIds.of(http.getHeader(settings.header()));
                request.setAttribute(ID, id);
                ContainerScope.open(id);
            }
        }

        @Override
        public void requestDestroyed(ServletRequestEvent event) {
            ServletRequest request = event.getServletRequest();
            ContainerScope.closeWith(
                    !isAsync(request) && request.getAttribute(REQUEST) instanceof WebRequest over
                            ? () -> over.end(() -> status(request))
                            : null);
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
