package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Schedules;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import org.junit.jupiter.api.Test;

class PipelineSchedules {

    private static void log(Pipeline pipeline, Level level, String line) {
        pipeline.accept(MessageEncoder.event(level, line + "\n"));
    }

    /** As if the process ended while the appender is stopped and a thread still logs. */
    @Test
    void stopAndDrainAndCallersDoNotWaitForEachOther() {
        Schedules.check(() -> {
            PieceOutputStream out = new PieceOutputStream(0);
            Pipeline.Builder builder = new Pipeline.Builder(
                    new MessageEncoder(),
                    new LineSink(out),
                    () -> 1,
                    text -> MessageEncoder.event(Level.WARN, text + "\n"));
            builder.buffer(100, 10, 1000, 1000);
            builder.queue(10, 1000, 1000);
            Pipeline pipeline = builder.build();
            pipeline.start("writer");
            Schedules.together(
                    () -> {
                        log(pipeline, Level.DEBUG, "a1");
                        log(pipeline, Level.ERROR, "b1");
                        log(pipeline, Level.INFO, "b2");
                    },
                    () -> Schedules.interrupted(() -> {
                        pipeline.close(Schedules.HOUR_NANOS);
                        return true;
                    }),
                    () -> pipeline.drain(Schedules.HOUR_NANOS));
            out.awaitEnd();
            assertEquals("b1 b2 ", out.lines("b"));
            assertEquals(1, out.count("a") + pipeline.dropped(DropReason.FORGOTTEN));
            assertEquals(0, pipeline.waiting());
        });
    }

    @Test
    void lostLineIsCountedOnceWithoutStages() {
        Schedules.check(() -> {
            PieceOutputStream out = new PieceOutputStream(1);
            LineSink sink = new LineSink(out);
            Pipeline pipeline = new Pipeline.Builder(
                            new MessageEncoder(), sink, () -> 1, text -> MessageEncoder.event(Level.WARN, text + "\n"))
                    .build();
            pipeline.start("writer");
            Schedules.together(
                    () -> {
                        log(pipeline, Level.INFO, "a1");
                        log(pipeline, Level.INFO, "a2");
                    },
                    () -> log(pipeline, Level.INFO, "a3"));
            assertEquals(2, out.count("a"));
            assertEquals(1, pipeline.dropped(DropReason.UNWRITTEN));
        });
    }
}
