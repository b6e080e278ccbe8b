package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stack ends at every call that this library makes for an event, one after the other: nobody else may suffer. Beside
 * {@link StackExhaustedTest}, where it really ends, and only where the machine lets it.
 */
class StackLimitTest {

    /** So often frames are given other sizes. */
    private static final int SEEDS = Integer.getInteger("limit.seeds", 1);

    /** One in so many of the heights that the stack reaches is tried. */
    private static final int STEP = Integer.getInteger("limit.step", 199);

    private static final int STEP_OF_FIRST = STEP * 4;

    @ParameterizedTest
    @ValueSource(strings = {"json", "text", "queue", "buffer", "throttle", "throttle sample buffer queue"})
    void stackMayEndAtEveryCall(String way) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Class<?> worker = load();
            List<?> problems = (List<?>) worker.getMethod("endEverywhere", String.class, long.class, int.class)
                    .invoke(null, way, seed, STEP);
            assertEquals(List.of(), problems, "seed " + seed);
            String output = (String) worker.getMethod("output").invoke(null);
            if (!way.equals("text")) {
                output.lines().filter(line -> !line.isEmpty()).forEach(JsonLine::parse);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void stackMayEndAtEveryCallOfTheFirstEvent(String way) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            int kinds = (int) load().getMethod("kinds").invoke(null);
            for (int kind = 0; kind < kinds; kind++) {
                int[] heights = (int[]) load().getMethod("heightsOfFirst", String.class, long.class, int.class)
                        .invoke(null, way, seed, kind);
                for (int i = (int) (seed * 31 + kind * 7) % STEP_OF_FIRST; i < heights.length; i += STEP_OF_FIRST) {
                    Object problems = load().getMethod("endAtFirst", String.class, long.class, int.class, int.class)
                            .invoke(null, way, seed, kind, heights[i]);
                    assertEquals(List.of(), problems, "seed " + seed);
                }
            }
        }
    }

    private static Class<?> load() throws ClassNotFoundException {
        return new StackLimitLoader().loadClass(StackLimitWorker.class.getName());
    }
}
