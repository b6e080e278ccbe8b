package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.Schedules;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkspacePoolSchedules {

    private static final int SLOTS = 4;

    private static final class CannotBeMade extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A pool, with the present user of each workspace. */
    private static final class Lending {

        private final String[] users = new String[SLOTS];
        private final WorkspacePool pool;

        /** The slot whose workspace cannot be made at the first attempt; {@code NO_SLOT} = none. */
        private int failing;

        Lending(int failing) {
            this.failing = failing;
            this.pool = new WorkspacePool(this::make, 1);
        }

        private Workspace make(int slot) {
            if (slot == failing && slot != WorkspacePool.NO_SLOT) {
                failing = WorkspacePool.NO_SLOT;
                throw new CannotBeMade();
            }
            return new Workspace(slot, null, null, null, null, null, null, null);
        }

        /** Takes {@code count} workspaces, each while it still has those before, and gives them back. */
        void use(String user, int count) {
            Workspace workspace;
            try {
                workspace = pool.take();
            } catch (CannotBeMade expected) {
                return;
            }
            int slot = workspace.slot();
            if (slot != WorkspacePool.NO_SLOT) {
                assertEquals(null, users[slot]);
                users[slot] = user + count;
            }
            if (count > 1) {
                use(user, count - 1);
            }
            if (slot != WorkspacePool.NO_SLOT) {
                assertEquals(user + count, users[slot]);
                users[slot] = null;
            }
            pool.release(workspace);
        }

        void assertNoneIsLost() {
            Set<Integer> slots = new HashSet<>();
            for (int i = 0; i < SLOTS; i++) {
                slots.add(pool.take().slot());
            }
            assertEquals(Set.of(0, 1, 2, 3), slots);
            assertTrue(pool.take().slot() == WorkspacePool.NO_SLOT);
        }
    }

    @Test
    void workspaceIsGivenToOneThreadAtATimeAndNoneIsLost() {
        Schedules.check(5, () -> {
            Lending lending = new Lending(WorkspacePool.NO_SLOT);
            Schedules.together(() -> lending.use("a", 2), () -> lending.use("b", 2), () -> lending.use("c", 1));
            Schedules.together(lending::assertNoneIsLost);
        });
    }

    @Test
    void poolMayBeClearedMeanwhile() {
        Schedules.check(5, () -> {
            Lending lending = new Lending(WorkspacePool.NO_SLOT);
            Schedules.together(
                    () -> lending.use("a", 2),
                    () -> {
                        lending.use("b", 1);
                        lending.use("b", 1);
                    },
                    lending.pool::clear);
            Schedules.together(lending::assertNoneIsLost);
        });
    }

    @Test
    void slotWhoseWorkspaceCannotBeMadeIsNotLost() {
        Schedules.check(5, () -> {
            Lending lending = new Lending(0);
            Schedules.together(() -> lending.use("a", 4), () -> lending.use("b", 4));
            Schedules.together(lending::assertNoneIsLost);
        });
    }
}
