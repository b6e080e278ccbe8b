package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who has a workspace has it alone. */
class WorkspacePoolTest {

    private static final long NANOS = 1_000_000L * 250 * Integer.getInteger("stress.seconds", 1);

    private static final class CannotBeMade extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Workspace workspace(int slot) {
        return new Workspace(slot, null, null, null, null, null, null, null);
    }

    /** Takes until the pool has none of its own left; returns those. */
    private static List<Workspace> takeAll(WorkspacePool pool) {
        List<Workspace> taken = new ArrayList<>();
        for (Workspace one = pool.take(); one.slot() != WorkspacePool.NO_SLOT; one = pool.take()) {
            taken.add(one);
        }
        return taken;
    }

    @Test
    void workspaceThatWasGivenBackIsTakenAgain() {
        WorkspacePool pool = new WorkspacePool(WorkspacePoolTest::workspace);
        Workspace first = pool.take();
        pool.release(first);
        assertSame(first, pool.take());
    }

    /** Threads that come one after the other need no more than one. */
    @Test
    void oneThatIsThereIsPreferredToANewOne() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        WorkspacePool pool = new WorkspacePool(slot -> {
            made.incrementAndGet();
            return workspace(slot);
        });
        for (int i = 0; i < 300; i++) {
            Thread thread = new Thread(() -> pool.release(pool.take()));
            thread.start();
            thread.join();
        }
        assertEquals(1, made.get());
    }

    @Test
    void thereAreNoMoreThanSixtyFour() {
        assertTrue(takeAll(new WorkspacePool(WorkspacePoolTest::workspace, 128)).size() <= 64);
    }

    @Test
    void eachTakenOneIsAnotherAndThoseBeyondThePoolBelongToNoSlot() {
        WorkspacePool pool = new WorkspacePool(WorkspacePoolTest::workspace);
        List<Workspace> all = takeAll(pool);
        Set<Integer> slots = new HashSet<>();
        all.forEach(one -> slots.add(one.slot()));
        assertEquals(all.size(), slots.size());
        assertTrue(all.size() >= Runtime.getRuntime().availableProcessors(), all::toString);
        Workspace beyond = pool.take();
        pool.release(beyond);
        assertEquals(WorkspacePool.NO_SLOT, pool.take().slot());
    }

    @Test
    void clearedPoolLetsGoOfThoseThatNobodyHasAndGoesOn() {
        WorkspacePool pool = new WorkspacePool(WorkspacePoolTest::workspace);
        List<Workspace> before = takeAll(pool);
        Workspace held = before.get(0);
        before.stream().skip(1).forEach(pool::release);
        pool.clear();
        List<Workspace> after = takeAll(pool);
        assertEquals(before.size() - 1, after.size());
        for (Workspace one : after) {
            assertTrue(before.stream().noneMatch(old -> old == one));
        }
        pool.release(held);
        assertSame(held, pool.take());
    }

    @Test
    void slotWhoseWorkspaceCouldNotBeMadeIsFreeAgain() {
        AtomicBoolean failing = new AtomicBoolean(true);
        WorkspacePool pool = new WorkspacePool(slot -> {
            if (failing.get()) {
                throw new CannotBeMade();
            }
            return workspace(slot);
        });
        int size = takeAll(new WorkspacePool(WorkspacePoolTest::workspace)).size();
        for (int i = 0; i < 3 * size; i++) {
            assertThrows(CannotBeMade.class, pool::take);
        }
        failing.set(false);
        assertEquals(size, takeAll(pool).size());
    }

    /** Each thread takes up to four, one within the other, as events that are logged within others do. */
    @Test
    void noWorkspaceIsGivenToTwoAtOnce() throws Exception {
        AtomicInteger seed = new AtomicInteger();
        ThreadLocal<Random> random = ThreadLocal.withInitial(() -> new Random(seed.incrementAndGet()));
        WorkspacePool pool = new WorkspacePool(slot -> {
            if (random.get().nextInt(100) == 0) {
                throw new CannotBeMade();
            }
            return workspace(slot);
        });
        AtomicReference<String> problem = new AtomicReference<>();
        AtomicInteger[] used = new AtomicInteger[1024];
        for (int i = 0; i < used.length; i++) {
            used[i] = new AtomicInteger();
        }
        long end = System.nanoTime() + NANOS;
        List<Thread> threads = new ArrayList<>();
        for (int t = 1; t <= 12; t++) {
            int name = t;
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end && problem.get() == null) {
                    use(pool, used, name, random.get().nextInt(4), random.get(), problem);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(problem.get());
        // None got lost either. What cannot be made now and then is tried until it can.
        Set<Integer> slots = new HashSet<>();
        for (int tries = 0; tries < 100 * used.length; tries++) {
            try {
                slots.add(pool.take().slot());
            } catch (CannotBeMade again) {
                // and again
            }
        }
        slots.remove(WorkspacePool.NO_SLOT);
        assertEquals(takeAll(new WorkspacePool(WorkspacePoolTest::workspace)).size(), slots.size());
    }

    private static void use(
            WorkspacePool pool,
            AtomicInteger[] used,
            int name,
            int deeper,
            Random random,
            AtomicReference<String> problem) {
        Workspace workspace;
        try {
            workspace = pool.take();
        } catch (CannotBeMade again) {
            return;
        }
        int slot = workspace.slot();
        try {
            if (slot != WorkspacePool.NO_SLOT && !used[slot].compareAndSet(0, name)) {
                problem.set("slot " + slot + " had " + used[slot].get() + " and was given to " + name);
            }
            if (deeper > 0) {
                use(pool, used, name, deeper - 1, random, problem);
            }
            if (random.nextInt(200) == 0) {
                Thread.yield();
            }
            if (slot != WorkspacePool.NO_SLOT && !used[slot].compareAndSet(name, 0)) {
                problem.set("slot " + slot + " of " + name + " was given to " + used[slot].get());
            }
        } finally {
            pool.release(workspace);
        }
    }
}
