package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.Schedules;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineSinkSchedules {

    /** Writes lines of three bytes; returns how many were lost. */
    private static int write(LineSink sink, String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.US_ASCII);
        return sink.write(bytes, bytes.length, bytes.length / 3);
    }

    @Test
    void linesAreWholeAndInTheOrderOfTheirThread() {
        Schedules.check(5, () -> {
            PieceOutputStream out = new PieceOutputStream(0);
            LineSink sink = new LineSink(out);
            Schedules.together(
                    () -> {
                        write(sink, "a1\n");
                        write(sink, "a2\n");
                    },
                    () -> write(sink, "b1\nb2\n"),
                    () -> write(sink, "c1\n"));
            assertEquals("a1 a2 ", out.lines("a"));
            assertEquals("b1 b2 ", out.lines("b"));
            assertEquals("c1 ", out.lines("c"));
            assertEquals(15, out.text.length());
        });
    }

    @Test
    void failedWriteCountsItsOwnLinesAlone() {
        Schedules.check(5, () -> {
            PieceOutputStream out = new PieceOutputStream(2);
            LineSink sink = new LineSink(out);
            int[] lost = new int[2];
            Schedules.together(
                    () -> {
                        lost[0] += write(sink, "a1\n");
                        lost[0] += write(sink, "a2\n");
                    },
                    () -> lost[1] = write(sink, "b1\nb2\n"));
            assertEquals(2 - lost[0], out.count("a"));
            assertEquals(2 - lost[1], out.count("b"));
            assertTrue(lost[0] + lost[1] > 0);
            assertEquals(out.failed, sink.isFailing());
        });
    }
}
