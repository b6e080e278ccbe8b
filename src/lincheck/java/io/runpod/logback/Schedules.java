package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a check under many schedules of its threads, chosen by Lincheck. Where the library waits up to a timeout, checks
 * set it to {@link #HOUR_NANOS}: then only a wake-up ends the wait, and a missing wake-up is found as a deadlock.
 */
public final class Schedules {

    /** A thread whose id is the same in each run, since threads select their first workspace by their id. */
    private static final class NumberedThread extends Thread {

        private final int number;

        NumberedThread(Runnable task, int number) {
            super(task);
            this.number = number;
        }

        @Override
        public long getId() {
            return number;
        }
    }

    /** Longer than any check takes, so that only a wake-up ends a wait. */
    public static final long HOUR_NANOS = 3_600_000_000_000L;

    private static final int COUNT = Integer.getInteger("lincheck.schedules");

    private Schedules() {}

    /** Runs a check many times, each time in another schedule. Fails at the first schedule in which the check fails. */
    public static void check(Runnable check) {
        check(1, check);
    }

    /** @param times the usual number of schedules is multiplied by it; more than 1 for short checks */
    public static void check(int times, Runnable check) {
        // Lincheck.runConcurrentTest also switches within the classes of the JDK, and takes three times as long.
        Lincheck.runConcurrentTestInternal$lincheck(times * COUNT, new LincheckSettings(false, 10, 50, 20), check);
    }

    /**
     * Runs each task on its own thread and waits for all; throws what one of them threw. The first two threads have the
     * same id, so that they compete for the same workspace.
     */
    public static void together(Runnable... tasks) {
        AtomicReference<Throwable> problem = new AtomicReference<>();
        Thread[] threads = new Thread[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            Runnable task = tasks[i];
            Runnable guarded = () -> {
                try {
                    task.run();
                } catch (Throwable thrown) {
                    problem.set(thrown);
                }
            };
            threads[i] = new NumberedThread(guarded, i / 2);
            threads[i].start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        }
        if (problem.get() != null) {
            throw new AssertionError(problem.get());
        }
    }

    /**
     * Runs a task on this thread while it is interrupted, and asserts that it still is afterwards. An interrupted task
     * does not wait in a timed join, during which Lincheck would not let the other thread run.
     */
    public static boolean interrupted(BooleanSupplier task) {
        Thread.currentThread().interrupt();
        boolean result = task.getAsBoolean();
        assertTrue(Thread.interrupted());
        return result;
    }
}
