package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.Workers;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process with ten thousand virtual threads that log into a pipe with a slow reader. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VirtualThreadTest {

    private static final int THREADS = 10_000;
    private static final int LINES = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<queue><capacity>1000</capacity><maxBlock>1 min</maxBlock></queue>",
                "<queue><capacity>1000</capacity><whenFull>drop</whenFull></queue>"
            })
    void everyLineIsWholeAndCountedAndNoThreadIsHeldToItsCarrier(String appender) throws Exception {
        int version = Runtime.version().feature();
        assumeTrue(version >= 21, "virtual threads");
        Path file = folder.resolve("note");
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        try (Workers workers = new Workers(folder)) {
            workers.configure("", appender);
            Process process = workers.start(
                    null,
                    workers.command("virtual", Integer.toString(THREADS), Integer.toString(LINES), file.toString()));
            InputStream in = process.getInputStream();
            for (byte[] some = in.readNBytes(8192); some.length > 0; some = in.readNBytes(8192)) {
                taken.writeBytes(some);
                Thread.sleep(3);
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
            assertEquals("", workers.errors());
        }
        int[] next = new int[THREADS];
        long found = 0;
        for (String line : taken.toString(StandardCharsets.UTF_8).lines().toList()) {
            String message = JsonLine.parse(line).message();
            found += message.startsWith("Dropped ") ? 0 : 1;
            if (message.startsWith(THREADS + " ")) {
                String[] parts = message.substring(message.indexOf(' ') + 1).split(":", -1);
                int thread = Integer.parseInt(parts[0]);
                int number = Integer.parseInt(parts[1]);
                assertTrue(number >= next[thread], line);
                next[thread] = number + 1;
            }
        }
        Map<String, Long> note = Workers.note(file);
        assertEquals(note.get("written"), found, note::toString);
        assertEquals(note.get("events"), note.get("written") + note.get("queueFull"), note::toString);
        if (!appender.contains("drop")) {
            assertEquals(0, note.get("queueFull"), note::toString);
        }
        if (version >= 24) {
            // Before JEP 491 any monitor held a thread to its carrier, Logback's own too. One is held on purpose.
            assertTrue(note.get("pinned") > 0, note::toString);
            assertEquals(0, note.get("pinnedHere"), note::toString);
        }
    }
}
