package io.runpod.logback;

import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestRecord;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Holds the MDC and the request of one thread, and carries them to the threads that run its tasks.
 *
 * @param mdc null = it was never set
 * @param request the ids and the record of the request
 */
record CarriedContext(@Nullable Map<String, String> mdc, RequestContext request) {

    /** An exception that left a task, and the context of the task. */
    private record Thrown(WeakReference<Throwable> problem, CarriedContext context) {}

    private static final ThreadLocal<@Nullable Thrown> THROWN = new ThreadLocal<>();

    /** Returns the context of the current thread. */
    static CarriedContext current() {
        return new CarriedContext(MDC.getCopyOfContextMap(), RequestContext.current());
    }

    /** Binds this context to the current thread; returns the previous one. */
    private CarriedContext swap() {
        if (THROWN.get() != null) { // of an earlier task of this thread
            THROWN.remove();
        }
        CarriedContext own = current();
        bind();
        return own;
    }

    private void bind() {
        if (mdc == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(mdc);
        }
        RequestRecord.bind(request.record());
    }

    /**
     * Binds this context again after a task.
     *
     * @param before the innermost scope of this thread when the task began; null = there was none
     */
    private void restore(@Nullable RequestScope before) {
        RequestScope.endSince(before);
        bind();
        RequestScope.bindAfter(before);
    }

    /**
     * Keeps this context for the line of an uncaught exception, because the thread gets its own context back before its
     * handler is called.
     */
    private void keepFor(Throwable problem) {
        Thrown inner = THROWN.get();
        boolean isKept = inner != null && inner.problem.refersTo(problem); // by a task within this one
        if (!isKept && UncaughtExceptions.isInstalled()) {
            THROWN.set(new Thrown(new WeakReference<>(problem), this));
        }
    }

    /** Runs an action with the context of the task of this thread that threw the exception, if there was one. */
    static void runAsThrower(Throwable problem, Runnable action) {
        Thrown thrown = THROWN.get();
        if (thrown == null || !thrown.problem.refersTo(problem)) {
            action.run();
            return;
        }
        THROWN.remove();
        CarriedContext own = thrown.context.swap();
        try {
            action.run();
        } finally {
            own.bind();
        }
    }

    /** Runs a task with the context of the thread that created this object. */
    static final class OfRunnable implements Runnable {

        private final Runnable task;
        private final CarriedContext carried = current();

        OfRunnable(Runnable task) {
            this.task = Objects.requireNonNull(task, "task");
        }

        /** Returns the user's task: the one inside a wrapper, or the given one. */
        static Runnable unwrap(Runnable task) {
            return task instanceof OfRunnable wrapped ? wrapped.task : task;
        }

        @Override
        public void run() {
            RequestScope before = RequestScope.innermost();
            CarriedContext own = carried.swap();
            try {
                task.run();
            } catch (Throwable problem) {
                carried.keepFor(problem);
                throw problem;
            } finally {
                own.restore(before);
            }
        }
    }

    /**
     * Calls a task with the context of the thread that created this object.
     *
     * @param <T> the type of its result
     */
    static final class OfCallable<T extends @Nullable Object> implements RequestScope.Task<T> {

        private final Callable<T> task;
        private final CarriedContext carried = current();

        OfCallable(Callable<T> task) {
            this.task = Objects.requireNonNull(task, "task");
        }

        @Override
        public T call() throws Exception {
            RequestScope before = RequestScope.innermost();
            CarriedContext own = carried.swap();
            try {
                return task.call();
            } catch (Throwable problem) {
                carried.keepFor(problem);
                throw problem;
            } finally {
                own.restore(before);
            }
        }

        @Override
        public T get() {
            try {
                return call();
            } catch (Exception problem) {
                throw Rethrow.asIs(problem);
            }
        }
    }
}
