package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real processes that end at a random moment while eight threads log, then eight shutdown hooks too; and one whose
 * reader stops for a while. {@code -DargLine="-Dkills=50"} ends more of them.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledWorkerTest {

    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final String START = "{\"requestId\": null, \"message\": \"";
    private static final String END = "\", \"level\": \"INFO\"}";

    @TempDir
    Path folder;

    private final Random random = new Random();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String appender, String shutdownHook, File output, String... arguments) throws IOException {
        Files.writeString(
                folder.resolve("logback.xml"),
                "<configuration>" + shutdownHook + "<appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">"
                        + appender
                        + "</appender><root level=\"INFO\"><appender-ref ref=\"A\"/></root></configuration>");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                ChildMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("RUNPOD_ENDPOINT_ID", "ep-1");
        if (output != null) {
            builder.redirectOutput(output);
        }
        builder.redirectError(folder.resolve("errors").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static long[] counters(Path file) throws IOException {
        long[] counts = new long[ChildMain.LOAD_THREADS];
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        if (bytes.length == counts.length * Long.BYTES) {
            ByteBuffer.wrap(bytes).asLongBuffer().get(counts);
        }
        return counts;
    }

    /** How many lines of each thread are there: whole, in order, none missing. */
    private static long[] read(Path output, boolean mayBeTorn) throws IOException {
        long[] next = new long[ChildMain.LOAD_THREADS];
        String text = Files.readString(output);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (mayBeTorn && i == lines.size() - 1 && !text.endsWith("\n")) {
                break;
            }
            assertTrue(line.startsWith(START) && line.endsWith(END), line);
            String[] parts =
                    line.substring(START.length(), line.length() - END.length()).split(":", -1);
            assertEquals(next[Integer.parseInt(parts[0])]++, Long.parseLong(parts[1]), line);
        }
        return next;
    }

    private static final String QUEUE = "<queue><capacity>1000</capacity><maxBlock>30 s</maxBlock></queue>";

    /** After the signal the context is gone, if Logback's own hook stops it: no appender sees what is logged then. */
    private void killed(String appender, String shutdownHook, String how) throws Exception {
        Path output = folder.resolve("output");
        for (int i = 0; i < KILLS; i++) {
            Path counters = folder.resolve("counters" + i);
            int millis = 20 + random.nextInt(300);
            Process process = start(
                    appender,
                    shutdownHook,
                    output.toFile(),
                    "load",
                    counters.toString(),
                    how.equals("exit") ? Integer.toString(millis) : "0");
            for (int wait = 0; wait < 20_000 && counters(counters)[0] == 0; wait++) {
                Thread.sleep(1);
            }
            long[] before = counters(counters);
            if (!how.equals("exit")) {
                Thread.sleep(millis);
                before = counters(counters);
                if (how.equals("SIGTERM")) {
                    process.destroy();
                } else {
                    process.destroyForcibly();
                }
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
            long[] returned = shutdownHook.isEmpty() ? counters(counters) : before;
            long[] found = read(output, how.equals("SIGKILL"));
            for (int thread = 0; thread < returned.length; thread++) {
                assertTrue(
                        found[thread] >= returned[thread],
                        how + ", thread " + thread + ": " + returned[thread] + " accepted, " + found[thread] + " out");
                if (thread >= ChildMain.LOAD_THREADS / 2 && shutdownHook.isEmpty() && !how.equals("SIGKILL")) {
                    assertEquals(ChildMain.LINES_OF_A_HOOK, found[thread], how + ", hook " + thread);
                }
            }
            assertEquals("", Files.readString(folder.resolve("errors")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "exit", "SIGKILL"})
    void everyAcceptedLineIsOutAlsoThoseOfShutdownHooks(String how) throws Exception {
        killed("", "", how);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "exit"})
    void everyAcceptedLineOfTheQueueIsOutAlsoThoseOfShutdownHooks(String how) throws Exception {
        killed(QUEUE, "", how);
    }

    @Test
    void everyLineBeforeTheSignalIsOutWithLogbacksOwnHook() throws Exception {
        killed(QUEUE, "<shutdownHook/>", "SIGTERM");
    }

    @Test
    void readerThatStopsDoesNotStopTheCallers() throws Exception {
        int millis = 3000;
        Path note = folder.resolve("note");
        Process process = start(
                "<queue><capacity>500</capacity><whenFull>drop</whenFull></queue>",
                "",
                null,
                "stall",
                Integer.toString(millis),
                note.toString());
        for (int wait = 0; wait < 20_000 && !Files.exists(note); wait++) {
            Thread.sleep(1);
        }
        Thread.sleep(millis * 3L / 4);
        String text = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ended");
        String[] parts = Files.readString(note).split(" ", -1);
        long events = Long.parseLong(parts[0]);
        long written = Long.parseLong(parts[1]);
        long dropped = Long.parseLong(parts[2]);
        List<String> lines = text.lines().toList();
        lines.forEach(JsonLine::parse);
        assertEquals(events, written + dropped);
        assertEquals(
                written,
                lines.stream().filter(line -> !line.contains("Dropped ")).count());
        assertTrue(dropped > 0, "dropped");
        assertTrue(lines.get(lines.size() - 1).contains("Dropped "), lines.get(lines.size() - 1));
        assertTrue(Long.parseLong(parts[3]) < 10_000, "99.9 % within us: " + parts[3]);
    }
}
