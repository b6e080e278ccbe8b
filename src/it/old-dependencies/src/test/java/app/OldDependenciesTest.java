package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Line;
import io.runpod.it.Worker;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each of them is told in one line on standard error, which names what was found and what is needed. */
class OldDependenciesTest {

    /** Runs the application on the class path as it is deployed, with or without old jars, which replace new ones. */
    private static Worker.Output run(List<String> missing, List<String> old, String... args) throws Exception {
        try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
            String classPath = jars.filter(jar -> Stream.concat(missing.stream(), old.stream())
                            .noneMatch(name -> jar.getFileName().toString().matches(name + "-[0-9].*")))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            try (Stream<Path> olds = Files.list(Path.of("target/old"))) {
                for (Path jar : olds.toList()) {
                    if (old.stream()
                            .anyMatch(name -> jar.getFileName().toString().startsWith(name))) {
                        classPath += File.pathSeparator + jar;
                    }
                }
            }
            return Worker.java("-cp", "target/app.jar" + File.pathSeparator + classPath, "app.Main")
                    .args(args)
                    .onRunPod()
                    .run();
        }
    }

    private static List<String> told(Worker.Output output) {
        return output.err()
                .lines()
                .filter(line -> line.startsWith("runpod-logback: "))
                .map(line -> line.substring("runpod-logback: ".length()))
                .toList();
    }

    @Test
    void nothingIsToldWhereAllIsAsNeeded() throws Exception {
        Worker.Output output = run(List.of(), List.of());
        assertEquals("", output.err());
        assertEquals(4, output.lines().size());
    }

    @Test
    void fieldsOfTheLibraryWorkBesideAnOldEncoder() throws Exception {
        Worker.Output output = run(List.of(), List.of("logstash-logback-encoder"));
        assertEquals(
                List.of("logstash-logback-encoder 8.1 is too old."
                        + " Needed: net.logstash.logback:logstash-logback-encoder 9.0 or newer."
                        + " Without it fields of its arguments and markers are lost."),
                told(output));
        List<Line> lines = output.lines();
        assertEquals(4, lines.size(), lines::toString);
        assertEquals("{\"steps\":30}", lines.get(1).extra().toString());
        assertEquals("{\"steps\":30,\"model\":\"sdxl\"}", lines.get(2).extra().toString());
    }

    @Test
    void linesAreLogbacksWithoutJackson() throws Exception {
        Worker.Output output = run(List.of("jackson-databind", "jackson-core"), List.of(), "no extra");
        assertEquals(0, output.exit(), output.err());
        assertEquals(
                List.of("Jackson 3 is missing. Needed: tools.jackson.core:jackson-databind 3.0.4 or newer."
                        + " Without it lines are as Logback prints them."),
                told(output));
        assertTrue(output.out().contains("plain"), output.out());
        assertTrue(output.out().contains("map"), output.out());
    }

    @Test
    void missingEncoderIsTold() throws Exception {
        Worker.Output output = run(List.of("logstash-logback-encoder"), List.of(), "no extra");
        assertTrue(told(output).get(0).startsWith("logstash-logback-encoder is missing. Needed: "), output.err());
        assertEquals(0, output.exit(), output.err());
        assertEquals(
                List.of("plain", "map"),
                output.lines().stream().map(Line::message).toList());
    }

    @Test
    void applicationWorksOnBesideAnOldSlf4j() throws Exception {
        Worker.Output output = run(List.of(), List.of("slf4j-api"));
        assertEquals(0, output.exit(), output.err());
        assertEquals(
                List.of("slf4j-api 1.7.36 is too old. Needed: org.slf4j:slf4j-api 2.0.17 or newer."
                        + " Without it Logback does not start, and nothing is logged."),
                told(output));
    }

    @Test
    void oldLogbackIsTold() throws Exception {
        Worker.Output output = run(List.of(), List.of("logback-classic", "logback-core"));
        assertEquals(
                List.of("logback-classic 1.2.13 is too old. Needed: ch.qos.logback:logback-classic 1.5.18 or newer."),
                told(output));
    }
}
