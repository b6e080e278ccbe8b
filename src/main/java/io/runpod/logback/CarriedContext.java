package io.runpod.logback;

import io.runpod.logback.internal.scope.RequestContext;
import io.runpod.logback.internal.scope.RequestRecord;
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

    /** Returns the context of the current thread. */
    static CarriedContext current() {
        return new CarriedContext(MDC.getCopyOfContextMap(), RequestContext.current());
    }

    /** Binds this context to the current thread; returns the previous one. */
    private CarriedContext swap() {
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
