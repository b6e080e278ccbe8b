package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.SoakMain;
import io.runpod.logback.support.Workers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process that logs 5,000 lines a second and is configured anew every few moments, under a reader that stops now
 * and then. {@code -DargLine="-Dsoak.seconds=1800"} makes it half an hour, with a configuration every ten seconds.
 */
@Timeout(value = 13, unit = TimeUnit.HOURS)
class SoakTest {

    private static final long SECONDS = Long.getLong("soak.seconds", 3);

    /** From here on it says what it measured. */
    private static final long LONG_SECONDS = 60;

    private static final long LONGEST_TURN_MILLIS = 10_000;

    private static final Pattern NUMBERED = Pattern.compile("([0-9]+):([0-9]+) .*", Pattern.DOTALL);

    private static final Pattern TOLD = Pattern.compile("Dropped ([0-9]+) log lines?: .*");

    /** What the process may hold more at the end than when each configuration had its first turn. */
    private static final long MOST_GROWTH_KILOBYTES = 2_000;

    private static final long LINES_BETWEEN_STOPS = 3_000;

    @TempDir
    Path folder;

    private final long[][] next = new long[SoakMain.STREAMS][5];
    private long lines;
    private long told;

    @Test
    void nothingGrowsAndEveryEventIsALineOrCounted() throws Exception {
        long turnMillis = Math.min(LONGEST_TURN_MILLIS, SECONDS * 1000 / (2 * SoakMain.STAGES.size() + 1));
        Path samples = folder.resolve("samples");
        Path file = folder.resolve("note");
        try (Workers workers = new Workers(folder)) {
            workers.configure("", "");
            Process process = workers.start(
                    null,
                    workers.command(
                            SoakMain.class,
                            Long.toString(SECONDS),
                            Long.toString(turnMillis),
                            samples.toString(),
                            file.toString()));
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    read(line);
                    if (lines % LINES_BETWEEN_STOPS == 0) {
                        Thread.sleep(50);
                    }
                }
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
            assertEquals("", workers.errors());
        }
        Map<String, Long> note = Workers.note(file);
        List<Map<String, Long>> measured = new ArrayList<>();
        for (String sample : Files.readAllLines(samples)) {
            measured.add(Workers.note(sample));
        }
        if (SECONDS >= LONG_SECONDS) {
            System.out.println("lines=" + lines + " told=" + told + " " + note);
            measured.forEach(System.out::println);
            // In a short run the machine decides which of them come.
            for (String reason : List.of("throttled", "sampled", "forgotten", "bufferFull", "queueFull")) {
                assertTrue(note.get(reason) > 0, () -> reason + ": " + note);
            }
        }
        long dropped = note.get("throttled")
                + note.get("sampled")
                + note.get("forgotten")
                + note.get("bufferFull")
                + note.get("queueFull");
        assertEquals(note.get("written"), lines, note::toString);
        assertEquals(note.get("events"), lines + dropped, note::toString);
        assertEquals(0, note.get("waiting") + note.get("unwritten"), note::toString);
        assertTrue(told <= dropped - note.get("forgotten"), () -> told + " told, " + note);
        assertNothingGrew(measured.get(1), measured.get(measured.size() - 1));
    }

    private void read(String line) {
        JsonLine json = JsonLine.parse(line);
        String message = json.message();
        Matcher report = TOLD.matcher(message);
        if (report.matches()) {
            told += Long.parseLong(report.group(1));
            return;
        }
        lines++;
        Matcher numbered = NUMBERED.matcher(message);
        assertTrue(numbered.matches(), line);
        assertFalse(line.contains(SoakMain.SECRET.substring(0, 8)), line);
        // A buffer lets details of a request go after its other lines; those of a level stay in order.
        long[] expected = next[Integer.parseInt(numbered.group(1))];
        int level = Level.toLevel(json.root.get("level").stringValue()).levelInt / Level.DEBUG_INT % expected.length;
        long number = Long.parseLong(numbered.group(2));
        assertTrue(number >= expected[level], () -> "after " + Arrays.toString(expected) + ": " + line);
        expected[level] = number + 1;
    }

    private static void assertNothingGrew(Map<String, Long> before, Map<String, Long> after) {
        String both = before + " -> " + after;
        assertTrue(after.get("heapKilobytes") - before.get("heapKilobytes") < MOST_GROWTH_KILOBYTES, both);
        for (String count : List.of("threads", "files", "beans")) {
            assertEquals(before.get(count), after.get(count), both);
        }
    }
}
