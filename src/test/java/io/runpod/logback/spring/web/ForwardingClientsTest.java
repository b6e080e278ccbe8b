package io.runpod.logback.spring.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.scope.RequestContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

class ForwardingClientsTest {

    private final ForwardingClients clients = new ForwardingClients("X-Request-ID");
    private HttpServer server;
    private String url;

    /** Answers with the id that it was sent. */
    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            byte[] id = String.valueOf(exchange.getRequestHeaders().getFirst("X-Request-ID"))
                    .getBytes();
            exchange.sendResponseHeaders(200, id.length);
            exchange.getResponseBody().write(id);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String idSentBy(RestClient.Builder builder) {
        return builder.build().get().uri(url).retrieve().body(String.class);
    }

    private RestClient.Builder restClient() {
        return (RestClient.Builder) clients.postProcessAfterInitialization(RestClient.builder(), "builder");
    }

    @Test
    void restClientSendsTheIdOfTheRequest() {
        try (var scope = RequestScope.open("a1")) {
            assertEquals("a1", idSentBy(restClient()));
            assertEquals("own", idSentBy(restClient().defaultHeader("X-Request-ID", "own")));
        }
        assertEquals("null", idSentBy(restClient()));
    }

    @Test
    void idThatNoHeaderCanCarryIsLeftOut() {
        try (var scope = RequestScope.open("two\r\nlines")) {
            assertEquals("null", idSentBy(restClient()));
        }
    }

    @Test
    void restTemplateSendsTheIdOfTheRequest() {
        RestTemplate template = new RestTemplate();
        clients.postProcessAfterInitialization(template, "template");
        try (var scope = RequestScope.open("a1")) {
            assertEquals("a1", template.getForObject(url, String.class));
        }
    }

    @Test
    void webClientSendsTheIdOfReactorsContextElseOfTheThread() {
        CompletableFuture<ClientRequest> sent = new CompletableFuture<>();
        WebClient.Builder builder = WebClient.builder().exchangeFunction(request -> {
            sent.obtrudeValue(request);
            return Mono.just(ClientResponse.create(HttpStatus.OK).build());
        });
        new ForwardingClients.Reactive("X-Request-ID").postProcessAfterInitialization(builder, "builder");
        Mono<?> call = builder.build().get().uri(url).retrieve().toBodilessEntity();
        try (var scope = RequestScope.open("thread")) {
            call.block();
            assertEquals("thread", id(sent.join()));
            call.contextWrite(context -> context.put(RequestContext.KEY, new RequestContext("reactor", null, null)))
                    .block();
            assertEquals("reactor", id(sent.join()));
        }
        call.block();
        assertEquals(null, id(sent.join()));
    }

    private static @Nullable String id(ClientRequest request) {
        return request.headers().getFirst("X-Request-ID");
    }
}
