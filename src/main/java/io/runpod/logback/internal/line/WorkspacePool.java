package io.runpod.logback.internal.line;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lends a few workspaces to any number of threads: each is taken for one line and released after it. No thread owns
 * one, so ten thousand virtual threads need no more of them than a few platform threads. If an event is logged while
 * another is being encoded on the same thread, it gets another workspace. Never waits: if no workspace is free, a new
 * one is made.
 *
 * <p>Threads hand over only the state of a slot, a number, never a reference. A stored reference marks a card in the
 * garbage collector's table, and threads that mark cards in the same cache line slow each other down. (When references
 * were handed over in slots side by side, four threads on two processors wrote only 1.2 times the lines of one thread.)
 */
final class WorkspacePool {

    /** The slot number of a workspace outside the pool. */
    static final int NO_SLOT = -1;

    /**
     * The distance between two states, in ints: two cache lines of 64 bytes, because processors fetch lines in pairs.
     */
    private static final int STRIDE = 32;

    /**
     * Maximum number of slots: enough for all threads that encode at once on a large machine. A workspace may hold some
     * hundred kilobytes.
     */
    private static final int MAX_SLOTS = 64;

    private static final int FREE = 0;
    private static final int TAKEN = 1;

    private final AtomicIntegerArray states;
    private final @Nullable Workspace[] workspaces;
    private final int mask;
    private final IntFunction<Workspace> factory;

    WorkspacePool(IntFunction<Workspace> factory) {
        this(factory, Runtime.getRuntime().availableProcessors());
    }

    WorkspacePool(IntFunction<Workspace> factory, int processors) {
        int count = Math.min(MAX_SLOTS, Integer.highestOneBit(Math.max(2, processors * 2 - 1)) * 2);
        this.states = new AtomicIntegerArray((count + 1) * STRIDE);
        this.workspaces = new @Nullable Workspace[count];
        this.mask = count - 1;
        this.factory = factory;
    }

    /**
     * Takes a free workspace, preferably an existing one, because each may hold the buffers of a large line. If another
     * thread has it, several threads encode at once; then each takes its own, from the slot where its search begins.
     * (Two threads that share the existing one write no more lines than one thread.)
     */
    Workspace take() {
        int start = firstSlot();
        for (int i = 0; i <= mask; i++) {
            int slot = (start + i) & mask;
            if (workspaces[slot] != null) {
                if (tryAcquire(slot)) {
                    return workspaceOf(slot);
                }
                break;
            }
        }
        for (int i = 0; i <= mask; i++) {
            int slot = (start + i) & mask;
            if (tryAcquire(slot)) {
                return workspaceOf(slot);
            }
        }
        return factory.apply(NO_SLOT);
    }

    private boolean tryAcquire(int slot) {
        int index = stateIndex(slot);
        return states.getPlain(index) == FREE && states.compareAndSet(index, FREE, TAKEN);
    }

    /** Returns the workspace of an acquired slot; makes it if the slot has none. */
    private Workspace workspaceOf(int slot) {
        Workspace existing = workspaces[slot];
        if (existing != null) {
            return existing;
        }
        try {
            Workspace made = factory.apply(slot);
            workspaces[slot] = made;
            return made;
        } catch (Throwable problem) {
            states.setRelease(stateIndex(slot), FREE);
            throw problem;
        }
    }

    void release(Workspace workspace) {
        if (workspace.slot() != NO_SLOT) {
            states.setRelease(stateIndex(workspace.slot()), FREE);
        }
    }

    /** Releases the free workspaces; later lines make new ones. */
    void clear() {
        for (int slot = 0; slot <= mask; slot++) {
            int index = stateIndex(slot);
            if (states.compareAndSet(index, FREE, TAKEN)) {
                workspaces[slot] = null;
                states.setRelease(index, FREE);
            }
        }
    }

    /**
     * Returns the index of a slot's state. The stride before the first state keeps it away from the array's length,
     * which every thread reads.
     */
    private static int stateIndex(int slot) {
        return (slot + 1) * STRIDE;
    }

    /** Returns where a thread starts to search. Threads start at different slots, so that they rarely collide. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static int firstSlot() {
        long id = Thread.currentThread().getId();
        return (int) (id ^ (id >>> 16));
    }
}
