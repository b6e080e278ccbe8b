package io.runpod.logback.internal.scope;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells watchers that a request has ended: that the last of its scopes was closed. Without watchers it costs one look
 * at an empty list. Thread-safe.
 */
public final class RequestEnds {

    private static final List<Consumer<String>> WATCHERS = new CopyOnWriteArrayList<>();
    private static final ConcurrentHashMap<String, Integer> OPEN = new ConcurrentHashMap<>();

    private RequestEnds() {}

    public static void watch(Consumer<String> watcher) {
        WATCHERS.add(watcher);
    }

    public static void unwatch(Consumer<String> watcher) {
        WATCHERS.remove(watcher);
    }

    /** Counts a scope that is opened. Returns whether it was counted, for {@link #closed}. */
    public static boolean opened(@Nullable String requestId) {
        if (requestId == null || WATCHERS.isEmpty()) {
            return false;
        }
        OPEN.merge(requestId, 1, Integer::sum);
        return true;
    }

    /**
     * Handles a scope that is closed, and tells the watchers if it was the last of its request.
     *
     * @param counted what {@link #opened} returned
     */
    public static void closed(@Nullable String requestId, boolean counted) {
        if (requestId == null) {
            return;
        }
        boolean stillOpen = counted
                ? OPEN.computeIfPresent(requestId, (id, count) -> count == 1 ? null : count - 1) != null
                : OPEN.containsKey(requestId);
        if (!stillOpen) {
            for (Consumer<String> watcher : WATCHERS) {
                watcher.accept(requestId);
            }
        }
    }
}
