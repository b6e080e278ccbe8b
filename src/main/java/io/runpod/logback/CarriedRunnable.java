package io.runpod.logback;

import java.util.Objects;

/** Runs a task with the MDC and the request of the thread that created this object. */
final class CarriedRunnable implements Runnable {

    private final Runnable task;
    private final CarriedContext carried = CarriedContext.current();

    CarriedRunnable(Runnable task) {
        this.task = Objects.requireNonNull(task, "task");
    }

    /** Returns the user's task: the one inside a wrapper, or the given one. */
    static Runnable unwrap(Runnable task) {
        return task instanceof CarriedRunnable wrapped ? wrapped.task : task;
    }

    @Override
    public void run() {
        RequestScope before = RequestScope.innermost();
        CarriedContext own = carried.swap();
        try {
            task.run();
        } finally {
            RequestScope.endSince(before);
            own.bind();
            RequestScope.bindAfter(before);
        }
    }
}
