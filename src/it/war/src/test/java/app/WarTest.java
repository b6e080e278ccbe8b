package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WarTest {

    private static final int ROUNDS = 5;

    @Test
    void applicationsAreDeployedAgainAndNothingIsLeftOfThem() throws Exception {
        String tomcat = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("tomcat"))
                .collect(Collectors.joining(File.pathSeparator));
        Worker.Output output = Worker.java(
                        "-cp",
                        "target/test-classes" + File.pathSeparator + tomcat,
                        "app.Server",
                        new File("target/webapp").getAbsolutePath(),
                        Integer.toString(ROUNDS))
                // Tomcat looks for what applications leave behind only if it may.
                .jvm("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .jvm("--add-opens=java.base/java.io=ALL-UNNAMED")
                .jvm("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED")
                .onRunPod()
                .run();
        List<Line> lines = output.lines();
        assertEquals(2 * 2 * ROUNDS, lines.size(), output.out());
        for (int round = 0; round < ROUNDS; round++) {
            for (String name : List.of("one", "two")) {
                String id = name + "-" + round;
                List<String> messages = lines.stream()
                        .filter(line -> id.equals(line.requestId()))
                        .map(Line::message)
                        .toList();
                assertEquals(List.of("Handled by /" + name, "Job finished"), messages);
            }
        }
        assertTrue(output.err().matches("(?s).*left: 0\\b.*"), output.err());
        assertFalse(output.err().contains("WARNING"), output.err());
        assertEquals(0, output.exit());
    }
}
