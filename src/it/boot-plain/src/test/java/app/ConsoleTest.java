package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one sees on standard output, by where the application runs and what its user sets. */
class ConsoleTest {

    private static Worker worker() {
        return Worker.jar(Path.of("target/app.jar"));
    }

    @Test
    void onRunPodEveryLineFromStartToEndIsALineOfRunPod() throws Exception {
        Worker.Output output = worker().onRunPod().run();
        assertEquals(0, output.exit(), output.err());
        List<Line> lines = output.lines();
        assertEquals("before Spring", lines.get(0).message());
        Line.withMessage(lines, "Starting Application");
        Line.withMessage(lines, "Started Application");
        Line handled = Line.withMessage(lines, "handled in seconds=2.5");
        assertEquals("job-1", handled.requestId());
        assertEquals("{\"seconds\":2.5}", handled.extra().toString());
        assertEquals(
                "{\"size\":{\"width\":3,\"names\":[\"a\"]}}",
                Line.withMessage(lines, "with a bean").extra().toString());
        assertEquals("job-1", Line.withMessage(lines, "on another thread").requestId());
        Line failed = Line.withMessage(lines, "failed\njava.lang.IllegalStateException: broken");
        assertTrue(failed.message().contains("RuntimeException: cause"), failed.message());
        assertTrue(lines.stream().noneMatch(line -> line.level().equals("DEBUG")));
        assertEquals("", output.err());
    }

    @Test
    void theLevelOfTheEnvironmentIsTheRootsLevel() throws Exception {
        List<Line> lines =
                worker().onRunPod().with("RUNPOD_LOG_LEVEL", "DEBUG").run().lines();
        assertEquals("DEBUG", Line.withMessage(lines, "details").level());
    }

    @Test
    void aLevelInSpringsOwnPropertiesWins() throws Exception {
        List<Line> lines = worker().onRunPod()
                .with("RUNPOD_LOG_LEVEL", "DEBUG")
                .args("--logging.level.root=warn")
                .run()
                .lines();
        assertTrue(lines.stream().noneMatch(line -> line.message().equals("details")), lines::toString);
        Line.withMessage(lines, "failed");
    }

    @Test
    void atHomeSpringsOwnConsoleStays() throws Exception {
        String out = worker().run().out();
        assertTrue(out.contains(":: Spring Boot ::"), out);
        assertTrue(out.contains("app.Application") && out.contains(": handled in seconds=2.5"), out);
    }

    @Test
    void anotherStructuredFormatWins() throws Exception {
        Worker.Output output = worker().onRunPod()
                .args("--logging.structured.format.console=ecs")
                .run();
        assertTrue(output.out().contains("\"message\":\"handled in seconds=2.5\""), output.out());
        assertTrue(output.out().contains("\"ecs\":"), output.out());
    }

    @Test
    void anEmptyFormatWins() throws Exception {
        String out = worker().onRunPod()
                .args("--logging.structured.format.console=")
                .run()
                .out();
        assertTrue(out.contains(": handled in seconds=2.5"), out);
        assertFalse(out.contains("\"message\": \"handled"), out);
    }

    @Test
    void propertiesAreTheEncodersSettings() throws Exception {
        Worker.Output output = worker().args(
                        "--runpod.log.format=json",
                        "--runpod.log.extra=none",
                        "--runpod.log.request-id-key=none",
                        "--runpod.log.include=logger")
                .run();
        assertTrue(
                output.out()
                        .contains("{\"requestId\": null, \"message\": \"handled in seconds=2.5\", \"level\": \"INFO\","
                                + " \"logger\": \"app.Application\"}"),
                output.out());
    }

    @Test
    void theTextLineCanBeAskedFor() throws Exception {
        String out = worker().with("RUNPOD_LOG_FORMAT", "text").run().out();
        assertTrue(out.contains("INFO   | job-1 | handled in seconds=2.5 | seconds=2.5\n"), out);
        assertFalse(out.contains(":: Spring Boot ::"), out);
    }

    @Test
    void wrongPropertiesAreToldAndTheApplicationRuns() throws Exception {
        Worker.Output output = worker().onRunPod()
                .with("RUNPOD_LOG_LEVEL", "LOUD")
                .args(
                        "--runpod.log.max-value-chars=many",
                        "--runpod.log.max-valu-chars=3",
                        "--runpod.log.web.enabled=maybe")
                .run();
        assertEquals(0, output.exit(), output.err());
        List<String> warnings = output.lines().stream()
                .filter(line -> line.level().equals("WARN"))
                .map(Line::message)
                .toList();
        assertEquals(4, warnings.size(), warnings::toString);
        assertTrue(
                warnings.stream()
                        .anyMatch(text -> text.startsWith("runpod.log.max-value-chars ("
                                + "property source \"commandLineArgs\"): \"many\" is not valid. Valid: whole numbers")),
                warnings::toString);
        assertTrue(
                warnings.stream()
                        .anyMatch(text -> text.contains("max-valu-chars") && text.contains("no such property")),
                warnings::toString);
        assertTrue(
                warnings.stream().anyMatch(text -> text.contains("RUNPOD_LOG_LEVEL") && text.contains("LOUD")),
                warnings::toString);
        assertTrue(
                warnings.stream().anyMatch(text -> text.contains("web.enabled") && text.contains("maybe")),
                warnings::toString);
    }
}
