package io.runpod.logback;

import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.scope.ScopeIds;
import io.runpod.logback.internal.settings.ContextFields;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Marks the time in which a thread works on one request: every line that it logs carries the request's id.
 *
 * <pre>{@code
 * try (var scope = RequestScope.open(job.id())) {
 *     handle(job);
 * }
 * }</pre>
 *
 * <p>Sets {@code requestId} (and {@code batchId}) in the MDC, and restores the earlier values on {@link #close}. Scopes
 * nest. Close a scope on the thread that opened it; a second close does nothing. If an outer scope is closed first, the
 * ids of the inner one stay until it is closed too. {@link #wrap(Runnable)} and {@link #executor} carry the whole MDC,
 * and so the ids, to other threads.
 *
 * @since 0.1
 */
public final class RequestScope implements AutoCloseable {

    private static final ThreadLocal<@Nullable RequestScope> INNERMOST = new ThreadLocal<>();

    private final @Nullable RequestScope outer;
    private final ScopeIds idsBefore = ScopeIds.current();
    private final Thread owner = Thread.currentThread();
    private final @Nullable String requestId;
    private final boolean counted;
    private boolean closed;

    private RequestScope(@Nullable RequestScope outer, @Nullable String requestId) {
        this.outer = outer;
        this.requestId = requestId;
        this.counted = RequestEnds.opened(requestId);
    }

    /**
     * Opens a scope and keeps the current batch id.
     *
     * @param requestId the request's id; null = the scope has none
     * @return the scope; close it on the same thread
     */
    public static RequestScope open(@Nullable String requestId) {
        return open(requestId, MDC.get(ContextFields.BATCH_ID));
    }

    /**
     * Opens a scope for a request of a batch. Messages of its lines begin with {@code [batchId=ID] }.
     *
     * @param requestId the request's id; null = the scope has none
     * @param batchId the batch's id; null = none
     * @return the scope; close it on the same thread
     */
    public static RequestScope open(@Nullable String requestId, @Nullable String batchId) {
        RequestScope scope = new RequestScope(INNERMOST.get(), requestId);
        INNERMOST.set(scope);
        new ScopeIds(requestId, batchId).bind();
        return scope;
    }

    /** Restores the earlier ids. Does nothing the second time, or on another thread. */
    @Override
    public void close() {
        if (Thread.currentThread() != owner || closed) {
            return;
        }
        closed = true;
        RequestScope scope = INNERMOST.get();
        if (scope != this) {
            return; // an inner scope is still open; its close ends this one too
        }
        while (scope != null && scope.closed) {
            scope.idsBefore.bind();
            RequestEnds.closed(scope.requestId, scope.counted);
            scope = scope.outer;
        }
        if (scope == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(scope);
        }
    }

    /**
     * Makes a task run with the caller's MDC. Afterwards the MDC of the thread that ran it is restored.
     *
     * @param task what to run
     * @return a task with a copy of the MDC as it is now
     */
    public static Runnable wrap(Runnable task) {
        Map<String, String> captured = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> own = swap(captured);
            try {
                task.run();
            } finally {
                restore(own);
            }
        };
    }

    /** As {@link #wrap(Runnable)}, for a task with a result. */
    public static <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        Map<String, String> captured = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> own = swap(captured);
            try {
                return task.call();
            } finally {
                restore(own);
            }
        };
    }

    /** As {@link #wrap(Runnable)}, for a supplier. */
    public static <T extends @Nullable Object> Supplier<T> wrap(Supplier<T> task) {
        Map<String, String> captured = MDC.getCopyOfContextMap();
        return () -> {
            Map<String, String> own = swap(captured);
            try {
                return task.get();
            } finally {
                restore(own);
            }
        };
    }

    private static @Nullable Map<String, String> swap(@Nullable Map<String, String> captured) {
        Map<String, String> own = MDC.getCopyOfContextMap();
        restore(captured);
        return own;
    }

    private static void restore(@Nullable Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }

    /**
     * Makes each task of an executor run with the MDC of the thread that submits it.
     *
     * @param executor runs the tasks, on any kind of threads
     * @return a wrapper of the executor
     */
    public static Executor executor(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /**
     * As {@link #executor}, for an executor service. Shutting down the wrapper shuts down the given service.
     *
     * @param service runs the tasks, on any kind of threads
     * @return a wrapper of the service
     */
    public static ExecutorService executorService(ExecutorService service) {
        return new ScopedExecutorService(service);
    }
}
