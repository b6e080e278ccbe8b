package io.runpod.logback.bench;

import io.runpod.logback.bench.SinkProcess.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares appenders as they are used: processes of their own whose standard output is a pipe with a reader, a pipe to
 * {@code cat}, or a file. Prints, of 1, 4 and 16 threads, the nanoseconds per line of all threads together and of the
 * processors, and the median, 99.9 % and 99.99 % of one call's; medians of the rounds.
 */
final class Sinks {

    private static final int DEFAULT_ROUNDS = 3;
    private static final int LINES = 320_000;
    private static final int[] THREADS = {1, 4, 16};

    /** How many figures a process prints. */
    private static final int FIGURES = 5;

    /** Where the lines go. */
    private enum Output {
        PIPE,
        CAT,
        FILE
    }

    private Sinks() {}

    static void main(List<String> args) throws IOException, InterruptedException {
        int rounds = args.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(args.get(0));
        Output output =
                args.size() < 2 ? Output.PIPE : Output.valueOf(args.get(1).toUpperCase(Locale.ROOT));
        Map<String, List<long[]>> results = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int threads : THREADS) {
                for (Sink sink : Sink.values()) {
                    results.computeIfAbsent(sink + " " + threads, unused -> new ArrayList<>())
                            .add(measure(sink, threads, output));
                }
            }
        }
        System.out.println("| ns per line, " + output.name().toLowerCase(Locale.ROOT)
                + ": all / processor / median call / 99.9 % / 99.99 % | 1 thread | 4 threads | 16 threads |");
        System.out.println("|---|---:|---:|---:|");
        for (Sink sink : Sink.values()) {
            StringBuilder row = new StringBuilder("| " + sink.label);
            for (int threads : THREADS) {
                List<long[]> all = results.get(sink + " " + threads);
                row.append(" | ")
                        .append(IntStream.range(0, FIGURES)
                                .mapToObj(figure -> String.format("%,d", median(all, figure)))
                                .collect(Collectors.joining(" / ")));
            }
            System.out.println(row.append(" |"));
        }
    }

    private static long median(List<long[]> all, int column) {
        long[] sorted = all.stream().mapToLong(one -> one[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long[] measure(Sink sink, int threads, Output output) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=quiet-logback.xml",
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "-classpath",
                System.getProperty("java.class.path"),
                SinkProcess.class.getName(),
                sink.name(),
                Integer.toString(threads),
                Integer.toString(LINES));
        Path file = Files.createTempFile("lines", ".jsonl");
        try {
            Process process;
            long lines;
            if (output == Output.CAT) {
                ProcessBuilder cat = new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.DISCARD);
                process = ProcessBuilder.startPipeline(List.of(builder, cat)).get(0);
                lines = -1;
            } else {
                process = output == Output.FILE
                        ? builder.redirectOutput(file.toFile()).start()
                        : builder.start();
                lines = output == Output.FILE ? -1 : count(process.getInputStream());
            }
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            process.waitFor();
            if (output == Output.FILE) {
                try (InputStream written = Files.newInputStream(file)) {
                    lines = count(written);
                }
            }
            // LLE's encoders end their output with a line end of their own.
            long expected = (1L + SinkProcess.WARM_UPS) * LINES;
            if (lines >= 0 && lines != expected && lines != expected + 1) {
                throw new IllegalStateException(sink.label + " printed " + lines + " lines; " + said);
            }
            String[] figures = said.lines().reduce("", (before, last) -> last).split(" ", -1);
            return Arrays.stream(figures).mapToLong(Long::parseLong).toArray();
        } finally {
            Files.delete(file);
        }
    }

    private static long count(InputStream in) throws IOException {
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            for (int i = 0; i < length; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }
}
