package io.runpod.logback;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Calls a task with the MDC and the request of the thread that created this object.
 *
 * @param <T> the type of its result
 */
final class CarriedTask<T extends @Nullable Object> implements RequestScope.Task<T> {

    private final Callable<T> task;
    private final CarriedContext carried = CarriedContext.current();

    CarriedTask(Callable<T> task) {
        this.task = Objects.requireNonNull(task, "task");
    }

    @Override
    public T call() throws Exception {
        RequestScope before = RequestScope.innermost();
        CarriedContext own = carried.swap();
        try {
            return task.call();
        } finally {
            RequestScope.endSince(before);
            own.bind();
            RequestScope.bindAfter(before);
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
