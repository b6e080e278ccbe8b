package io.runpod.logback.spring.web;

import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells when Jetty's threads work for a request: Jetty logs the failure of a request after it has told the request's
 * listeners that it is over. For Jetty 12.
 */
final class JettyScopes implements ContextHandler.ContextScopeListener {

    private JettyScopes() {}

    /**
     * Listens to the application that Jetty starts on this thread, if any.
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
