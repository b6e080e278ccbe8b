package io.runpod.logback.bench;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares how long a process takes to its first line: many processes, each configuration in turn, and the medians. */
final class FirstLines {

    private static final int DEFAULT_ROUNDS = 15;

    /** What a worker has on its class path; Logback would look at what else there is. */
    private static final List<String> LIBRARIES =
            List.of("logback-classic", "logback-core", "slf4j-api", "logstash-logback-encoder", "jackson-");

    private enum Configuration {
        OURS("runpod-logback, logback.xml", "bench/first-line-ours.xml"),
        LLE("LLE composite, logback.xml", "bench/first-line-lle.xml"),
        OURS_ALONE("runpod-logback, no logback.xml", null);

        private final String label;
        private final String file;

        Configuration(String label, String file) {
            this.label = label;
            this.file = file;
        }
    }

    /** Nanoseconds of one process: from its first logger to its first line, and from its start to its end. */
    private record Times(long toLine, long toEnd) {}

    private FirstLines() {}

    static void main(List<String> args) throws IOException, InterruptedException {
        int rounds = args.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(args.get(0));
        Map<Configuration, List<Times>> times = new EnumMap<>(Configuration.class);
        for (Configuration one : Configuration.values()) {
            times.put(one, new ArrayList<>());
            check(one);
        }
        for (int i = 0; i < rounds; i++) {
            for (Configuration one : Configuration.values()) {
                times.get(one).add(measure(one));
            }
        }
        System.out.printf("JDK %s, medians of %d processes%n", Runtime.version(), rounds);
        long lle = median(times.get(Configuration.LLE).stream().map(Times::toLine));
        times.forEach((one, all) -> {
            long toLine = median(all.stream().map(Times::toLine));
            long toEnd = median(all.stream().map(Times::toEnd));
            System.out.printf(
                    "%-32s first line after %6.1f ms (%.2f of LLE's), process %6.1f ms%n",
                    one.label, toLine / 1e6, (double) toLine / lle, toEnd / 1e6);
        });
    }

    /** The line has to come out, or there is nothing to be compared; the first process also fills the file cache. */
    private static void check(Configuration one) throws IOException, InterruptedException {
        Process process = builder(one).redirectError(Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        if (!out.startsWith("{") || !out.contains(FirstLine.MESSAGE) || out.indexOf('\n') != out.length() - 1) {
            throw new IllegalStateException(one.label + " printed: " + out);
        }
    }

    private static Times measure(Configuration one) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = builder(one).redirectOutput(Redirect.DISCARD).start();
        String nanos = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        long end = System.nanoTime();
        return new Times(Long.parseLong(nanos.trim()), end - start);
    }

    private static ProcessBuilder builder(Configuration one) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (one.file != null) {
            command.add("-Dlogback.configurationFile=" + one.file);
        }
        command.addAll(List.of("-classpath", classPath(), FirstLine.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        // A deployed worker prints JSON.
        builder.environment().put("RUNPOD_ENDPOINT_ID", "first-line");
        return builder;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> {
                    File file = new File(entry);
                    return !entry.endsWith(".jar") || LIBRARIES.stream().anyMatch(file.getName()::startsWith);
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long median(Stream<Long> all) {
        List<Long> sorted = all.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
