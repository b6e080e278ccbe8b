package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerTest {

    private static final Path JAR = Path.of(System.getProperty("viewer"));

    @TempDir
    Path folder;

    private static Worker.Output run(String... arguments) throws Exception {
        return Worker.jar(JAR).args(arguments).run();
    }

    @Test
    void versionIsTheProjects() throws Exception {
        Worker.Output output = run("--version");
        assertEquals("runpod-logback-viewer " + System.getProperty("version") + "\n", output.out());
        assertEquals("", output.err());
    }

    @Test
    void fileIsShown() throws Exception {
        Path log = Files.writeString(folder.resolve("log"), """
                {"requestId": "a1", "message": "hi", "level": "INFO", "extra": {"a": {"b": 1}}}
                text
                """);
        Worker.Output output = run("--color", "always", "--width", "60", log.toString());
        assertEquals("\u001b[32mINFO   \u001b[0m| a1 | hi | \u001b[2ma=\u001b[0m{\"b\": 1}\ntext\n", output.out());
        assertEquals("", output.err());
        assertEquals(0, output.exit());
    }

    @Test
    void mistypedOptionIsTold() throws Exception {
        Worker.Output output = run("--levl", "info");
        assertTrue(output.err().contains("Did you mean --level?"), output.err());
        assertEquals(2, output.exit());
    }

    @Test
    void jarHoldsTheViewerItsLibrariesAndTheirLicencesOnly() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> !name.endsWith("/"))
                    .toList();
            assertTrue(names.containsAll(List.of("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/THIRD-PARTY")));
            for (String name : names) {
                assertTrue(
                        name.matches(
                                "(META-INF/[\\w.-]+|(io/runpod/logback/(viewer|internal)|picocli|tools/jackson/core)/.*)"),
                        name);
                assertFalse(name.contains("module-info"), name);
            }
        }
    }
}
