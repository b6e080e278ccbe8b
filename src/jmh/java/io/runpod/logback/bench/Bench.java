package io.runpod.logback.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs what the property {@code bench} asks for. */
public final class Bench {

    private static final String[][] DEFAULTS = {
        {"-prof", "gc"}, {"-f", "2"}, {"-wi", "3"}, {"-w", "1"}, {"-i", "5"}, {"-r", "1"}, {"-rf", "json"},
    };

    /** The first Java that runs Penna. */
    private static final int PENNA_JAVA = 21;

    private Bench() {}

    /**
     * Runs one command.
     *
     * @param args the command ({@code run}, {@code report}, {@code guard}, {@code first-line} or
     *     {@code sinks}), the folder of results,
     *     and what is for the command itself
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        List<String> rest = Arrays.asList(args).subList(2, args.length);
        switch (args[0]) {
            case "run" -> run(folder, rest);
            case "report" -> Report.main(folder, rest);
            case "guard" -> System.exit(Guard.holds() ? 0 : 1);
            case "sinks" -> Sinks.main(rest);
            case "first-line" -> FirstLines.main(rest);
            default -> throw new IllegalArgumentException("no such command: " + args[0]);
        }
    }

    /** JMH's own main, with defaults for the options that are not given. */
    private static void run(Path folder, List<String> given) throws IOException {
        Files.createDirectories(folder);
        List<String> options = new ArrayList<>(given);
        for (String[] option : DEFAULTS) {
            if (!given.contains(option[0])) {
                options.addAll(List.of(option));
            }
        }
        if (!given.contains("-rff")) {
            options.addAll(List.of("-rff", folder.resolve("results.json").toString()));
        }
        if (Runtime.version().feature() < PENNA_JAVA && !given.contains("-e")) {
            options.addAll(List.of("-e", PennaBenchmark.class.getSimpleName()));
        }
        org.openjdk.jmh.Main.main(options.toArray(new String[0]));
    }
}
