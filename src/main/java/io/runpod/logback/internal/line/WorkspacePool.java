package io.runpod.logback.internal.line;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few workspaces for any number of threads: one is taken for a line and put back behind it. No thread owns one, so
 * ten thousand virtual threads cost what a handful of platform threads cost, and an event that is logged while another
 * is being encoded on the same thread gets a workspace of its own. Never waits: where none is free a new one is made.
 */
final class WorkspacePool {

    /** Slots lie in cache lines of their own (64 bytes, references of 4): threads do not slow each other down. */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<@Nullable Workspace> slots;
    private final int mask;
    private final Supplier<Workspace> factory;

    WorkspacePool(Supplier<Workspace> factory) {
        int processors = Runtime.getRuntime().availableProcessors();
        int count = Integer.highestOneBit(Math.max(2, processors * 2 - 1)) * 2;
        this.slots = new AtomicReferenceArray<>(count * STRIDE);
        this.mask = count * STRIDE - 1;
        this.factory = factory;
    }

    Workspace take() {
        int start = start() & mask;
        Workspace own = slots.getAndSet(start, null);
        if (own != null) {
            return own;
        }
        for (int i = STRIDE; i <= mask; i += STRIDE) {
            int slot = (start + i) & mask;
            if (slots.getPlain(slot) != null) {
                Workspace free = slots.getAndSet(slot, null);
                if (free != null) {
                    return free;
                }
            }
        }
        return factory.get();
    }

    void giveBack(Workspace workspace) {
        int start = start() & mask;
        for (int i = 0; i <= mask; i += STRIDE) {
            int slot = (start + i) & mask;
            if (slots.compareAndSet(slot, null, workspace)) {
                return;
            }
        }
    }

    /** Threads begin their search at different slots, so that they seldom meet. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private int start() {
        long id = Thread.currentThread().getId();
        return (int) (id ^ (id >>> 16)) * STRIDE;
    }
}
