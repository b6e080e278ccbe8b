package io.runpod.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with an environment of its own: started, fed, killed, and what it printed. */
public final class Worker {

    private final List<String> command = new ArrayList<>();
    private final ProcessBuilder builder = new ProcessBuilder(command);
    private final List<String> jvm = new ArrayList<>();
    private Path home = Path.of(System.getProperty("java.home"));

    private Worker(List<String> what) {
        builder.environment().keySet().removeIf(name -> name.startsWith("RUNPOD_"));
        command.addAll(what);
    }

    /** One that runs an executable jar. */
    public static Worker jar(Path jar) {
        return new Worker(List.of("-jar", jar.toString()));
    }

    /** One that runs a class of the test's own class path, or whatever else the options say. */
    public static Worker java(String... options) {
        return new Worker(List.of(options));
    }

    public Worker onRunPod() {
        return with("RUNPOD_ENDPOINT_ID", "endpoint-1");
    }

    public Worker with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    public Worker args(String... args) {
        command.addAll(List.of(args));
        return this;
    }

    public Worker jvm(String option) {
        jvm.add(option);
        return this;
    }

    /** Runs it on another Java than the test's. */
    public Worker on(Path javaHome) {
        home = javaHome;
        return this;
    }

    /** Runs it to its end. */
    public Output run() throws Exception {
        return start().await();
    }

    public Running start() throws IOException {
        command.addAll(0, jvm);
        command.add(0, "-XX:TieredStopAtLevel=1"); // quicker to start; these workers do not live long
        command.add(0, home.resolve("bin/java").toString());
        return new Running(builder.start());
    }

    /** A worker on its way. Its output is read all the time, so that it never waits for its reader. */
    public static final class Running {
        private final Process process;
        private final StringBuffer out = new StringBuffer();
        private final CompletableFuture<Void> outRead;
        private final StringBuffer err = new StringBuffer();
        private final CompletableFuture<Void> errRead;

        private Running(Process process) {
            this.process = process;
            outRead = CompletableFuture.runAsync(
                    () -> copy(process.getInputStream(), out), task -> new Thread(task).start());
            errRead = CompletableFuture.runAsync(
                    () -> copy(process.getErrorStream(), err), task -> new Thread(task).start());
        }

        private static void copy(InputStream from, StringBuffer to) {
            try {
                byte[] bytes = new byte[8192];
                for (int count; (count = from.read(bytes)) > 0; ) {
                    to.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                // it has ended
            }
        }

        /** Waits for a text on standard output and returns what was printed so far. */
        public String awaitText(String text) throws InterruptedException {
            for (int i = 0; i < 1200; i++) {
                String printed = out.toString();
                if (printed.contains(text)) {
                    return printed;
                }
                if (!process.isAlive()) {
                    break;
                }
                Thread.sleep(50);
            }
            throw new AssertionError("no \"" + text + "\" in\n" + out + "\nand on standard error\n" + err);
        }

        /** SIGTERM. Not by {@code Process.destroy}, which closes the stream that its last lines come from. */
        public void terminate() {
            process.toHandle().destroy();
        }

        public Output await() throws Exception {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("hangs; printed\n" + out + "\nand on standard error\n" + err);
            }
            outRead.get(10, TimeUnit.SECONDS);
            errRead.get(10, TimeUnit.SECONDS);
            return new Output(process.exitValue(), out.toString(), err.toString());
        }
    }

    /** What it left. */
    public record Output(int exit, String out, String err) {

        /** All of standard output as RunPod lines. */
        public List<Line> lines() {
            return Line.all(out);
        }
    }
}
