package io.runpod.logback.spring.web;

import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.scope.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The scope of a container's thread outside the filter of this library: what the container and earlier filters log
 * there belongs to the request. A thread has at most one; one that is left over ends when the next request comes.
 */
final class ContainerScope {

    private static final ThreadLocal<@Nullable ContainerScope> CURRENT = new ThreadLocal<>();

    private @Nullable RequestScope scope;

    /** How many times the container has said that this thread works for a request: 0 unless it is Jetty. */
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

    /** Opens a scope on this thread, after the one that was open. */
    static void open(String id) {
        close();
        current().scope = RequestScope.open(id);
    }

    /** Takes over a scope of this thread, which has none. */
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
            RequestContext.NONE.bindRecord();
        }
    }

    /** The container begins to work for a request on this thread; calls are nested. */
    static void enter() {
        current().entered++;
    }

    /** Counterpart of {@link #enter}. */
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
     * Closes the scope and ends the request: when the container has left this thread, if it tells so, else now.
     *
     * @param end ends the request; null = it goes on elsewhere
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
}
