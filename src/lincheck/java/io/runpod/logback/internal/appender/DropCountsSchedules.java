package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.logback.Schedules;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import org.junit.jupiter.api.Test;

class DropCountsSchedules {

    private static int reported(String report) {
        return report == null ? 0 : report.charAt("Dropped ".length()) - '0';
    }

    @Test
    void eachDropIsReportedOnce() {
        Schedules.check(5, () -> {
            DropCounts drops = new DropCounts(() -> 1);
            int[] reported = new int[2];
            Schedules.together(
                    () -> {
                        drops.add(DropReason.THROTTLED, 1);
                        drops.add(DropReason.QUEUE_FULL, 2);
                        reported[0] = reported(drops.lastReport());
                    },
                    () -> {
                        drops.add(DropReason.UNWRITTEN, 1);
                        reported[1] = reported(drops.lastReport());
                    });
            assertEquals(4, reported[0] + reported[1] + reported(drops.lastReport()));
        });
    }
}
