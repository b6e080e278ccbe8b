package io.runpod.logback.bench;

import io.runpod.logback.bench.SinkProcess.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares appenders as they are used: processes of their own whose standard output is a pipe with a reader. Prints, of
 * 1, 4 and 16 threads, the nanoseconds per line of all threads together, and the median and 99.9 % of one call's;
 * medians of the rounds.
 */
final class Sinks {

    private static final int DEFAULT_ROUNDS = 3;
    private static final int LINES = 320_000;
    private static final int[] THREADS = {1, 4, 16};

    private Sinks() {}

    static void main(List<String> args) throws IOException, InterruptedException {
        int rounds = args.isEmpty() ? DEFAULT_ROUNDS : Integer.parseInt(args.get(0));
        Map<String, List<long[]>> results = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int threads : THREADS) {
                for (Sink sink : Sink.values()) {
                    results.computeIfAbsent(sink + " " + threads, unused -> new ArrayList<>())
                            .add(measure(sink, threads));
                }
            }
        }
        System.out.println("| ns per line: all / median call / 99.9 % | 1 thread | 4 threads | 16 threads |");
        System.out.println("|---|---:|---:|---:|");
        for (Sink sink : Sink.values()) {
            StringBuilder row = new StringBuilder("| " + sink.label);
            for (int threads : THREADS) {
                List<long[]> all = results.get(sink + " " + threads);
                row.append(String.format(" | %,d / %,d / %,d", median(all, 0), median(all, 1), median(all, 2)));
            }
            System.out.println(row.append(" |"));
        }
    }

    private static long median(List<long[]> all, int column) {
        long[] sorted = all.stream().mapToLong(one -> one[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static long[] measure(Sink sink, int threads) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=quiet-logback.xml",
                        "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        SinkProcess.class.getName(),
                        sink.name(),
                        Integer.toString(threads),
                        Integer.toString(LINES))
                .start();
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        InputStream in = process.getInputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            for (int i = 0; i < length; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        process.waitFor();
        // LLE's encoders end their output with a line end of their own.
        if (lines != 2L * LINES && lines != 2L * LINES + 1) {
            throw new IllegalStateException(sink.label + " printed " + lines + " lines; " + said);
        }
        String[] parts = said.lines().reduce("", (before, last) -> last).split(" ", -1);
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])};
    }
}
