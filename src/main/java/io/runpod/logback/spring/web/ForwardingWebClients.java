package io.runpod.logback.spring.web;

import io.runpod.logback.internal.scope.RequestContext;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Makes the requests of {@code WebClient}s carry the id of the request in Reactor's context, else of the thread's. */
final class ForwardingWebClients implements BeanPostProcessor {

    private final ExchangeFilterFunction forwarding;

    ForwardingWebClients(String header) {
        forwarding = (request, next) -> Mono.deferContextual(context -> {
            RequestContext carried = context.getOrDefault(RequestContext.KEY, null);
            RequestContext current = carried != null ? carried : RequestContext.current();
            return next.exchange(ClientRequest.from(request)
                    .headers(headers -> ForwardingClients.forward(current.requestId(), header, headers))
                    .build());
        });
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof WebClient.Builder builder) {
            builder.filter(forwarding);
        }
        return bean;
    }
}
