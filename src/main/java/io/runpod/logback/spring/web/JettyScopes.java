package io.runpod.logback.spring.web;

import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Observes when a thread of Jetty 12 begins and ends to work for a request. Needed because Jetty logs the failure of a
 * request after it has told the request's listeners that the request is over.
 */
final class JettyScopes implements ContextHandler.ContextScopeListener {

    private JettyScopes() {}

    /**
     * Adds a listener to the application that Jetty is starting on this thread, if there is one.
     *
     * @throws LinkageError without Jetty, or with another version
     */
    static void install() {
        ContextHandler handler = ContextHandler.getCurrentContextHandler();
        if (handler != null) {
            handler.addEventListener(new JettyScopes());
        }
    }

    @Override
    public void enterScope(Context context, @Nullable Request request) {
        ContainerScope.enter();
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        ContainerScope.exit();
    }
}
