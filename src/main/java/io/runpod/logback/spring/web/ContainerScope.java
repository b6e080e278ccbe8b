package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.scope.RequestRecord;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a container's thread outside of this library's filter, so that lines of the container and of earlier
 * filters have the request's id too. A thread has at most one. A scope that was not closed is closed when the thread's
 * next request begins.
 */
final class ContainerScope {

    private static final ThreadLocal<@Nullable ContainerScope> CURRENT = new ThreadLocal<>();

    private @Nullable RequestScope scope;

    /** The number of {@link #enter} calls without their {@link #exit}. Always 0 unless the container is Jetty. */
    private int entered;

    private @Nullable Runnable onExit;

    private ContainerScope() {}

    private static ContainerScope current() {
        ContainerScope current = CURRENT.get();
        if (current == null) {
            current = new ContainerScope();
            CURRENT.set(current);
        }
        return current;
    }

    static boolean isOpen() {
        ContainerScope current = CURRENT.get();
        return current != null && current.scope != null;
    }

    /** Closes the scope of this thread, if there is one, and opens a new one. */
    static void open(String id) {
        close();
        current().scope = RequestScope.open(id);
    }

    /** Keeps a scope open after the filter. Called only if none is open on this thread. */
    static void keep(RequestScope open) {
        current().scope = open;
    }

    static void close() {
        ContainerScope current = CURRENT.get();
        if (current == null) {
            return;
        }
        RequestScope open = current.scope;
        current.scope = null;
        if (current.entered == 0) {
            CURRENT.remove();
        }
        if (open != null) {
            open.close();
            RequestRecord.bind(null);
        }
    }

    /** Called when the container begins to work for a request on this thread. Calls may be nested. */
    static void enter() {
        current().entered++;
    }

    /** Called at the end of what {@link #enter} began. The last call closes the scope and ends the request. */
    static void exit() {
        ContainerScope current = CURRENT.get();
        if (current == null || --current.entered > 0) {
            return;
        }
        Runnable last = current.onExit;
        close();
        if (last != null) {
            last.run();
        }
    }

    /**
     * Closes the scope and ends the request: at the last {@link #exit}, if the container calls it, else now.
     *
     * @param end ends the request; null = it continues on another thread
     */
    static void closeWith(@Nullable Runnable end) {
        ContainerScope current = CURRENT.get();
        if (current != null && current.entered > 0) {
            current.onExit = end;
            return;
        }
        close();
        if (end != null) {
            end.run();
        }
    }

    /**
     * Observes when a thread of Jetty 12 begins and ends to work for a request. Needed because Jetty logs the failure
     * of a request after it has told the request's listeners that the request is over.
     */
    static final class Jetty implements ContextHandler.ContextScopeListener {

        private Jetty() {}

        /**
         * Adds a listener to the application that Jetty is starting on this thread, if there is one.
         *
         * @throws LinkageError without Jetty, or with another version
         */
        static void observe() {
            ContextHandler handler = ContextHandler.getCurrentContextHandler();
            if (handler != null) {
                handler.addEventListener(new Jetty());
            }
        }

        @Override
        public void enterScope(Context context, @Nullable Request request) {
            enter();
        }

        @Override
        public void exitScope(Context context, @Nullable Request request) {
            exit();
        }
    }
}
