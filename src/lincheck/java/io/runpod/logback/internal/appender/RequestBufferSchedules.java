package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Schedules;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import io.runpod.logback.internal.scope.RequestEnds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestBufferSchedules {

    /** A buffer whose lines have two bytes, with what it wrote and the counts of dropped lines. */
    private static final class Buffer {

        private final DropCounts drops = new DropCounts(() -> 1);
        private final RequestBuffer buffer;

        /** What was written, with a bar after each write. */
        private String written = "";

        Buffer(int maxBytes, int maxRequests) {
            this.buffer = new RequestBuffer(
                    maxBytes,
                    maxRequests,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    (bytes, lines, level) -> write(new String(bytes, StandardCharsets.US_ASCII), lines),
                    new MessageEncoder(),
                    drops,
                    () -> 1);
        }

        private synchronized void write(String lines, int count) {
            assertEquals(lines.length() / 2, count);
            written += lines + "|";
        }

        void debug(String request, String line) {
            take(Level.DEBUG, request, line);
        }

        void error(String request, String line) {
            take(Level.ERROR, request, line);
        }

        private void take(Level level, String request, String line) {
            if (!buffer.take(MessageEncoder.event(level, line), request)) {
                write(line, 1);
            }
        }

        /** The index of the line in what was written; -1 = it was not written. Fails if it was written twice. */
        int place(String line) {
            int place = written.indexOf(line);
            assertEquals(place, written.lastIndexOf(line), written);
            return place;
        }

        /** How many of these lines were written; fails if one was written twice. */
        int count(String... lines) {
            int count = 0;
            for (String line : lines) {
                count += place(line) >= 0 ? 1 : 0;
            }
            return count;
        }

        void assertInOrder(String first, String second) {
            assertTrue(place(first) >= 0 && place(first) < place(second), written);
        }

        /** Closes the buffer, and compares the counts. */
        void assertDropped(int forgotten, int full) {
            buffer.close();
            assertCounted(forgotten, full);
        }

        /** Compares the counts of a closed buffer. Closing it again would drop what the first time missed. */
        void assertCounted(int forgotten, int full) {
            assertEquals(0, buffer.waiting());
            assertEquals(forgotten, drops.of(DropReason.FORGOTTEN), written);
            assertEquals(full, drops.of(DropReason.BUFFER_FULL), written);
        }
    }

    private static void end(String request) {
        RequestEnds.closed(request, false);
    }

    @Test
    void errorWritesEachLineOfItsRequestOnce() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(100, 10);
            Schedules.together(
                    () -> {
                        buffer.debug("r", "a1");
                        buffer.error("r", "a2");
                    },
                    () -> {
                        buffer.debug("r", "b1");
                        buffer.debug("r", "b2");
                    },
                    () -> buffer.debug("s", "c1"));
            buffer.assertInOrder("a1", "a2");
            buffer.assertInOrder("b1", "b2");
            assertEquals(0, buffer.count("c1"));
            buffer.assertDropped(1, 0);
        });
    }

    @Test
    void twoErrorsWriteTheLinesOnce() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(100, 10);
            buffer.debug("r", "a1");
            Schedules.together(
                    () -> buffer.error("r", "b1"), () -> buffer.error("r", "c1"), () -> buffer.debug("r", "d1"));
            assertTrue(buffer.written.startsWith("a1"), buffer.written);
            assertEquals(4, buffer.count("a1", "b1", "c1", "d1"));
            buffer.assertDropped(0, 0);
        });
    }

    @Test
    void endOfARequestForgetsItsLinesOnce() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(100, 10);
            buffer.debug("r", "a1");
            Schedules.together(() -> end("r"), () -> buffer.debug("r", "b1"), () -> buffer.error("r", "c1"));
            assertTrue(buffer.place("c1") >= 0);
            buffer.assertDropped(2 - buffer.count("a1", "b1"), 0);
        });
    }

    @Test
    void endThatKeepsTheDetailsWritesThemOnce() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(100, 10);
            boolean counted = RequestEnds.opened("r");
            RequestEnds.keepDetails("r");
            buffer.debug("r", "a1");
            Schedules.together(
                    () -> RequestEnds.closed("r", counted),
                    () -> buffer.error("r", "b1"),
                    () -> buffer.debug("r", "c1"));
            assertEquals(2, buffer.count("a1", "b1"));
            buffer.assertDropped(1 - buffer.count("c1"), 0);
        });
    }

    @Test
    void evictedRequestLosesItsOwnLinesAlone() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(100, 1);
            Schedules.together(
                    () -> {
                        buffer.debug("r", "a1");
                        buffer.error("r", "a2");
                    },
                    () -> {
                        buffer.debug("s", "b1");
                        buffer.debug("s", "b2");
                    });
            assertTrue(buffer.place("a2") >= 0);
            assertEquals(0, buffer.count("b1", "b2"));
            buffer.buffer.close();
            assertEquals(
                    3 - buffer.count("a1"),
                    buffer.drops.of(DropReason.FORGOTTEN) + buffer.drops.of(DropReason.BUFFER_FULL));
        });
    }

    @Test
    void oldestLinesGiveTheirBytes() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(4, 10);
            Schedules.together(
                    () -> {
                        buffer.debug("r", "a1");
                        buffer.debug("r", "a2");
                    },
                    () -> buffer.debug("r", "b1"));
            buffer.error("r", "c1");
            assertEquals(2, buffer.count("a1", "a2", "b1"));
            assertTrue(buffer.place("a2") >= 0);
            buffer.assertDropped(0, 1);
        });
    }

    @Test
    void linesAreForgottenOnceWhenTheBufferIsClosed() {
        Schedules.check(() -> {
            Buffer buffer = new Buffer(100, 10);
            Schedules.together(
                    () -> {
                        buffer.debug("r", "a1");
                        buffer.error("r", "a2");
                    },
                    () -> buffer.debug("r", "b1"),
                    buffer.buffer::close);
            assertTrue(buffer.place("a2") >= 0);
            buffer.assertCounted(2 - buffer.count("a1", "b1"), 0);
        });
    }
}
