package io.runpod.logback.internal.stack;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that {@link #lock} does not take, nor wait for, where the stack could end meanwhile. {@code tryLock} is the plain
 * one.
 */
public final class StackSafeLock extends ReentrantLock {

    private static final long serialVersionUID = 1L;

    @Override
    public void lock() {
        StackRoom.forUnlocking();
        if (!tryLock()) {
            StackRoom.forWaiting();
            super.lock();
        }
    }
}
