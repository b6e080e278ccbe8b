package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private static final String CLASS_PATH = "target/app.jar" + File.pathSeparator + "target/lib/*";

    private static Worker worker(String... options) {
        Worker worker = Worker.java("-cp", CLASS_PATH, "app.Main");
        for (String option : options) {
            worker.jvm(option);
        }
        return worker;
    }

    private static Worker configuredBy(String file) {
        return worker("-Dlogback.configurationFile=" + file).onRunPod();
    }

    @Test
    void withoutConfigurationEveryLineIsALineOfRunPod() throws Exception {
        Worker.Output output = worker().onRunPod().run();
        List<Line> lines = output.lines();
        assertEquals(4, lines.size(), lines::toString);
        assertEquals("starting", lines.get(0).message());
        assertEquals(
                "{\"dimensions\":\"1024x1024\",\"steps\":30}",
                lines.get(1).extra().toString());
        assertTrue(lines.get(3).message().startsWith("failed\njava.lang.IllegalStateException: broken\n\tat app.Main"));
        assertEquals("", output.err());
    }

    @Test
    void atHomeTheLinesAreForPeople() throws Exception {
        String out = worker().run().out();
        assertTrue(
                out.startsWith("INFO   | starting\nINFO   | job-1 | Generated image | dimensions=1024x1024 steps=30\n"),
                out);
    }

    @Test
    void noClassOfSpringOrMicrometerIsLoaded() throws Exception {
        String out = worker("-verbose:class").onRunPod().run().out();
        assertTrue(out.contains("io.runpod.logback.RunPodEncoder"), out);
        assertFalse(out.contains("io.runpod.logback.spring") || out.contains("io.runpod.logback.micrometer"));
    }

    @Test
    void ofALogbackXmlDecoratorsAndProvidersWork() throws Exception {
        Worker.Output output = configuredBy("own-logback.xml")
                .with("RUNPOD_LOG_LEVEL", "debug")
                .run();
        List<Line> lines = output.lines();
        Line card = Line.withMessage(lines, "card");
        assertEquals("{\"number\":\"****\"}", card.extra().get("card").toString());
        Line.withMessage(lines, "details");
        assertTrue(Line.withMessage(lines, "failed").extra().has("stack_hash"), lines::toString);
        assertEquals("", output.err());
    }

    @Test
    void whatIsMistypedIsToldAndNothingIsLost() throws Exception {
        Worker.Output output = configuredBy("mistyped-logback.xml").run();
        List<Line> lines = output.out()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Line::of)
                .toList();
        assertEquals(4, lines.size(), output::out);
        assertTrue(
                output.out().contains("maxValueChars: \"many\" is not valid. Valid: whole numbers, 0 to"), output::out);
        assertTrue(output.out().contains("maxValuChars"), output::out);
    }
}
