package io.runpod.logback.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Child processes on RunPod, with an appender named A; they end with the test. */
public final class Workers implements AutoCloseable {

    private final Path folder;
    private final List<Process> started = new ArrayList<>();

    /** @param folder for the configuration and what the processes complain of */
    public Workers(Path folder) {
        this.folder = folder;
    }

    /**
     * Says what processes that are started from now on find.
     *
     * @param appender what stands in the appender's element
     * @param around what stands beside it
     */
    public void configure(String around, String appender) throws IOException {
        Files.writeString(
                folder.resolve("logback.xml"),
                "<configuration>" + around + "<appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">"
                        + appender
                        + "</appender><root level=\"INFO\"><appender-ref ref=\"A\"/></root></configuration>");
    }

    /** The command that runs {@link ChildMain}. */
    public List<String> command(String... arguments) {
        return command(ChildMain.class, arguments);
    }

    public List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** @param output a file; null = a pipe */
    public Process start(Path output, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("RUNPOD_ENDPOINT_ID", "ep-1");
        if (output != null) {
            builder.redirectOutput(output.toFile());
        }
        builder.redirectError(folder.resolve("errors").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** The numbers that a process left: {@code name=1 other=2}. */
    public static Map<String, Long> note(Path file) throws IOException {
        return note(Files.readString(file));
    }

    public static Map<String, Long> note(String text) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (String part : text.split(" ", -1)) {
            int equals = part.indexOf('=');
            numbers.put(part.substring(0, equals), Long.parseLong(part.substring(equals + 1)));
        }
        return numbers;
    }

    public String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
