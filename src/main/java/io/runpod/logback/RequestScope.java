package io.runpod.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.WarnStatus;
import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.internal.settings.Settings.ContextFields;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LogLevel;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Marks the time in which a thread works on one request: every line that the thread logs carries the request's id.
 *
 * <pre>{@code
 * RequestScope.run(job.id(), () -> handle(job));
 *
 * try (var scope = RequestScope.open(job.id()).summary("Job")) {
 *     scope.keepDetails();
 *     handle(job);
 * }
 * }</pre>
 *
 * <p>Sets {@code requestId} (and {@code batchId}) in the MDC, and restores the earlier values on {@link #close}. Scopes
 * nest. Closing a scope also closes the scopes that were opened within it on its thread and are still open. Closing it
 * twice does nothing. A scope belongs to its thread: {@link #wrap(Runnable)} and {@link #executor} carry it, with the
 * whole MDC, to other threads.
 *
 * @since 0.1
 */
public final class RequestScope implements AutoCloseable {

    private static final ThreadLocal<@Nullable RequestScope> INNERMOST = new ThreadLocal<>();
    private static final RunPodLogger LOGGER = RunPodLogger.of(RequestScope.class);

    /** The kinds of wrong use that were reported. */
    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private final @Nullable RequestScope outer;
    private final RequestContext before = RequestContext.current();
    private final RequestRecord record = new RequestRecord(before.record());
    private final Thread owner = Thread.currentThread();
    private final @Nullable String requestId;
    private final boolean counted;
    private final AtomicBoolean isEndReported = new AtomicBoolean();

    /** Set if another thread closed the scope. The owner ends it when it next opens or closes a scope. */
    private volatile boolean abandoned;

    /** Read and written by the owner only. */
    private boolean ended;

    private RequestScope(@Nullable RequestScope outer, @Nullable String requestId) {
        this.outer = outer;
        this.requestId = requestId;
        this.counted = RequestEnds.opened(requestId);
    }

    /**
     * Opens a scope. Keeps the batch id that is set in the MDC.
     *
     * @param requestId the request's id; null = lines in this scope have none
     * @return the scope, to be closed by the same thread
     */
    public static RequestScope open(@Nullable String requestId) {
        return open(requestId, MDC.get(ContextFields.BATCH_ID));
    }

    /**
     * As {@link #open(String)}, with the id of the request's batch, or null for none. The messages of its lines begin
     * with {@code [batchId=ID] }.
     */
    public static RequestScope open(@Nullable String requestId, @Nullable String batchId) {
        RequestScope innermost = INNERMOST.get();
        while (innermost != null && innermost.abandoned) {
            innermost = innermost.end();
        }
        RequestScope scope = new RequestScope(innermost, requestId);
        INNERMOST.set(scope);
        new RequestContext(requestId, batchId, scope.record).bind();
        return scope;
    }

    /**
     * Runs a task in a scope. If the task throws, an ERROR line is logged inside the scope: with the request's id, and
     * after the lines that a {@link BufferStage} held back. Then the same exception is thrown, although none is
     * declared.
     *
     * @param requestId the request's id; null = lines in this scope have none
     * @param task the task
     */
    public static void run(@Nullable String requestId, RunPodLogger.Action task) {
        RequestScope.<@Nullable Object>call(requestId, () -> {
            task.run();
            return null;
        });
    }

    /** As {@link #run}, for a task that has a result, which is returned. */
    @SuppressWarnings("try") // the task runs within the scope, and does not refer to it
    public static <T extends @Nullable Object> T call(@Nullable String requestId, RunPodLogger.Operation<T> task) {
        try (RequestScope scope = open(requestId)) {
            try {
                return task.run();
            } catch (Throwable problem) {
                logFailure(problem);
                throw Rethrow.asIs(problem);
            }
        }
    }

    private static void logFailure(Throwable problem) {
        try {
            LOGGER.error("Request failed", null, problem);
        } catch (Throwable second) { // thrown by an appender of the application
            Failure.rethrowIfFatal(second);
            Rethrow.suppress(problem, second);
        }
    }

    /**
     * Logs one line when the scope closes: {@code NAME finished}, at INFO, or at ERROR after {@link #fail}. Its logger
     * has the name of this class. Its fields:
     *
     * <ul>
     *   <li>{@code duration_ms}
     *   <li>{@code outcome}: {@code ok}, or {@code error} after an ERROR line or {@link #fail}
     *   <li>{@code lines}: the number of lines of each level, if any was of WARN or ERROR
     *   <li>{@code cold_start}: {@code true} in the first summary of the process
     *   <li>those of {@link #put}
     * </ul>
     *
     * @param name what the request is, for example {@code Job}
     * @return this scope
     */
    public RequestScope summary(String name) {
        if (isOpenFor("summary")) {
            record.summarize(name);
        }
        return this;
    }

    /**
     * Logs the lines of this request from this level on, even if the loggers' levels are higher, also on the threads
     * that the scope is carried to. An unknown level causes one status warning, and the loggers' levels stay in force.
     *
     * @param level a name or number as for {@link RunPodLogger#setLevel(String)}; NOTSET or 0 = only the loggers'
     *     levels count
     * @return this scope
     */
    public RequestScope level(@Nullable String level) {
        if (!isOpenFor("level")) {
            return this;
        }
        String name = level == null ? null : LogLevel.parseThreshold(level);
        if (name == null) {
            warn("RequestScope.level: \"" + level + "\" is not valid. Valid: " + LogLevel.VALID_THRESHOLDS
                    + ". Going on with the loggers' levels.");
            return this;
        }
        record.level(
                name.equals("OFF")
                        ? RequestRecord.NO_LEVEL
                        : ch.qos.logback.classic.Level.toLevel(name).toInt());
        return this;
    }

    /**
     * Adds a field to the {@link #summary} of this thread's request: of the innermost scope that has one. A later value
     * of the same name replaces it. The summary's own fields win over it. The middle of a text of more than 16,384
     * characters is cut out. A request keeps 200 fields and 65,536 characters of names and texts, where each object
     * counts as 8 more. A field beyond these limits, or without an open request, is dropped with one status warning.
     * Maps, collections and arrays of objects are copied at once.
     *
     * @param name the field's name
     * @param value the field's value; any object
     */
    public static void put(String name, @Nullable Object value) {
        RequestRecord current = RequestRecord.current();
        String reason = current == null ? "no request is open" : current.put(String.valueOf(name), value);
        if (reason != null) {
            warn(reason, "RequestScope.put: field \"" + name + "\" is dropped: " + reason + ".");
        }
    }

    /**
     * Makes the summary an ERROR line with a stack trace and the outcome {@code error}. If neither this scope nor one
     * around it has a summary, the exception is logged as an ERROR line, {@code Request failed}, when the scope closes.
     * Only the first call counts.
     *
     * @param problem what made the request fail
     */
    public void fail(Throwable problem) {
        if (isOpenFor("fail")) {
            record.fail(problem);
        }
    }

    /** Returns whether the scope is open. If not, a warning names the method, which has no effect. */
    private boolean isOpenFor(String method) {
        if (!record.isEnded()) {
            return true;
        }
        String call = "RequestScope." + method;
        warn(call + " closed", call + ": has no effect, because the scope of request " + requestId + " is closed.");
        return false;
    }

    /**
     * Asks a {@link BufferStage} to write the lines that it holds of this request when the scope closes, even without
     * an ERROR.
     *
     * @return this scope
     */
    public RequestScope keepDetails() {
        RequestEnds.keepDetails(requestId);
        return this;
    }

    /** Logs the summary, if one was asked for, and restores the earlier ids. Does nothing the second time. */
    @Override
    public void close() {
        if (Thread.currentThread() != owner) {
            abandoned = true;
            reportEnd();
            warn("RequestScope.close: the scope of request " + requestId + " was closed on thread "
                    + Thread.currentThread().getName() + ". Its own thread, " + owner.getName() + ", ends it later.");
            return;
        }
        if (ended) {
            return;
        }
        RequestScope scope = INNERMOST.get();
        while (scope != null && scope != this) {
            scope = scope.end(); // opened within this one, and not closed
        }
        scope = end();
        while (scope != null && scope.abandoned) {
            scope = scope.end();
        }
    }

    /** Ends this scope, which is the innermost one of its thread; returns the one around it. */
    private @Nullable RequestScope end() {
        ended = true;
        try {
            String summary = record.summaryName();
            RequestRecord.Outcome outcome = record.end(summary != null && LOGGER.isInfoEnabled());
            if (summary != null) {
                logSummary(summary, outcome);
            } else if (outcome.failure() != null) {
                logFailure(outcome.failure());
            }
        } finally {
            before.bind();
            reportEnd();
            if (outer == null) {
                INNERMOST.remove();
            } else {
                INNERMOST.set(outer);
            }
        }
        return outer;
    }

    /**
     * Reports once that this scope is closed, so that the lines that are held back for the request are written or
     * dropped.
     */
    private void reportEnd() {
        if (!isEndReported.getAndSet(true)) {
            RequestEnds.closed(requestId, counted);
        }
    }

    /** Logs a summary while the thread has the request's id. An exception of an appender does not reach the request. */
    private static void logSummary(String name, RequestRecord.Outcome outcome) {
        try {
            if (outcome.level() == Level.ERROR) {
                LOGGER.error(name + " finished", outcome.fields(), outcome.failure());
            } else {
                LOGGER.info(name + " finished", outcome.fields());
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            warn("RequestScope.summary: the summary of a request was not logged: " + problem.getClass());
        }
    }

    /**
     * Reports a wrong use in Logback's status. Each kind is reported once in the process, so that a loop cannot fill
     * the status.
     *
     * @param warning begins with its kind and a colon
     */
    private static void warn(String warning) {
        warn(warning.substring(0, warning.indexOf(':')), warning);
    }

    /** As {@link #warn(String)}, for a kind that the warning does not begin with. */
    private static void warn(String kind, String warning) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context && REPORTED.add(kind)) {
            context.getStatusManager().add(new WarnStatus(warning, RequestScope.class.getSimpleName()));
        }
    }

    /** Returns the innermost scope of this thread, for {@link #endSince}. */
    static @Nullable RequestScope innermost() {
        return INNERMOST.get();
    }

    /**
     * Ends the scopes that a task opened on this thread and did not close.
     *
     * @param before the innermost scope when the task began; null = there was none
     */
    static void endSince(@Nullable RequestScope before) {
        RequestScope scope = INNERMOST.get();
        while (scope != null && scope != before && scope.isWithin(before)) {
            scope = scope.end();
        }
    }

    private boolean isWithin(@Nullable RequestScope around) {
        RequestScope scope = outer;
        while (scope != null && scope != around) {
            scope = scope.outer;
        }
        return scope == around;
    }

    /**
     * Corrects the context after a task that closed scopes which it did not open: the restored context still has the
     * ids of these scopes. Binds the context from before the outermost of them.
     */
    static void bindAfter(@Nullable RequestScope before) {
        RequestContext context = null;
        for (RequestScope scope = before; scope != null && scope.ended; scope = scope.outer) {
            context = scope.before;
        }
        if (context != null) {
            context.bind();
        }
    }

    /**
     * A task that has a result, as a {@code Callable} and as a {@code Supplier}.
     *
     * @param <T> the type of its result
     */
    public interface Task<T extends @Nullable Object> extends Callable<T>, Supplier<T> {}

    /**
     * Returns a task that carries the caller's MDC and request of now to the thread that runs it. After the task, that
     * thread gets its own back.
     */
    public static Runnable wrap(Runnable task) {
        return new CarriedContext.OfRunnable(task);
    }

    /**
     * As {@link #wrap(Runnable)}, for a task that has a result. The returned task is also a {@code Supplier}, whose
     * {@code get} throws an exception of the task unchanged.
     */
    public static <T extends @Nullable Object> Task<T> wrap(Callable<T> task) {
        return new CarriedContext.OfCallable<>(task);
    }

    /**
     * As {@link #wrap(Callable)}, for a {@code Supplier} object.
     *
     * @param none always empty; because of it, {@code wrap(() -> ...)} is the overload for a {@code Callable}
     */
    public static <T extends @Nullable Object> Supplier<T> wrap(Supplier<T> task, Void... none) {
        return new CarriedContext.OfCallable<T>(task::get);
    }

    /**
     * Makes every task of an executor carry the MDC and the request of the thread that submits it.
     *
     * @param executor runs the tasks, on any kind of threads
     * @return an executor that passes its tasks to the given one
     */
    public static Executor executor(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /**
     * Makes every task of an executor service carry the MDC and the request of the thread that submits it. Shutting it
     * down shuts the given one down.
     *
     * @param service runs the tasks, on any kind of threads
     * @return an executor service that passes its tasks to the given one
     */
    public static ExecutorService executorService(ExecutorService service) {
        return new ScopedExecutorService<>(service);
    }

    /** As {@link #executorService}, for one that also runs tasks later or repeatedly. */
    public static ScheduledExecutorService scheduledExecutorService(ScheduledExecutorService service) {
        return new ScopedExecutorService.Scheduled(service);
    }
}
