package io.runpod.logback.internal.line;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A few workspaces for any number of threads: one is taken for a line and put back after it. No thread owns one, so
 * ten thousand virtual threads cost what a handful of platform threads cost, and an event that is logged while another
 * is being encoded on the same thread gets a workspace of its own. Never waits: where none is free a new one is made.
 *
 * <p>What changes hands is a number, never a reference: a reference that is stored marks a card of the garbage
 * collector's table, and threads that mark cards of one cache line stand in each other's way. (Four threads on two
 * processors wrote 1.2 times the lines of one while the slots held references side by side.)
 */
final class WorkspacePool {

    /** What a workspace is made with that belongs to no slot. */
    static final int NO_SLOT = -1;

    /** Numbers lie two cache lines of 64 bytes apart: processors fetch lines in pairs. */
    private static final int STRIDE = 32;

    /** Enough for as many threads as encode at once on a large machine; each may hold some hundred kilobytes. */
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

    /** One that is there is preferred to a new one: each may hold the buffers of a large line. */
    Workspace take() {
        int start = start();
        for (int i = 0; i <= mask; i++) {
            int slot = (start + i) & mask;
            if (workspaces[slot] != null && acquire(slot)) {
                Workspace own = workspaces[slot];
                return own == null ? fill(slot) : own;
            }
        }
        for (int i = 0; i <= mask; i++) {
            int slot = (start + i) & mask;
            if (acquire(slot)) {
                Workspace own = workspaces[slot];
                return own == null ? fill(slot) : own;
            }
        }
        return factory.apply(NO_SLOT);
    }

    private boolean acquire(int slot) {
        int state = position(slot);
        return states.getPlain(state) == FREE && states.compareAndSet(state, FREE, TAKEN);
    }

    private Workspace fill(int slot) {
        try {
            Workspace made = factory.apply(slot);
            workspaces[slot] = made;
            return made;
        } catch (Throwable problem) {
            states.setRelease(position(slot), FREE);
            throw problem;
        }
    }

    void giveBack(Workspace workspace) {
        if (workspace.slot() != NO_SLOT) {
            states.setRelease(position(workspace.slot()), FREE);
        }
    }

    /** Drops the free workspaces; later lines make new ones. */
    void clear() {
        for (int slot = 0; slot <= mask; slot++) {
            int state = position(slot);
            if (states.compareAndSet(state, FREE, TAKEN)) {
                workspaces[slot] = null;
                states.setRelease(state, FREE);
            }
        }
    }

    /** The array's own length, which every thread reads, lies in front of the first. */
    private static int position(int slot) {
        return (slot + 1) * STRIDE;
    }

    /** Threads begin their search at different slots, so that they seldom meet. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static int start() {
        long id = Thread.currentThread().getId();
        return (int) (id ^ (id >>> 16));
    }
}
