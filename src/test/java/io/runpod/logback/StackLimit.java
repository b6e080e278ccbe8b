package io.runpod.logback;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An end of the stack that a test chooses. Classes loaded by {@link StackLimitLoader} ask before each of their calls
 * whether it still fits, and get the error that the virtual machine would throw. How large a method's frame is depends on
 * the machine, so it is drawn anew for each seed.
 */
public final class StackLimit {

    private static final int LARGEST_FRAME = 8;

    /** What {@code StackRoom} asks for, far more than anything that is done then. */
    private static final Map<String, Integer> ROOMS = Map.of("forFirstUse", 400, "forWaiting", 100, "forUnlocking", 16);

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final ThreadLocal<@Nullable StackLimit> OF_THREAD = new ThreadLocal<>();

    private final long seed;
    private final int limit;
    private final TreeSet<Integer> asked = new TreeSet<>();

    private StackLimit(long seed, int limit) {
        this.seed = seed;
        this.limit = limit;
    }

    /** Runs the action on a stack without an end; returns every height that it reached, in order. */
    public static int[] heights(long seed, Runnable action) {
        StackLimit none = new StackLimit(seed, Integer.MAX_VALUE);
        none.run(action);
        return none.asked.stream().mapToInt(height -> height).toArray();
    }

    /** Runs the action on a stack of this height; returns what it threw. */
    public static @Nullable Throwable endAt(int height, long seed, Runnable action) {
        try {
            new StackLimit(seed, height).run(action);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private void run(Runnable action) {
        OF_THREAD.set(this);
        try {
            action.run();
        } finally {
            OF_THREAD.remove();
        }
    }

    /** Called before each call of a method. */
    public static void beforeCall(String type, String method) {
        StackLimit limit = OF_THREAD.get();
        if (limit != null) {
            limit.check(type, method);
        }
    }

    private void check(String type, String method) {
        int height = size(type, method) + WALKER.walk(this::height);
        asked.add(height);
        if (height > limit) {
            throw new StackOverflowError();
        }
    }

    private int height(Stream<StackWalker.StackFrame> frames) {
        String own = StackLimit.class.getName();
        return frames.dropWhile(frame -> frame.getClassName().equals(own))
                .takeWhile(frame -> !frame.getClassName().equals(own))
                .mapToInt(frame -> size(frame.getClassName(), frame.getMethodName()))
                .sum();
    }

    private int size(String type, String method) {
        if (type.endsWith("StackRoom")) {
            return ROOMS.get(method);
        }
        if (method.equals("unlock")) {
            return 1; // what was made sure of before (and the JDK has a reserve for it, JEP 270)
        }
        long mixed = (type.hashCode() * 31L + method.hashCode() + seed) * 0x9e3779b97f4a7c15L;
        return 1 + (int) ((mixed >>> 33) % LARGEST_FRAME);
    }
}
