package io.runpod.logback.pictures;

import io.runpod.logback.sample.SampleWorker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the sample worker as users do, in processes of its own, and draws what it prints. Usage: {@code Pictures DIRECTORY}. */
public final class Pictures {

    private static final int COLUMNS = 116;
    private static final String VIEWER = "io.runpod.logback.viewer.Viewer";

    private Pictures() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        byte[] none = {};
        Path jobs = Files.createTempFile("jobs", ".jsonl");
        Files.write(jobs, someJobs());
        String[] worker = {SampleWorker.class.getName(), jobs.toString()};
        byte[] text = run(Map.of("FORCE_COLOR", "1"), none, worker);
        byte[] json = run(Map.of("RUNPOD_ENDPOINT_ID", "local-sample"), none, worker);
        Files.delete(jobs);
        draw(directory.resolve("text.svg"), "java Worker", text);
        draw(directory.resolve("json.svg"), "RUNPOD_ENDPOINT_ID=abc java Worker", json);
        byte[] viewed = run(Map.of(), json, VIEWER, "--color=always", "--width=" + COLUMNS, "--level=warn", "-");
        draw(
                directory.resolve("viewer.svg"),
                "java -jar runpod-logback-0.1.0-viewer.jar --level warn worker.log",
                viewed);
    }

    /** A good one, one that fails, one with a warning: all of the shipped jobs would be a long picture. */
    private static List<String> someJobs() throws IOException {
        try (InputStream shipped = SampleWorker.class.getResourceAsStream("/jobs.jsonl")) {
            List<String> all = new String(shipped.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return List.of(all.get(0), all.get(2), all.get(4));
        }
    }

    private static byte[] run(Map<String, String> environment, byte[] input, String... program)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(Arrays.asList(program));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("RUNPOD_") || name.equals("NO_COLOR"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
        return output;
    }

    private static void draw(Path file, String title, byte[] output) throws IOException {
        String shown = new String(output, StandardCharsets.UTF_8);
        Files.writeString(file, new TerminalPicture(title, COLUMNS).add(shown).svg());
    }
}
