package io.runpod.logback;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Passes every task to another scheduled executor service, with the MDC and the request of the caller. */
final class ScopedScheduledExecutorService extends ScopedExecutorService<ScheduledExecutorService>
        implements ScheduledExecutorService {

    ScopedScheduledExecutorService(ScheduledExecutorService service) {
        super(service);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return service.schedule(RequestScope.wrap(task), delay, unit);
    }

    @Override
    public <T extends @Nullable Object> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
        return service.schedule((Callable<T>) RequestScope.wrap(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return service.scheduleAtFixedRate(RequestScope.wrap(task), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return service.scheduleWithFixedDelay(RequestScope.wrap(task), initialDelay, delay, unit);
    }
}
