package io.runpod.logback;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a check in many schedules of its threads. In them no time passes: a wait with a timeout ends only when the thread is
 * woken, so that a wake-up that is missing is found as a deadlock.
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

    /** A check of a small class takes a tenth of the time, and is run ten times as often. */
    private static final int MORE = 10;

    private Schedules() {}

    /** Runs a check of a small class as {@link #check}, in ten times as many schedules. */
    public static void checkMore(Runnable check) {
        run(MORE * COUNT, check);
    }

    /** Runs a check again and again, each time in another schedule, and fails with the first one in which it fails. */
    public static void check(Runnable check) {
        run(COUNT, check);
    }

    private static void run(int count, Runnable check) {
        // Lincheck.runConcurrentTest also switches within the classes of the JDK, and takes three times as long.
        Lincheck.runConcurrentTestInternal$lincheck(count, new LincheckSettings(false, 10, 50, 20), check);
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
}
