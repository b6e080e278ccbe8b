package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class KotlinTest {

    @Test
    void linesOfCoroutinesCarryTheirRequest() throws Exception {
        Worker.Output output = Worker.java("-cp", "target/app.jar" + File.pathSeparator + "target/lib/*", "app.MainKt")
                .onRunPod()
                .run();
        assertEquals(0, output.exit(), output.err());
        List<Line> lines = output.lines();
        Line image = Line.withMessage(lines, "Generated image");
        assertEquals("{\"steps\":30}", image.extra().toString());
        assertEquals(
                "{\"model\":\"sdxl\"}",
                Line.withMessage(lines, "of kotlin-logging").extra().toString());
        assertEquals(
                40,
                lines.stream()
                        .filter(line -> line.message().startsWith("coroutine"))
                        .count());
        for (Line line : lines) {
            if (line.message().equals("after the job")) {
                assertNull(line.requestId());
            } else {
                assertEquals("job-1", line.requestId(), line::toString);
            }
        }
    }
}
