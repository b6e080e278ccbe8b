package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's logback-spring.xml, and one with the appender. Spring's own structured format is not in use here. */
class ConfigurationTest {

    private static Worker worker(String... args) {
        return Worker.jar(Path.of("target/app.jar"))
                .args("--spring.main.banner-mode=off")
                .args(args);
    }

    private static void assertText(String out) {
        assertTrue(out.contains("\nINFO   | job-1 | paid | card=4111\nERROR  | job-1 | failed\n       | "), out);
        assertTrue(out.contains("\n       |     at app.Application.run("), out);
    }

    private static void assertJson(Worker.Output output) {
        assertEquals(
                "{\"card\":\"4111\"}",
                Line.withMessage(output.lines(), "paid").extra().toString());
    }

    @Test
    void profileLocalIsText() throws Exception {
        assertText(worker("--spring.profiles.active=local").onRunPod().run().out());
    }

    @Test
    void profileProdIsJson() throws Exception {
        assertJson(worker("--spring.profiles.active=prod").run());
    }

    @Test
    void withoutProfileTheEnvironmentChooses() throws Exception {
        assertJson(worker().onRunPod().run());
        assertText(worker().run().out());
    }

    @Test
    void springsEncoderTakesTheProperties() throws Exception {
        Worker.Output output = worker("--logging.config=classpath:structured.xml", "--runpod.log.redact=card")
                .onRunPod()
                .run();
        Line paid = Line.withMessage(output.lines(), "paid");
        assertEquals("{\"card\":\"[redacted]\"}", paid.extra().toString());
    }

    @Test
    void theAppendersQueueIsWrittenBeforeTheEnd() throws Exception {
        Worker.Output output =
                worker("--logging.config=classpath:appender.xml").onRunPod().run();
        List<Line> lines = output.lines();
        Line paid = Line.withMessage(lines, "paid");
        assertEquals("\"****\"", paid.extra().get("card").toString());
        Line failed = Line.withMessage(lines, "failed");
        assertTrue(failed.extra().has("stack_hash"), failed::toString);
        assertEquals("endpoint-1", paid.extra().get("endpointId").getAsString());
        assertEquals(
                1000,
                lines.stream()
                        .filter(line -> line.message().startsWith("goodbye"))
                        .count());
        assertEquals("", output.err());
    }
}
