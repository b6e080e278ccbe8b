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
 * The time in which a thread works on one request: every line it logs carries the request's id.
 *
 * <pre>{@code
 * try (var scope = RequestScope.open(job.id())) {
 *     handle(job);
 * }
 * }</pre>
 *
 * <p>Sets {@code requestId} (and {@code batchId}) in the MDC and puts back what was there on {@link #close}. Scopes
 * nest. One is closed on the thread that opened it; closing twice does nothing, and of scopes closed in the wrong order
 * the inner one's ids stay until it is closed too. A scope belongs to its thread: {@link #wrap(Runnable)} and
 * {@link #executor} carry it, with the whole MDC, to others.
 *
 * @since 0.1
 */
public final class RequestScope implements AutoCloseable {

    private static final ThreadLocal<@Nullable RequestScope> INNERMOST = new ThreadLocal<>();

    private final @Nullable RequestScope outer;
    private final ScopeIds before = ScopeIds.current();
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
     * Opens a scope. A batch id that is set stays.
     *
     * @param requestId the request's id; null = none is bound in this scope
     * @return the scope, to be closed by the same thread
     */
    public static RequestScope open(@Nullable String requestId) {
        return open(requestId, MDC.get(ContextFields.BATCH_ID));
    }

    /**
     * Opens a scope for a request that is handled as part of a batch; its lines' messages begin with
     * {@code [batchId=ID] }.
     *
     * @param requestId the request's id; null = none is bound in this scope
     * @param batchId the batch's id; null = none
     * @return the scope, to be closed by the same thread
     */
    public static RequestScope open(@Nullable String requestId, @Nullable String batchId) {
        RequestScope scope = new RequestScope(INNERMOST.get(), requestId);
        INNERMOST.set(scope);
        new ScopeIds(requestId, batchId).bind();
        return scope;
    }

    /** Puts back the ids that were there; does nothing the second time, or on another thread. */
    @Override
    public void close() {
        if (Thread.currentThread() != owner || closed) {
            return;
        }
        closed = true;
        RequestScope scope = INNERMOST.get();
        if (scope != this) {
            return; // an inner scope is still open, and will end this one too
        }
        while (scope != null && scope.closed) {
            scope.before.bind();
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
     * Makes a task carry the caller's MDC to the thread that runs it. That thread's own is put back behind it.
     *
     * @param task what to run
     * @return the task with the MDC as it is now
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

    /**
     * Makes a task carry the caller's MDC to the thread that runs it. That thread's own is put back behind it.
     *
     * @param task what to run
     * @param <T> the type of its result
     * @return the task with the MDC as it is now
     */
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

    /**
     * Makes a supplier carry the caller's MDC to the thread that runs it. That thread's own is put back behind it.
     *
     * @param task what to run
     * @param <T> the type of its result
     * @return the supplier with the MDC as it is now
     */
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
     * Makes every task of an executor carry the MDC of the caller that hands it over.
     *
     * @param executor runs the tasks, on any kind of threads
     * @return an executor over it
     */
    public static Executor executor(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /**
     * Makes every task of an executor service carry the MDC of the caller that hands it over. Shutting it down shuts
     * the given one down.
     *
     * @param service runs the tasks, on any kind of threads
     * @return an executor service over it
     */
    public static ExecutorService executorService(ExecutorService service) {
        return new ScopedExecutorService(service);
    }
}
