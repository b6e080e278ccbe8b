package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleTest {

    @Test
    void aNamedModuleLogsWithoutConfiguration() throws Exception {
        Worker.Output output = Worker.java(
                        "-p", "target/app.jar" + File.pathSeparator + "target/lib", "-m", "app/app.Main")
                .onRunPod()
                .run();
        assertEquals(0, output.exit(), output.err());
        List<Line> lines = output.lines();
        Line image = lines.get(0);
        assertEquals("job-1", image.requestId());
        assertEquals("{\"dimensions\":[1024,768],\"steps\":30}", image.extra().toString());
        assertEquals("with a record", lines.get(1).message());
        assertEquals(
                "{\"size\":{\"width\":3,\"height\":4}}", lines.get(1).extra().toString());
        assertEquals("", output.err());
    }
}
