package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a check in many schedules of its threads. A check waits for an hour where the library waits up to a time: then only
 * a wake-up ends the wait, and one that is missing is found as a deadlock.
 */
public final class Schedules {

    /** A thread whose id is the same in each run: by its id a thread selects its first workspace. */
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

    private static final int COUNT = Integer.getInteger("lincheck.schedules");

    private Schedules() {}

    /** Runs a check again and again, each time in another schedule, and fails with the first one in which it fails. */
    public static void check(Runnable check) {
        check(1, check);
    }

    /** @param times how many times as many schedules as usual; for a check that is short */
    public static void check(int times, Runnable check) {
        // Lincheck.runConcurrentTest also switches within the classes of the JDK, and takes three times as long.
        Lincheck.runConcurrentTestInternal$lincheck(times * COUNT, new LincheckSettings(false, 10, 50, 20), check);
    }

    /**
     * Runs each task on a thread of its own, and waits for them; throws what one of them threw. The first two threads have
     * the same id.
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
     * Runs a task on this thread while it is interrupted, which it still is afterwards. So the task does not join another
     * thread up to a time: Lincheck does not let the other one run meanwhile.
     */
    public static boolean interrupted(BooleanSupplier task) {
        Thread.currentThread().interrupt();
        boolean result = task.getAsBoolean();
        assertTrue(Thread.interrupted());
        return result;
    }
}
