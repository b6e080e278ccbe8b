package io.runpod.logback.spring.web;

import io.runpod.logback.internal.scope.RequestContext;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Makes the requests of {@code RestClient}s and {@code RestTemplate}s carry the id of the thread's request. */
final class ForwardingClients implements BeanPostProcessor {

    private final ClientHttpRequestInterceptor forwarding;

    ForwardingClients(String header) {
        forwarding = (request, body, execution) -> {
            forward(RequestContext.current().requestId(), header, request.getHeaders());
            return execution.execute(request, body);
        };
    }

    /**
     * Sets the id header of a request that is sent.
     *
     * @param id null = none. An id that is not valid in a header is left out, so that the request can be sent
     * @param headers the request's headers; an id that they have already stays
     */
    static void forward(@Nullable String id, String header, HttpHeaders headers) {
        if (id != null && RequestIds.isValid(id) && headers.getFirst(header) == null) {
            headers.set(header, id);
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof RestClient.Builder builder) {
            builder.requestInterceptor(forwarding);
        } else if (bean instanceof RestTemplate template) {
            template.getInterceptors().add(forwarding);
        } else if (bean.getClass().getName().endsWith(".RestTemplateBuilder")) {
            return withInterceptor(bean);
        }
        return bean;
    }

    /** Returns a copy of a {@code RestTemplateBuilder}, whose package differs between Spring Boot 3.5 and 4. */
    private Object withInterceptor(Object builder) {
        Method method = ReflectionUtils.findMethod(builder.getClass(), "additionalInterceptors", Collection.class);
        Object copy = method == null ? null : ReflectionUtils.invokeMethod(method, builder, List.of(forwarding));
        return copy == null ? builder : copy;
    }

    /** Makes the requests of {@code WebClient}s carry the id of the request in Reactor's context, else the thread's. */
    static final class Reactive implements BeanPostProcessor {

        private final ExchangeFilterFunction forwarding;

        Reactive(String header) {
            forwarding = (request, next) -> Mono.deferContextual(context -> {
                RequestContext carried = context.getOrDefault(RequestContext.KEY, null);
                RequestContext current = carried != null ? carried : RequestContext.current();
                return next.exchange(ClientRequest.from(request)
                        .headers(headers -> forward(current.requestId(), header, headers))
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
}
