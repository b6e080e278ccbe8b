package io.runpod.logback.spring.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestRecord;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The route in the summary of a WebFlux request. */
class RouteFilterTest {

    private static final String PATTERN = "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

    private final Map<String, Object> attributes = new HashMap<>();
    private final RequestRecord record = new RequestRecord(null);

    /** Only its attributes are asked for. */
    private final ServerWebExchange exchange = (ServerWebExchange) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServerWebExchange.class},
            (proxy, method, arguments) -> attributes.get(String.valueOf(arguments[0])));

    private void handle(Mono<Void> handler) {
        new RequestScopeHttpHandlers.RouteFilter()
                .filter(exchange, unused -> handler)
                .contextWrite(context -> context.put(RequestContext.KEY, new RequestContext("r1", null, record)))
                .block();
    }

    private Object route() {
        return record.end(true).fields().get("route");
    }

    @Test
    void routeIsTheTemplateThatTheHandlerMatched() {
        handle(Mono.fromRunnable(() -> attributes.put(PATTERN, "/images/{id}")));
        assertEquals("/images/{id}", route());
    }

    @Test
    void failedRequestHasItsRouteToo() {
        assertThrows(
                IllegalStateException.class,
                () -> handle(Mono.fromRunnable(() -> {
                    attributes.put(PATTERN, "/images/{id}");
                    throw new IllegalStateException("broken");
                })));
        assertEquals("/images/{id}", route());
    }

    @Test
    void requestThatNothingMatchedHasNone() {
        handle(Mono.empty());
        assertNull(route());
    }

    @Test
    void requestWithoutARecordIsHandled() {
        new RequestScopeHttpHandlers.RouteFilter()
                .filter(exchange, unused -> Mono.empty())
                .block();
        assertNull(route());
    }
}
