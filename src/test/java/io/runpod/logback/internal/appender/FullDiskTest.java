package io.runpod.logback.internal.appender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runpod.logback.support.ChildMain;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real process whose standard output is a file on a file system of 64 KiB, which gets full under load, has room again,
 * and gets full again. Needs Linux's {@code unshare}, and the right to mount in a namespace of one's own.
 */
@Timeout(60)
class FullDiskTest {

    private static final int TIMES = 2;
    private static final String START = "{\"requestId\": null, \"message\": \"";

    @TempDir
    Path folder;

    /** A shell's command line on the small file system, which is mounted on $0. */
    private static List<String> onSmallDisk(Path mountPoint, String commandLine, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs \"$0\" && { " + commandLine + "; }"));
        command.add(mountPoint.toString());
        command.addAll(arguments);
        return command;
    }

    private static boolean canMount(Path mountPoint) throws InterruptedException {
        try {
            return new ProcessBuilder(onSmallDisk(mountPoint, "true", List.of()))
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<queue><capacity>100</capacity><maxBlock>30 s</maxBlock></queue>"})
    void writingResumesOnAFreshLineWhenThereIsRoomAgain(String appender) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(canMount(disk), "mounts of one's own");
        Path output = folder.resolve("output");
        Path note = folder.resolve("note");
        try (Workers workers = new Workers(folder)) {
            workers.configure("", appender);
            Process process = workers.start(
                    output,
                    onSmallDisk(
                            disk,
                            "\"$@\" > \"$0/output\"; cat \"$0/output\"",
                            workers.command("fill", disk.toString(), Integer.toString(TIMES), note.toString())));
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), "ended");
            assertEquals("", workers.errors());
        }
        Set<String> whole = new HashSet<>();
        List<String> torn = new ArrayList<>();
        List<String> lines = Files.readAllLines(output);
        for (String line : lines) {
            if (line.startsWith(START) && line.endsWith("}")) {
                assertTrue(whole.add(JsonLine.parse(line).message()), line);
            } else {
                torn.add(line);
            }
        }
        assertTrue(torn.size() <= TIMES, torn::toString);
        for (String line : torn) {
            assertTrue(line.startsWith(START.substring(0, Math.min(START.length(), line.length()))), line);
        }
        Map<String, Long> numbers = Workers.note(note);
        assertEquals(numbers.get("events"), numbers.get("written") + numbers.get("unwritten"));
        assertTrue(numbers.get("unwritten") >= 500L * TIMES, numbers::toString);
        String last = JsonLine.parse(lines.get(lines.size() - 1)).message();
        assertEquals(
                "Dropped " + numbers.get("unwritten") + " log lines: " + numbers.get("unwritten")
                        + " not taken by the output",
                last);
        whole.remove(last);
        assertTrue(whole.size() >= numbers.get("written"), () -> whole.size() + " found, " + numbers);
        for (int time = 0; time < TIMES; time++) {
            for (int i = 0; i < ChildMain.LINES_IN_NEW_ROOM; i++) {
                assertTrue(whole.contains("room " + time + " " + i), "room " + time + " " + i);
            }
        }
    }
}
