package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Pages;
import io.runpod.logback.test.CapturedLogs;
import io.runpod.logback.test.LogAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first steps, and what is shown as printed, are so. */
class ReadmeTest {

    private static Stream<String> blocks(String language) {
        return Pages.blocks(language).map(Pages.Block::text);
    }

    @Test
    void readmeIsShort() {
        assertTrue(Pages.text(Pages.README).lines().count() <= 200);
    }

    /** Each of them is run as it stands, by the invoker plugin. */
    @Test
    void theFirstStepsAreWhatProjectsOfTheirOwnRun() throws IOException {
        String version = Pattern.compile("<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        String pom = Files.readString(Path.of("src/it/readme-plain/pom.xml")).replace("@project.version@", version);
        assertTrue(blocks("xml").anyMatch(pom::equals), pom);
        String worker = Files.readString(Path.of("src/it/readme-plain/src/main/java/Worker.java"));
        assertTrue(blocks("java").anyMatch(worker::equals), worker);
        var command = new java.util.Properties();
        command.load(Files.newBufferedReader(Path.of("src/it/readme-plain/command.properties")));
        String plain = "RUNPOD_ENDPOINT_ID=local mvn " + goals("readme-plain") + " -Dexec.executable="
                + command.getProperty("exec.executable") + " \"-Dexec.args=" + command.getProperty("exec.args")
                + "\"\n";
        assertTrue(blocks("sh").anyMatch(plain::equals), plain);
        String boot = Files.readString(Path.of("src/it/readme-boot/pom.xml")).replace("@project.version@", version);
        String dependency = blocks("xml")
                .filter(xml -> xml.startsWith("<dependency"))
                .findFirst()
                .orElseThrow();
        assertTrue(boot.contains(dependency.indent(4)), dependency);
        assertTrue(pom.contains(dependency.indent(4)), dependency);
        String run = "RUNPOD_ENDPOINT_ID=local mvn " + goals("readme-boot") + "\n";
        assertTrue(blocks("sh").anyMatch(run::equals), run);
    }

    private static String goals(String project) throws IOException {
        var invoker = new java.util.Properties();
        invoker.load(Files.newBufferedReader(Path.of("src/it", project, "invoker.properties")));
        assertEquals("local", invoker.getProperty("invoker.environmentVariables.RUNPOD_ENDPOINT_ID"));
        return invoker.getProperty("invoker.goals");
    }

    @Test
    void aFailureOfTheTestKitReadsAsShown() throws IOException {
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            try (RequestScope ignored = RequestScope.open("a1")) {
                RunPodLogger.of("readme").info("Job received");
                RunPodLogger.of("readme").warn("Few steps", Extra.extra("steps", 10));
            }
            AssertionError failure = assertThrows(
                    AssertionError.class,
                    () -> LogAssertions.assertThat(logs)
                            .hasLine()
                            .withLevel("WARN")
                            .withExtra("steps", 30));
            assertTrue(blocks("text").anyMatch((failure.getMessage() + "\n")::equals), failure.getMessage());
        }
    }

    @Test
    void firstLinesAreWhatIsPrinted() throws IOException {
        try (LogLines json = LogLines.json().attachTo("readme", ch.qos.logback.classic.Level.INFO);
                LogLines text = LogLines.text().attachTo("readme", ch.qos.logback.classic.Level.INFO)) {
            try (RequestScope ignored = RequestScope.open("a1f3-u1")) {
                RunPodLogger.of("readme").info("Generated image", Extra.extra("dimensions", "1024x1024", "steps", 30));
            }
            assertEquals(blocks("json").findFirst().orElseThrow(), json.last());
            assertEquals(blocks("text").findFirst().orElseThrow(), text.last());
        }
    }
}
