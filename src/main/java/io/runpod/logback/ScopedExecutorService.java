package io.runpod.logback;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Passes every task to another executor service, with the MDC and the request of the caller.
 *
 * @param <S> the type of the other executor service
 */
class ScopedExecutorService<S extends ExecutorService> implements ExecutorService {

    final S service;

    ScopedExecutorService(S service) {
        this.service = service;
    }

    @Override
    public void execute(Runnable task) {
        service.execute(RequestScope.wrap(task));
    }

    @Override
    public Future<?> submit(Runnable task) {
        return service.submit(RequestScope.wrap(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return service.submit(RequestScope.wrap(task), result);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return service.submit((Callable<T>) RequestScope.wrap(task));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return service.invokeAll(wrapAll(tasks));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return service.invokeAll(wrapAll(tasks), timeout, unit);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return service.invokeAny(wrapAll(tasks));
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return service.invokeAny(wrapAll(tasks), timeout, unit);
    }

    private static <T extends @Nullable Object> List<Callable<T>> wrapAll(Collection<? extends Callable<T>> tasks) {
        List<Callable<T>> wrapped = new ArrayList<>(tasks.size());
        for (Callable<T> task : tasks) {
            wrapped.add(RequestScope.wrap(task));
        }
        return wrapped;
    }

    @Override
    public void shutdown() {
        service.shutdown();
    }

    /** Returns the waiting tasks, those of {@link #execute} as the user passed them. */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> waiting = new ArrayList<>(service.shutdownNow());
        waiting.replaceAll(CarriedContext.OfRunnable::unwrap);
        return waiting;
    }

    @Override
    public boolean isShutdown() {
        return service.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return service.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return service.awaitTermination(timeout, unit);
    }

    /** Calls the executor's own close (since Java 19); that of the common pool does nothing. */
    @SuppressWarnings("MissingOverride") // not in Java 17
    public void close() throws Exception {
        if (service instanceof AutoCloseable closeable) {
            closeable.close();
        } else {
            service.shutdown();
        }
    }

    /** As the outer class, for an executor service that also runs tasks later or repeatedly. */
    static final class Scheduled extends ScopedExecutorService<ScheduledExecutorService>
            implements ScheduledExecutorService {

        Scheduled(ScheduledExecutorService service) {
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
}
