package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.Workers;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real process that logs on four threads into a pipe whose reader stops for a while and comes back: for 3 seconds, or
 * as long as {@code -DargLine="-DstopMillis=30000"} says; two seconds less where callers wait.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoppedReaderTest {

    private static final long STOP_MILLIS = Long.getLong("stopMillis", 3000);

    /** Times of the short form are not held to the microsecond: it runs on whatever machine builds. */
    private static final boolean STRICT = STOP_MILLIS >= 30_000;

    private static final long SHORTER = Math.max(1000, STOP_MILLIS - 2000);

    @TempDir
    Path folder;

    private Workers workers;
    private Map<String, Long> note;
    private List<String> messages;

    @BeforeEach
    void prepare() {
        workers = new Workers(folder);
    }

    @AfterEach
    void endAll() {
        workers.close();
    }

    /** Every line is whole; how many there are is what was counted. */
    private void run(long stopMillis, String appender) throws Exception {
        Path file = folder.resolve("note");
        workers.configure("", appender);
        Process process =
                workers.start(null, workers.command("pace", Long.toString(stopMillis + 500), file.toString()));
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        InputStream in = process.getInputStream();
        while (!Files.exists(file)) {
            taken.write(in.readNBytes(1000));
        }
        Thread.sleep(stopMillis);
        in.transferTo(taken);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
        assertEquals("", workers.errors());
        note = Workers.note(file);
        messages = taken.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonLine.parse(line).message())
                .toList();
        assertEquals(note.get("events"), note.get("written") + note.get("queueFull"), note::toString);
        assertEquals(
                note.get("written"),
                messages.stream().filter(text -> !text.startsWith("Dropped ")).count(),
                note::toString);
        assertEquals(
                note.get("queueFull"),
                messages.stream()
                        .filter(text -> text.startsWith("Dropped "))
                        .mapToLong(text -> Long.parseLong(text.split(" ")[1]))
                        .sum(),
                note::toString);
        long[] last = new long[4];
        for (String text : messages) {
            if (text.matches("[0-3]:.*")) {
                int thread = text.charAt(0) - '0';
                long number = Long.parseLong(text.substring(2, text.indexOf(' ')));
                assertTrue(number > last[thread], text);
                last[thread] = number;
            }
        }
    }

    @Test
    void queueThatDropsNeverLetsACallerWait() throws Exception {
        run(STOP_MILLIS, "<queue><capacity>500</capacity><whenFull>drop</whenFull></queue>");
        assertTrue(note.get("queueFull") > 0, note::toString);
        assertTrue(note.get("micros999") < (STRICT ? 1000 : 10_000), note::toString);
        assertTrue(note.get("microsMost") < (STRICT ? 50_000 : 500_000), note::toString);
    }

    @Test
    void queueThatBlocksLetsACallerWaitForMaxBlockAtTheMost() throws Exception {
        run(SHORTER, "<queue><capacity>500</capacity><maxBlock>100 ms</maxBlock></queue>");
        assertTrue(note.get("queueFull") > 0, note::toString);
        assertTrue(note.get("microsMost") < (STRICT ? 150_000 : 600_000), note::toString);
    }

    @Test
    void callersWithoutAQueueWaitAndLoseNothing() throws Exception {
        run(SHORTER, "");
        assertEquals(0, note.get("queueFull"));
        assertTrue(note.get("microsMost") > (SHORTER - 200) * 1000, note::toString);
    }

    /** Stages that hold lines back have limits in bytes, so that a heap of 128 MB is enough for lines of 16 KB. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<queue/>",
                "<buffer/>",
                "<buffer><maxBytes>1000000</maxBytes></buffer><queue><whenFull>drop</whenFull></queue>",
                "<throttle/><sample><oneIn>3</oneIn></sample><buffer/><queue><maxBlock>10 ms</maxBlock></queue>"
            })
    void largeLinesDoNotFillASmallHeap(String appender) throws Exception {
        Path file = folder.resolve("note");
        workers.configure("<logger name=\"child\" level=\"DEBUG\"/>", appender);
        List<String> command = workers.command("large", "100", file.toString());
        command.add(1, "-Xmx128m");
        Process process = workers.start(null, command);
        long stopMillis = appender.contains("drop") ? STOP_MILLIS : SHORTER;
        for (int i = 0; i < stopMillis && !Files.exists(file); i++) {
            Thread.sleep(1);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
        assertEquals("", workers.errors());
        assertEquals(0, process.exitValue());
        note = Workers.note(file);
        assertEquals(4 * (25 * 100 + 10), note.get("events"));
        assertEquals(note.get("events"), note.get("written") + note.get("dropped"), note::toString);
        List<JsonLine> lines = out.lines().map(JsonLine::parse).toList();
        assertEquals(
                note.get("written"),
                lines.stream()
                        .filter(line -> line.message().startsWith("large "))
                        .count(),
                note::toString);
    }

    /** Nobody reads until the process has ended: what was in the pipe is all that was written. */
    @Test
    void whatIsLostAtTheEndIsToldOnceOnStandardError() throws Exception {
        int lines = 20_000;
        workers.configure(
                "",
                "<shutdownTimeout>300 ms</shutdownTimeout>"
                        + "<queue><capacity>1000</capacity><whenFull>drop</whenFull></queue>");
        Process process = workers.start(
                null,
                workers.command(
                        "lines", Integer.toString(lines), folder.resolve("note").toString()));
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ended");
        long written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .chars()
                .filter(c -> c == '\n')
                .count();
        String told = workers.errors();
        Matcher counts = Pattern.compile("runpod-logback: the output accepts no more log lines\\."
                        + " Lost since the start: (\\d+) waiting, (\\d+) queue full\n")
                .matcher(told);
        assertTrue(counts.matches(), told);
        long lost = Long.parseLong(counts.group(1)) + Long.parseLong(counts.group(2));
        assertTrue(lost < lines && written + lost >= lines, written + " written; " + told); // a part of a batch is out
    }

    @Test
    void whatAFullDiskLosesAtTheEndIsToldOnceOnStandardError() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        workers.configure("", "<queue/>");
        Process process = workers.start(
                Path.of("/dev/full"),
                workers.command("lines", "50", folder.resolve("note").toString()));
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ended");
        assertEquals(
                "runpod-logback: the output accepts no more log lines."
                        + " Lost since the start: 50 not taken by the output\n",
                workers.errors());
    }
}
