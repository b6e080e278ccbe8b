package io.runpod.logback.internal.scope;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells watchers when a request ends, which is when its last scope is closed. Without watchers it only checks an empty
 * list. Thread-safe.
 */
public final class RequestEnds {

    /**
     * The end of a request.
     *
     * @param requestId the request's id
     * @param nanos the nanoseconds since its first scope was opened; 0 = not known
     * @param keepsDetails whether its DEBUG and TRACE lines are wanted even if nothing failed
     */
    public record End(String requestId, long nanos, boolean keepsDetails) {}

    /**
     * A request with open scopes.
     *
     * @param scopes the number of open scopes, at least 1
     * @param started when the first was opened, as {@link System#nanoTime}
     */
    private record Open(int scopes, long started, boolean keepsDetails) {

        Open plus(int more) {
            return new Open(scopes + more, started, keepsDetails);
        }
    }

    private static final List<Consumer<End>> WATCHERS = new CopyOnWriteArrayList<>();
    private static final ConcurrentHashMap<String, Open> OPEN = new ConcurrentHashMap<>();

    private RequestEnds() {}

    public static void watch(Consumer<End> watcher) {
        WATCHERS.add(watcher);
    }

    public static void unwatch(Consumer<End> watcher) {
        WATCHERS.remove(watcher);
    }

    /** Counts a scope that is opened. Returns whether it was counted, for {@link #closed}. */
    public static boolean opened(@Nullable String requestId) {
        if (requestId == null || WATCHERS.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        OPEN.compute(requestId, (id, open) -> open == null ? new Open(1, now, false) : open.plus(1));
        return true;
    }

    /** Asks the watchers that keep details of a request to write them when it ends. */
    public static void keepDetails(@Nullable String requestId) {
        if (requestId != null) {
            OPEN.computeIfPresent(requestId, (id, open) -> new Open(open.scopes, open.started, true));
        }
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
        Open open = OPEN.get(requestId);
        boolean stillOpen = counted
                ? OPEN.computeIfPresent(requestId, (id, now) -> now.scopes == 1 ? null : now.plus(-1)) != null
                : open != null;
        if (!stillOpen && !WATCHERS.isEmpty()) {
            End end = open == null
                    ? new End(requestId, 0, false)
                    : new End(requestId, System.nanoTime() - open.started, open.keepsDetails);
            for (Consumer<End> watcher : WATCHERS) {
                watcher.accept(end);
            }
        }
    }
}
