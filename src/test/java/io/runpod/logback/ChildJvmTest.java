package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.runpod.logback.support.ChildMain;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.StartingMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes with the library on their class path and, but where said, no configuration. */
@Timeout(60)
class ChildJvmTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path folder;

    private Path output;
    private Path errors;
    private Path note;
    private String classPath = System.getProperty("java.class.path");

    @BeforeEach
    void nameFiles() {
        output = folder.resolve("output");
        errors = folder.resolve("errors");
        note = folder.resolve("note");
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(JAVA, "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath, ChildMain.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> starting(String what) {
        return List.of(
                JAVA, "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath, StartingMain.class.getName(), what);
    }

    private List<JsonLine> jsonLinesOf(int code, String what) throws Exception {
        assertEquals(code, run(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), output.toFile(), starting(what)));
        // SLF4J itself says there that it replays calls that came while it started.
        assertEquals(
                List.of(),
                Files.readAllLines(errors).stream()
                        .filter(line -> !line.startsWith("SLF4J(W): "))
                        .toList());
        return Files.readAllLines(output).stream().map(JsonLine::parse).toList();
    }

    /** {@code -DargLine="-Dstarts=1000"} for how many processes; 15 by default. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void loggersThatTwoThreadsMakeAtOnceWorkFromTheirFirstCall() throws Exception {
        for (int i = 0; i < Integer.getInteger("starts", 15); i++) {
            List<JsonLine> lines = jsonLinesOf(0, "twice");
            assertEquals(8, lines.size(), lines::toString);
            for (JsonLine line : lines) {
                line.hasExtra("bound", line.message().startsWith("first") ? "1" : "2");
            }
        }
    }

    /** One of standard output and standard error is a terminal, the other a file; the encoder stands before the target. */
    @ParameterizedTest
    @CsvSource({"stderr, 2, true", "stderr, 1, false", "stdout, 1, true", "stdout, 2, false"})
    void colourFollowsTheTarget(String target, int terminal, boolean coloured) throws Exception {
        Path configuration = folder.resolve("colour.xml");
        Files.writeString(
                configuration,
                "<configuration><appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">"
                        + "<encoder><format>text</format></encoder><target>" + target
                        + "</target></appender><root level=\"INFO\"><appender-ref ref=\"A\"/></root></configuration>");
        List<String> command = command("lines", "1", note.toString());
        command.add(1, "-Dlogback.configurationFile=" + configuration);
        Path other = folder.resolve("other");
        String line = String.join(" ", command) + (terminal == 1 ? " 2> " : " > ") + other;
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "a command that makes a terminal");
        assertEquals(
                0,
                run(Map.of("TERM", "xterm"), output.toFile(), List.of("/usr/bin/script", "-qec", line, "/dev/null")));
        String written = Files.readString(output) + Files.readString(other);
        assertTrue(written.contains("line 0"), written);
        assertEquals(coloured, written.contains("\u001b["), written);
    }

    @ParameterizedTest
    @CsvSource({
        "main, main ends, 1",
        "thread, thread ends, 0",
        "carried, task ends, 0",
        "initializer, no number, 1",
        "unreadable, main, 1"
    })
    void exceptionThatEndsAThreadIsALine(String what, String message, int code) throws Exception {
        List<JsonLine> lines = jsonLinesOf(code, what);
        assertEquals(2, lines.size(), lines::toString);
        JsonLine last = lines.get(1).hasLevel("ERROR");
        assertTrue(last.message().contains(message), last.raw);
        assertTrue(last.message().startsWith("Uncaught exception in thread \""), last.raw);
        if (what.equals("thread") || what.equals("carried")) {
            last.hasRequestId("r1");
        }
    }

    @Test
    void exceptionThatNoAppenderTakesIsPrinted() throws Exception {
        assertEquals(1, run(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), output.toFile(), starting("stopped")));
        assertTrue(Files.readString(errors).contains("IllegalStateException: main ends"), Files.readString(errors));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such.xml", "no-such.xml", "file:///no/such.xml"})
    void namedConfigurationThatDoesNotExistCountsAsNone(String name) throws Exception {
        for (String property : List.of("logback.configurationFile", "logback.scmoFile")) {
            List<String> command = new ArrayList<>(command("lines", "1", note.toString()));
            command.add(1, "-D" + property + "=" + name);
            assertEquals(0, run(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), output.toFile(), command));
            assertEquals("", Files.readString(errors));
            List<JsonLine> lines =
                    Files.readAllLines(output).stream().map(JsonLine::parse).toList();
            assertEquals(2, lines.size(), lines::toString);
            lines.get(0)
                    .hasLevel("WARN")
                    .hasMessage(property + ": \"" + name + "\" does not exist."
                            + " Valid: a URL, a resource of the class path, or a file. Going on without it.");
        }
    }

    @Test
    void handlerOfTheApplicationStays() throws Exception {
        assertEquals(1, run(Map.of(), output.toFile(), starting("handler")));
        assertEquals(List.of("INFO   | started", "own handler: main ends"), Files.readAllLines(output));
    }

    private int run(Map<String, String> variables, File standardOutput, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("RUNPOD_") || name.endsWith("_COLOR"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(variables);
        builder.redirectOutput(standardOutput);
        builder.redirectError(errors.toFile());
        Process process = builder.start();
        assertTrue(process.waitFor(50, TimeUnit.SECONDS), "ended");
        return process.exitValue();
    }

    private List<String> linesOf(Map<String, String> variables, String... arguments) throws Exception {
        int code = run(variables, output.toFile(), command(arguments));
        assertEquals("", Files.readString(errors));
        assertEquals(0, code);
        String text = Files.readString(output);
        assertTrue(text.isEmpty() || text.endsWith("\n"), "last line is whole");
        return text.lines().toList();
    }

    /** Runs a shell's command line, in which {@code $JAVA} stands for the child. */
    private int shell(String commandLine, String... arguments) throws Exception {
        Path shell = Path.of("/bin/sh");
        assumeTrue(Files.isExecutable(shell), "a shell");
        List<String> command = new ArrayList<>(List.of(shell.toString(), "-c", commandLine, "sh"));
        command.addAll(command(arguments));
        return run(Map.of(), output.toFile(), command);
    }

    @Test
    void everyLineIsOutBeforeTheExitWithoutAnyConfiguration() throws Exception {
        List<String> lines = linesOf(Map.of(), "lines", "20000", note.toString());
        assertEquals(20_000, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertEquals("INFO   | line " + i, lines.get(i));
        }
        assertEquals("done", Files.readString(note));
    }

    @Test
    void deployedWorkerLogsJson() throws Exception {
        List<String> lines = linesOf(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), "lines", "2", note.toString());
        assertEquals(2, lines.size(), lines::toString);
        JsonLine.parse(lines.get(0))
                .hasMessage("line 0")
                .hasLevel("INFO")
                .hasNoRequestId()
                .hasNoExtra();
    }

    @Test
    void levelOfTheEnvironmentIsTheRoots() throws Exception {
        assertEquals(List.of(), linesOf(Map.of("RUNPOD_LOG_LEVEL", "warn"), "lines", "2", note.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "RUNPOD_LOG_LEVEL,   LOUD, ep-1, NOTSET TRACE DEBUG INFO WARN ERROR",
        "RUNPOD_DEBUG_LEVEL, 7,    '',   NOTSET TRACE DEBUG INFO WARN ERROR",
        "RUNPOD_LOG_FORMAT,  yaml, ep-1, json text",
        "RUNPOD_LOG_FORMAT,  yaml, '',   json text"
    })
    void wrongVariableIsToldInOneLineAndTheWorkerGoesOn(String variable, String value, String endpoint, String valid)
            throws Exception {
        Map<String, String> variables = Map.of(variable, value, "RUNPOD_ENDPOINT_ID", endpoint);
        List<String> lines = linesOf(variables, "lines", "2", note.toString());
        assertEquals(3, lines.size(), lines::toString);
        String warning = lines.get(0);
        assertTrue(warning.contains(variable) && warning.contains(value), warning);
        for (String one : valid.split(" ", -1)) {
            assertTrue(warning.contains(one), warning);
        }
        if (endpoint.isEmpty()) {
            assertTrue(warning.startsWith("WARN   | "), warning);
        } else {
            JsonLine.parse(warning).hasLevel("WARN");
        }
    }

    /** Classes that are first needed there are broken for good, Logback's {@code ThrowableProxy} above all. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void firstExceptionMayBeLoggedWhereTheStackEnds(String format) throws Exception {
        List<String> lines = linesOf(Map.of("RUNPOD_LOG_FORMAT", format), "deep");
        assertTrue(lines.stream().filter(line -> line.contains("deep")).count() > 50, () -> lines.size() + " lines");
        for (String message : List.of("caught", "later", "last 1.5")) {
            assertTrue(lines.stream().anyMatch(line -> line.contains(message)), message);
        }
        if (format.equals("json")) {
            lines.forEach(JsonLine::parse);
        }
    }

    @Test
    void fullDiskIsNotTheApplicationsProblem() throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "/dev/full");
        assertEquals(0, run(Map.of(), full, command("lines", "200", note.toString())));
        assertEquals("done", Files.readString(note));
        assertEquals("", Files.readString(errors));
    }

    @Test
    void closedOutputIsNotTheApplicationsProblem() throws Exception {
        assertEquals(0, shell("exec \"$@\" >&-", "lines", "200", note.toString()));
        assertEquals("done", Files.readString(note));
        assertEquals("", Files.readString(errors));
    }

    @Test
    void readerThatGoesAwayIsNotTheApplicationsProblem() throws Exception {
        Path code = folder.resolve("code");
        shell("{ \"$@\"; echo $? > '" + code + "'; } | head -n 5", "lines", "20000", note.toString());
        assertEquals("0", Files.readString(code).trim());
        assertEquals("done", Files.readString(note));
        assertEquals(5, Files.readAllLines(output).size());
        assertEquals("", Files.readString(errors));
    }

    @Test
    void configurationOfTheUsersOwnIsLeftAlone() throws Exception {
        for (String name : List.of("logback.xml", "logback-test.xml")) {
            Path configuration =
                    Files.createDirectories(folder.resolve(name + ".d")).resolve(name);
            Files.writeString(configuration, """
                    <configuration>
                      <appender name="OWN" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>own %msg%n</pattern></encoder>
                      </appender>
                      <root level="INFO"><appender-ref ref="OWN"/></root>
                    </configuration>
                    """);
            classPath = configuration.getParent() + File.pathSeparator + System.getProperty("java.class.path");
            List<String> lines = linesOf(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), "lines", "2", note.toString());
            assertEquals(List.of("own line 0", "own line 1"), lines);
        }
    }

    @Test
    void appenderOfAConfigurationWritesToStandardOutput() throws Exception {
        Path configuration = folder.resolve("logback.xml");
        classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
        for (String encoder :
                List.of("", "<encoder class=\"io.runpod.logback.RunPodEncoder\"><format>text</format></encoder>")) {
            Files.writeString(
                    configuration,
                    "<configuration><define name=\"LEVEL\" class=\"io.runpod.logback.RunPodLevel\"/>"
                            + "<appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">" + encoder
                            + "</appender><root level=\"${LEVEL}\"><appender-ref ref=\"A\"/></root></configuration>");
            List<String> lines = linesOf(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), "lines", "2", note.toString());
            assertEquals(2, lines.size(), lines::toString);
            assertEquals(encoder.isEmpty(), lines.get(0).startsWith("{\"requestId\": null"), lines::toString);
        }
    }

    @Test
    void shutdownHookMayStillLog() throws Exception {
        assertEquals(List.of("INFO   | before", "INFO   | from the hook"), linesOf(Map.of(), "hook"));
    }

    @Test
    void manyThreadsLoseAndMixNothing() throws Exception {
        List<String> lines = linesOf(Map.of("RUNPOD_ENDPOINT_ID", "ep-1"), "threads");
        assertEquals(8 * 5_000, lines.size());
        int[] next = new int[8];
        String start = "{\"requestId\": null, \"message\": \"";
        String end = "\", \"level\": \"INFO\"}";
        for (String line : lines) {
            assertTrue(line.startsWith(start) && line.endsWith(end), line);
            String[] message =
                    line.substring(start.length(), line.length() - end.length()).split(":", -1);
            assertEquals(next[Integer.parseInt(message[0])]++, Integer.parseInt(message[1]), line);
        }
        for (int count : next) {
            assertEquals(5_000, count);
        }
    }
}
