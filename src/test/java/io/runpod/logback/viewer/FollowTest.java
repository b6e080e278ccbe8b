package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that grow while they are read. */
@Timeout(60)
class FollowTest {

    private static final String LINE = "{\"requestId\": null, \"message\": \"hello\", \"level\": \"INFO\"}\n";
    private static final String SHOWN = "INFO   | hello\n";

    @TempDir
    Path folder;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final Viewed viewed = Viewed.of(new byte[0]).until(stop::get);
    private CompletableFuture<Viewed> running = CompletableFuture.completedFuture(viewed);

    private void follow(String... arguments) {
        running =
                CompletableFuture.supplyAsync(() -> viewed.run(arguments), task -> new Thread(task, "follow").start());
    }

    @AfterEach
    void end() throws Exception {
        stop.set(true);
        running.get(20, TimeUnit.SECONDS);
    }

    private void awaitOut(String text) throws InterruptedException {
        for (int i = 0; i < 400 && !viewed.out().equals(text); i++) {
            Thread.sleep(25);
        }
        assertEquals(text, viewed.out());
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void growingFileIsReadOn() throws Exception {
        Path file = folder.resolve("log");
        append(file, LINE + "half");
        follow("-f", file.toString());
        awaitOut(SHOWN);
        append(file, " a line\n");
        awaitOut(SHOWN + "half a line\n");
        append(file, LINE.substring(0, 20));
        Thread.sleep(300);
        append(file, LINE.substring(20));
        awaitOut(SHOWN + "half a line\n" + SHOWN);
        append(file, "rest");
        end();
        assertEquals(SHOWN + "half a line\n" + SHOWN + "rest\n", viewed.out());
        assertEquals("", viewed.err());
        assertEquals(0, viewed.code());
    }

    @Test
    void fileThatBecameShorterIsReadFromItsStart() throws Exception {
        Path file = folder.resolve("log");
        append(file, "a long line that goes\nrest");
        follow("--follow", file.toString());
        awaitOut("a long line that goes\n");
        Files.writeString(file, "new\n");
        awaitOut("a long line that goes\nrest\nnew\n");
        append(file, "b\n");
        awaitOut("a long line that goes\nrest\nnew\nb\n");
        assertEquals("runpod-logback-viewer: " + file + ": became shorter, reading it from its start\n", viewed.err());
    }

    @Test
    void replacedFileIsReadToItsEndAndThenTheNewOne() throws Exception {
        Path file = folder.resolve("log");
        append(file, "a\n");
        follow("--follow", file.toString());
        awaitOut("a\n");
        Path old = folder.resolve("log.1");
        Files.move(file, old);
        append(old, "late\n");
        awaitOut("a\nlate\n");
        append(file, "the new file\n");
        awaitOut("a\nlate\nthe new file\n");
        assertEquals("runpod-logback-viewer: " + file + ": was replaced, reading the new file\n", viewed.err());
    }

    @Test
    void severalFilesAreFollowed() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        append(one, "1\n");
        append(two, "2\n");
        follow("--follow", one.toString(), two.toString(), folder + "/none");
        awaitOut("1\n2\n");
        append(two, "3\n");
        awaitOut("1\n2\n3\n");
        append(one, "4\n");
        awaitOut("1\n2\n3\n4\n");
        end();
        assertEquals("runpod-logback-viewer: cannot read " + folder + "/none: no such file\n", viewed.err());
        assertEquals(1, viewed.code());
    }

    @Test
    void nothingToFollowEnds() throws Exception {
        follow("--follow", folder + "/none");
        assertEquals(1, running.get(20, TimeUnit.SECONDS).code());
    }

    @Test
    void statisticsComeAtTheEnd() throws Exception {
        Path file = folder.resolve("log");
        append(file, LINE);
        follow("--follow", "--stats", file.toString());
        append(file, LINE);
        Thread.sleep(500);
        assertEquals("", viewed.out());
        end();
        assertTrue(viewed.out().startsWith("2 lines\n"), viewed.out());
    }
}
