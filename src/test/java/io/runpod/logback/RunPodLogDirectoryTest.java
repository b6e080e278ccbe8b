package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.StatusUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A path below a file stands for a disk that cannot be written. */
class RunPodLogDirectoryTest {

    @TempDir
    Path directory;

    private final LoggerContext context = new LoggerContext();
    private Path readOnly;

    @BeforeEach
    void file() throws Exception {
        readOnly = Files.createFile(directory.resolve("file"));
    }

    private String chosen(Path volume, Path working, Path temporary) {
        RunPodLogDirectory definer = new RunPodLogDirectory(working, temporary);
        definer.setContext(context);
        definer.setVolume(volume.toString());
        return definer.getPropertyValue();
    }

    @Test
    void firstDirectoryThatCanBeWrittenIsChosen() {
        Path other = directory.resolve("other");
        assertEquals(directory.resolve("logs").toString(), chosen(directory, other, other));
        assertEquals(other.resolve("logs").toString(), chosen(readOnly, other, directory));
        assertEquals(other.resolve("logs").toString(), chosen(readOnly, readOnly, other));
        assertFalse(StatusUtil.contextHasStatusListener(context));
    }

    @Test
    void withoutOneProblemsAreSingleLines() {
        assertEquals(readOnly.resolve("logs").toString(), chosen(readOnly, readOnly, readOnly));
        assertTrue(StatusUtil.contextHasStatusListener(context));
    }
}
