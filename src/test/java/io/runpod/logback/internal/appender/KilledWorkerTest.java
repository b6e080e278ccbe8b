package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.ChildMain;
import io.runpod.logback.support.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real processes that end at a random moment while eight threads log, then eight shutdown hooks too. {@code -DargLine="-Dkills=50"} ends more of them.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledWorkerTest {

    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final String START = "{\"requestId\": null, \"message\": \"";
    private static final String END = "\", \"level\": \"INFO\"}";

    @TempDir
    Path folder;

    private final Random random = new Random();
    private Workers workers;

    @BeforeEach
    void prepare() {
        workers = new Workers(folder);
    }

    @AfterEach
    void endAll() {
        workers.close();
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
            workers.configure(shutdownHook, appender);
            Process process = workers.start(
                    output,
                    workers.command("load", counters.toString(), how.equals("exit") ? Integer.toString(millis) : "0"));
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
            assertEquals("", workers.errors());
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
}
