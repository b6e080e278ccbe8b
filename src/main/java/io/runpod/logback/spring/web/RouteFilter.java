package io.runpod.logback.spring.web;

import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestRecord;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Adds the template of a request's path to its summary. Only a filter of WebFlux can read the template. */
final class RouteFilter implements WebFilter, Ordered {

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
