package io.runpod.logback.spring.web;

import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class TrackedRequestTest {

    /** As Spring's mock request, before it is asynchronous. */
    @Test
    void requestWithoutAnAsyncContextHasNone() {
        HttpServletRequest mock = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, values) -> null);
        assertNull(new TrackedRequest(mock, "r1").getAsyncContext());
    }
}
