package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Schedules;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineQueueSchedules {

    /** A queue whose lines have three bytes, with its output and the counts of dropped lines. */
    private static final class Queue {

        private final PieceOutputStream out;
        private final DropCounts drops = new DropCounts(() -> 1);
        private final LineQueue queue;

        Queue(int capacity, long maxBytes, long maxBlockNanos, PieceOutputStream out) {
            this.out = out;
            this.queue = new LineQueue(capacity, maxBytes, maxBlockNanos, new LineSink(out), drops);
        }

        /** A queue that has room. */
        static Queue roomy(PieceOutputStream out) {
            Queue queue = new Queue(100, 1000, 0, out);
            queue.start();
            return queue;
        }

        void start() {
            queue.start("writer");
        }

        void write(String line, Level level) {
            queue.write((line + "\n").getBytes(StandardCharsets.US_ASCII), 1, level.levelInt);
        }

        void write(String line) {
            write(line, Level.INFO);
        }

        boolean drain() {
            return queue.drain(System.nanoTime() + Schedules.HOUR_NANOS);
        }

        boolean close() {
            return Schedules.interrupted(() -> queue.close(System.nanoTime() + Schedules.HOUR_NANOS));
        }

        void assertWritten(String thread, String lines) {
            assertEquals(lines, out.lines(thread));
        }

        /** Waits until the thread of the closed queue has ended, then compares the counts. */
        void assertDropped(int full, int unwritten) {
            out.awaitEnd();
            assertEquals(full, drops.of(DropReason.QUEUE_FULL));
            assertEquals(unwritten, drops.of(DropReason.UNWRITTEN));
            assertEquals(0, queue.waiting());
        }
    }

    /** The queue is closed at any moment; later lines are written by their callers. */
    @Test
    void linesAreWrittenOnceInTheOrderOfTheirThread() {
        Schedules.check(() -> {
            Queue queue = Queue.roomy(new PieceOutputStream(0));
            Schedules.together(
                    () -> {
                        queue.write("a1", Level.DEBUG);
                        queue.write("a2", Level.ERROR);
                        queue.write("a3", Level.DEBUG);
                    },
                    () -> assertTrue(queue.close()));
            queue.assertWritten("a", "a1 a2 a3 ");
            queue.assertDropped(0, 0);
        });
    }

    @Test
    void callersThatWaitForRoomGetIt() {
        Schedules.check(() -> {
            Queue queue = new Queue(1, 1000, Schedules.HOUR_NANOS, new PieceOutputStream(0));
            queue.write("a1");
            queue.start();
            Schedules.together(() -> queue.write("b1"), () -> queue.write("c1"));
            queue.close();
            queue.assertWritten("a", "a1 ");
            queue.assertWritten("b", "b1 ");
            queue.assertWritten("c", "c1 ");
            queue.assertDropped(0, 0);
        });
    }

    @Test
    void callersThatWaitForBytesGetThemOrTheClose() {
        Schedules.check(() -> {
            Queue queue = new Queue(100, 5, Schedules.HOUR_NANOS, new PieceOutputStream(0));
            queue.write("a1");
            queue.start();
            Schedules.together(() -> queue.write("b1"), () -> assertTrue(queue.close()));
            queue.assertWritten("a", "a1 ");
            queue.assertWritten("b", "b1 ");
            queue.assertDropped(0, 0);
        });
    }

    /** In each order in which the lines may come. */
    @Test
    void lowestLevelsGiveWay() {
        Schedules.check(() -> {
            Queue queue = new Queue(2, 1000, 0, new PieceOutputStream(0));
            Schedules.together(
                    () -> {
                        queue.write("a1", Level.DEBUG);
                        queue.write("a2", Level.ERROR);
                    },
                    () -> queue.write("b1", Level.WARN),
                    () -> queue.write("c1", Level.TRACE));
            queue.start();
            queue.close();
            queue.assertWritten("a", "a2 ");
            queue.assertWritten("b", "b1 ");
            queue.assertWritten("c", "");
            queue.assertDropped(2, 0);
        });
    }

    @Test
    void linesOfLowLevelsGiveTheirBytes() {
        Schedules.check(() -> {
            Queue queue = new Queue(100, 6, 0, new PieceOutputStream(0));
            Schedules.together(
                    () -> queue.write("a1", Level.DEBUG),
                    () -> queue.write("b1", Level.INFO),
                    () -> queue.write("c2345", Level.ERROR));
            queue.start();
            queue.close();
            queue.assertWritten("a", "");
            queue.assertWritten("b", "");
            queue.assertWritten("c", "c2345 ");
            queue.assertDropped(2, 0);
        });
    }

    /** Of lines of one level, the first one stays. */
    @Test
    void lineDoesNotGiveWayToOneOfItsLevel() {
        Schedules.check(() -> {
            Queue queue = new Queue(1, 1000, 0, new PieceOutputStream(0));
            Schedules.together(
                    () -> {
                        queue.write("a1", Level.INFO);
                        queue.write("a2", Level.INFO);
                    },
                    () -> queue.write("b1", Level.DEBUG));
            queue.start();
            queue.close();
            queue.assertWritten("a", "a1 ");
            queue.assertWritten("b", "");
            queue.assertDropped(2, 0);
        });
    }

    /** The dropped DEBUG line makes room in bytes for the WARN line, though the ERROR line stays. */
    @Test
    void lineOfALowLevelGivesItsBytesToAnother() {
        Schedules.check(() -> {
            Queue queue = new Queue(100, 6, 0, new PieceOutputStream(0));
            Schedules.together(
                    () -> queue.write("a1", Level.DEBUG),
                    () -> queue.write("b1", Level.ERROR),
                    () -> queue.write("c1", Level.WARN));
            queue.start();
            queue.close();
            queue.assertWritten("a", "");
            queue.assertWritten("b", "b1 ");
            queue.assertWritten("c", "c1 ");
            queue.assertDropped(1, 0);
        });
    }

    /** The writer takes lines meanwhile, so any of the lines may find room. */
    @Test
    void everyLineIsWrittenOrCounted() {
        Schedules.check(() -> {
            Queue queue = new Queue(1, 1000, 0, new PieceOutputStream(2));
            queue.start();
            Schedules.together(
                    () -> {
                        queue.write("a1", Level.DEBUG);
                        queue.write("a2", Level.ERROR);
                    },
                    () -> queue.write("a3"));
            queue.close();
            int unwritten = (int) queue.drops.of(DropReason.UNWRITTEN);
            assertTrue(unwritten <= 1);
            queue.assertDropped(3 - queue.out.count("a") - unwritten, unwritten);
        });
    }

    @Test
    void failedWriteCountsTheLinesThatItTook() {
        Schedules.check(() -> {
            Queue queue = Queue.roomy(new PieceOutputStream(1));
            Schedules.together(
                    () -> {
                        queue.write("a1");
                        queue.write("a2");
                    },
                    () -> assertTrue(queue.close()));
            assertTrue(queue.out.count("a") < 2);
            queue.assertDropped(0, 2 - queue.out.count("a"));
        });
    }

    @Test
    void drainIsWokenByTheWrite() {
        Schedules.check(2, () -> {
            Queue queue = new Queue(100, 1000, 0, new PieceOutputStream(0));
            queue.write("a1");
            queue.start();
            assertTrue(queue.drain());
            queue.assertWritten("a", "a1 ");
        });
    }

    @Test
    void callsWaitForTheirOwnLineAfterADrain() {
        Schedules.check(2, () -> {
            Queue queue = new Queue(100, 1000, Schedules.HOUR_NANOS, new PieceOutputStream(0));
            queue.drain();
            queue.start();
            queue.write("a1");
            queue.assertWritten("a", "a1 ");
        });
    }

    @Test
    void twoThatEndTheQueueDoNotWaitForEachOther() {
        Schedules.check(() -> {
            Queue queue = Queue.roomy(new PieceOutputStream(0));
            queue.write("a1");
            Schedules.together(() -> assertTrue(queue.close()), () -> assertTrue(queue.drain()));
            queue.assertWritten("a", "a1 ");
            queue.assertDropped(0, 0);
        });
    }

    /** Writes are stalled until the close has given up. */
    @Test
    void closeWithoutTimeCountsWhatIsNotWritten() {
        Schedules.check(() -> {
            Queue queue = Queue.roomy(PieceOutputStream.stalled());
            Schedules.together(
                    () -> {
                        queue.write("a1");
                        queue.write("a2");
                    },
                    () -> {
                        queue.queue.close(System.nanoTime());
                        queue.out.release();
                    });
            queue.out.awaitEnd();
            queue.assertDropped(0, 2 - queue.out.count("a"));
            queue.write("a3");
            assertTrue(queue.out.lines("a").endsWith("a3 "));
        });
    }

    /** Writes are stalled until the callers have returned. */
    @Test
    void closeLetsCallersGoWhileAWriteIsStalled() {
        Schedules.check(() -> {
            Queue queue = new Queue(1, 1000, Schedules.HOUR_NANOS, PieceOutputStream.stalled());
            queue.start();
            queue.write("a1");
            queue.out.awaitStall();
            Schedules.together(
                    () -> {
                        queue.write("a2");
                        queue.write("a3");
                    },
                    () -> assertFalse(queue.queue.close(System.nanoTime())));
            queue.out.release();
            queue.out.awaitEnd();
            queue.assertWritten("a", "a1 ");
            queue.assertDropped(0, 2);
        });
    }

    /** The write is stalled until both have returned. */
    @Test
    void closeLetsADrainGoWhileAWriteIsStalled() {
        Schedules.check(() -> {
            Queue queue = Queue.roomy(PieceOutputStream.stalled());
            queue.write("a1");
            queue.out.awaitStall();
            Schedules.together(queue::drain, () -> assertFalse(queue.queue.close(System.nanoTime())));
            queue.out.release();
            queue.out.awaitEnd();
            queue.assertWritten("a", "a1 ");
            queue.assertDropped(0, 0);
        });
    }
}
