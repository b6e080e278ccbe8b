package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.it.Worker;
import java.io.File;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** On a Java of the two modules that are needed. */
class SmallImageTest {

    private static final Path IMAGE = Path.of("target/image");

    @Test
    void baseAndXmlSuffice() throws Exception {
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        assertEquals(
                0,
                jlink.run(System.out, System.err, "--add-modules", "java.base,java.xml", "--output", IMAGE.toString()));
        Worker.Output output = Worker.java("-cp", "target/app.jar" + File.pathSeparator + "target/lib/*", "app.Main")
                .on(IMAGE)
                .onRunPod()
                .run();
        assertEquals(0, output.exit(), output.err());
        assertEquals("job-1", output.lines().get(0).requestId());
        assertEquals(2, output.lines().size());
        assertEquals("", output.err());
    }
}
