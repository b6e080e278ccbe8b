package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The viewer as a process of its own. */
@Timeout(60)
class ViewerProcessTest {

    private static final String LINE = "{\"requestId\": null, \"message\": \"hello\", \"level\": \"INFO\"}\n";

    @TempDir
    Path folder;

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Viewer.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().keySet().removeIf(name -> name.endsWith("_COLOR"));
        return builder.redirectError(folder.resolve("err").toFile())
                .redirectOutput(folder.resolve("out").toFile());
    }

    private int run(List<String> command) throws Exception {
        Process process = builder(command).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(50, TimeUnit.SECONDS), "ended");
        return process.exitValue();
    }

    private List<String> shell(String line, String... arguments) {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a shell");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", line, "sh"));
        command.addAll(command(arguments));
        return command;
    }

    private String out() throws Exception {
        return Files.readString(folder.resolve("out"));
    }

    private String err() throws Exception {
        return Files.readString(folder.resolve("err"));
    }

    private String log(int lines) throws Exception {
        return Files.writeString(folder.resolve("log"), LINE.repeat(lines)).toString();
    }

    @Test
    void helpIsPrinted() throws Exception {
        assertEquals(0, run(command("--help")));
        assertTrue(out().startsWith("Usage: runpod-logback-viewer "), out());
        assertEquals("", err());
    }

    @Test
    void mistypedOptionIsExitCodeTwo() throws Exception {
        assertEquals(2, run(command("--stat")));
        assertEquals("", out());
        assertEquals(
                "runpod-logback-viewer: Unknown option: '--stat'. Did you mean --stats? --help shows all options.\n",
                err());
    }

    @Test
    void readerThatGoesAwayEndsItQuietly() throws Exception {
        Path code = folder.resolve("code");
        run(shell("{ \"$@\"; echo $? > '" + code + "'; } | head -n 2", log(200_000)));
        assertEquals("INFO   | hello\nINFO   | hello\n", out());
        assertEquals("0", Files.readString(code).strip());
        assertEquals("", err());
    }

    @Test
    void fullDiskIsTold() throws Exception {
        assumeTrue(new File("/dev/full").exists(), "/dev/full");
        assertEquals(1, run(shell("exec \"$@\" > /dev/full", log(1))));
        assertEquals("runpod-logback-viewer: cannot write: No space left on device\n", err());
    }

    @Test
    void standardInputIsShownAsItComes() throws Exception {
        Process process = builder(command()).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((LINE + "text\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            awaitOut("INFO   | hello\ntext\n");
        }
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    @Test
    void signalEndsFollowingQuietlyWithItsStatistics() throws Exception {
        Process process =
                builder(shell("exec \"$@\"", "--follow", "--stats", log(3))).start();
        Thread.sleep(3000);
        assertTrue(process.isAlive());
        process.destroy(); // SIGTERM: a CI that runs this in the background ignores SIGINT
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertTrue(out().startsWith("3 lines\n"), out());
        assertEquals("", err());
    }

    private void awaitOut(String text) throws Exception {
        for (int i = 0; i < 400 && !out().equals(text); i++) {
            Thread.sleep(25);
        }
        assertEquals(text, out());
    }
}
