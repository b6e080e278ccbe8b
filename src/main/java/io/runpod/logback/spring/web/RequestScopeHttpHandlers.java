package io.runpod.logback.spring.web;

import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.spring.WebSettings;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.AbstractListenerServerHttpResponse;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Puts a request's id into Reactor's context, from which {@code context-propagation} carries it to each thread that
 * works for the request. It wraps the whole handler, which a {@code WebFilter} does not, because errors are answered
 * and logged outside of the filters.
 */
final class RequestScopeHttpHandlers implements HttpHandlerDecoratorFactory, Ordered {

    private final WebSettings settings;
    private final QuietRequests quiet;

    RequestScopeHttpHandlers(WebSettings settings, QuietRequests quiet) {
        this.settings = settings;
        this.quiet = quiet;
    }

    /** Returns the lowest precedence, so that this is the outermost decorator: each wraps those before it. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> Mono.defer(() -> handle(handler, request, response));
    }

    private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
        WebRequest begun = new WebRequest(
                RequestIds.of(request.getHeaders().getFirst(settings.header())),
                request.getMethod().name(),
                path(request.getPath()),
                quiet,
                settings.summary());
        response.getHeaders().set(settings.header(), begun.id());
        ServerHttpResponse answer =
                response instanceof AbstractListenerServerHttpResponse ? new ContextualResponse(response) : response;
        return Mono.defer(() -> handler.handle(request, answer))
                .contextWrite(context -> context.put(RequestContext.KEY, begun.context()))
                .doFinally(signal -> begun.end(() -> status(response)));
    }

    /**
     * Returns the path by which WebFlux chooses the handler: decoded, without matrix parameters. With the raw path, a
     * client could make a request quiet that must not be. A slash inside a segment stays encoded, because it does not
     * separate segments.
     */
    static String path(RequestPath requested) {
        StringBuilder path = new StringBuilder();
        for (PathContainer.Element element : requested.pathWithinApplication().elements()) {
            path.append(
                    element instanceof PathContainer.PathSegment segment
                            ? segment.valueToMatch().replace("/", "%2F")
                            : element.value());
        }
        return path.toString();
    }

    /**
     * Gives a body the context of its request again. Undertow and servlet containers request each next part of a body
     * on their own threads, without the context. Code that computes such a part would log without an id.
     */
    private static final class ContextualResponse extends ServerHttpResponseDecorator {

        ContextualResponse(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return body instanceof Mono
                    ? getDelegate().writeWith(body) // it has one part, which is requested within the context
                    : Mono.deferContextual(context -> getDelegate().writeWith(in(context, body)));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return Mono.deferContextual(context ->
                    getDelegate().writeAndFlushWith(in(context, body).map(part -> in(context, part))));
        }

        private static <T> Flux<T> in(ContextView context, Publisher<? extends T> body) {
            return Flux.<T>from(body).contextWrite(context);
        }
    }

    private static Integer status(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        return status == null ? 200 : status.value();
    }

    /** Adds the template of a request's path to its summary. Only a filter of WebFlux can read the template. */
    static final class RouteFilter implements WebFilter, Ordered {

        /** The value of WebFlux's {@code HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE}. */
        private static final String PATTERN = "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            return Mono.deferContextual(reactor -> {
                RequestContext request = reactor.getOrDefault(RequestContext.KEY, null);
                RequestRecord record = request == null ? null : request.record();
                Mono<Void> handled = chain.filter(exchange);
                return record == null
                        ? handled
                        : handled.doOnTerminate(() -> putRoute(exchange, record))
                                .doOnCancel(() -> putRoute(exchange, record));
            });
        }

        private static void putRoute(ServerWebExchange exchange, RequestRecord record) {
            Object pattern = exchange.getAttribute(PATTERN);
            if (pattern != null) {
                record.put("route", pattern.toString());
            }
        }
    }
}
