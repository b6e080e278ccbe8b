package io.runpod.logback.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes JMH's results as tables, and the comparison of encoders as charts. */
final class Report {

    private static final Path INTO = Path.of("src/jmh/results");

    private static final Set<EncoderKind> NOT_PEERS = EnumSet.of(
            EncoderKind.OURS,
            EncoderKind.OURS_NO_LIMITS,
            EncoderKind.OURS_UNREDACTED,
            EncoderKind.OURS_UTF8,
            EncoderKind.BOUND);

    /** One table: its title, and the benchmarks in it. */
    private record Section(String title, List<String> benchmarks) {}

    private static final List<Section> SECTIONS = List.of(
            new Section("New events, lines as arrays", List.of("EncoderBenchmark.fresh")),
            new Section("One event again and again, lines as arrays", List.of("EncoderBenchmark.prebuilt")),
            new Section("The lines of one request", List.of("RequestBenchmark.request")),
            new Section("New events, streamed", List.of("StreamBenchmark.fresh", "PennaBenchmark.fresh")),
            new Section("One event again and again, streamed", List.of("StreamBenchmark.prebuilt")),
            new Section("New events through an appender", List.of("AppenderBenchmark.fresh")),
            new Section("One event again and again through an appender", List.of("AppenderBenchmark.prebuilt")),
            new Section(
                    "What no encoder can save",
                    List.of("FloorBenchmark.event", "FloorBenchmark.formattedEvent", "FloorBenchmark.copy")),
            new Section("The line for people", List.of("TextBenchmark.fresh")),
            new Section("Messages that are cut", List.of("LongMessageBenchmark.fresh")));

    private final StringBuilder out = new StringBuilder();

    private Report() {}

    static void main(Path folder, List<String> files) throws IOException {
        List<Measurement> all = new ArrayList<>();
        for (Path file : files(folder, files)) {
            all.addAll(Measurement.read(file));
        }
        Map<String, List<Measurement>> runs = new LinkedHashMap<>();
        all.stream()
                .sorted(Comparator.comparing(Measurement::jdk).thenComparing(Measurement::threads))
                .forEach(one -> runs.computeIfAbsent(one.run(), run -> new ArrayList<>())
                        .add(one));
        Files.createDirectories(INTO);
        write("table.md", new Report().tables(runs));
        String run = "";
        List<Measurement> most = List.of();
        for (Map.Entry<String, List<Measurement>> one : runs.entrySet()) {
            List<Measurement> encoders = only(one.getValue(), "EncoderBenchmark.fresh");
            if (encoders.size() > most.size()) {
                run = one.getKey();
                most = encoders;
            }
        }
        if (!most.isEmpty()) {
            write("charts.md", Charts.page(run, most));
        }
    }

    private static List<Path> files(Path folder, List<String> given) throws IOException {
        if (!given.isEmpty()) {
            return given.stream().map(Path::of).toList();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static void write(String name, String text) throws IOException {
        Files.write(INTO.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        System.out.println("wrote " + INTO.resolve(name));
    }

    private static List<Measurement> only(Collection<Measurement> all, String benchmark) {
        return all.stream().filter(one -> one.benchmark().equals(benchmark)).toList();
    }

    private String tables(Map<String, List<Measurement>> runs) {
        line("# Benchmarks");
        line("");
        line("Nanoseconds and bytes of garbage per line. Less is better. The events:");
        line("");
        line("- S: a message of 40 characters, nothing else; SI: the same with a request id");
        line("- M: a message of two arguments, four key-values, three MDC entries; MA: the same with LLE's arguments");
        line("- W: a message of 40 characters by a logger with ten fields bound to it");
        line("- R: a request on one thread: 15 lines of INFO, 3 of DEBUG that is off, a warning, an exception");
        line("- X: an exception with a cause, 40 frames each, 30 in common; XV: such from 1,000 places in turn");
        line("- U: 4 KiB of German, Russian, Chinese, emoji and ASCII");
        line("- L: 4,000 characters of logs of other programs");
        line("- B: a bean and nested maps as key-values");
        line("");
        line("An asterisk marks an encoder that leaves out some of the event's fields, or writes a bean's `toString`;");
        line(
                "it is not counted as the fastest peer. This library writes ASCII, so its line of U has twice the bytes of");
        line(
                "its peers' in UTF-8. With its default settings it shows 4,096 characters of X. The hand-written bound writes");
        line("the same bytes as this library without limits, and does nothing else: no redaction, no limits.");
        runs.forEach((run, all) -> {
            line("");
            line("## " + run);
            for (Section section : SECTIONS) {
                List<Measurement> part = section.benchmarks.stream()
                        .flatMap(benchmark -> only(all, benchmark).stream())
                        .toList();
                if (!part.isEmpty()) {
                    line("");
                    line("### " + section.title);
                    line("");
                    table(part);
                }
            }
        });
        return out.toString();
    }

    private void table(List<Measurement> part) {
        Set<String> columns = new LinkedHashSet<>();
        Map<String, Map<String, Measurement>> rows = new LinkedHashMap<>();
        for (Measurement one : part) {
            columns.add(one.column());
            rows.computeIfAbsent(one.row(), row -> new LinkedHashMap<>()).put(one.column(), one);
        }
        line("| |" + String.join("|", columns) + "|");
        line("|---|" + "---:|".repeat(columns.size()));
        rows.forEach((row, cells) -> row(row, columns, column -> cell(cells.get(column))));
        Map<String, Measurement> ours = rows.get(EncoderKind.OURS.label);
        if (ours != null && part.stream().anyMatch(one -> one.encoder() == EncoderKind.BOUND)) {
            row("*ours to the fastest peer*", columns, column -> ratio(ours.get(column), fastest(part, column)));
            Map<String, Measurement> bound = rows.get(EncoderKind.BOUND.label);
            row("*ours to the bound*", columns, column -> ratio(ours.get(column), bound.get(column)));
        }
    }

    private void row(String name, Set<String> columns, Function<String, String> cell) {
        StringBuilder row = new StringBuilder("|").append(name).append('|');
        for (String column : columns) {
            row.append(cell.apply(column)).append('|');
        }
        line(row.toString());
    }

    private static Measurement fastest(List<Measurement> part, String column) {
        return part.stream()
                .filter(one -> one.column().equals(column) && isPeer(one.encoder()) && isWhole(one))
                .min(Comparator.comparing(Measurement::nanos))
                .orElse(null);
    }

    private static boolean isPeer(EncoderKind encoder) {
        return encoder != null && !NOT_PEERS.contains(encoder);
    }

    static boolean isWhole(Measurement one) {
        if (one.column().equals("R")) {
            return RequestBenchmark.isWhole(one.encoder());
        }
        return one.encoder() == null || Sample.valueOf(one.column()).isWhole(one.encoder());
    }

    private static String cell(Measurement one) {
        if (one == null) {
            return "";
        }
        String bytes = Double.isNaN(one.bytes()) ? "" : String.format(Locale.ROOT, " / %,.0f B", one.bytes());
        return number(one.nanos()) + " ns" + (isWhole(one) ? "" : "\\*") + bytes;
    }

    private static String ratio(Measurement ours, Measurement other) {
        return ours == null || other == null ? "" : String.format(Locale.ROOT, "%.2f", ours.nanos() / other.nanos());
    }

    static String number(double nanos) {
        return String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%,.0f", nanos);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
