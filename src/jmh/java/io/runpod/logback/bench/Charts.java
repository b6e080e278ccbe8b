package io.runpod.logback.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the encoders beside each other as a page of bar charts in Mermaid, one for each event. GitHub draws them. */
final class Charts {

    /** A chart: an event, and its title. */
    private record Chart(String event, String title) {}

    private static final List<Chart> CHARTS = List.of(
            new Chart("S", "S: a message of 40 characters"),
            new Chart("M", "M: two arguments, four key-values, three MDC entries"),
            new Chart("X", "X: an exception with a cause, 40 frames each"),
            new Chart("U", "U: 4 KiB of many scripts"));

    private Charts() {}

    static String page(String run, List<Measurement> encoders) {
        StringBuilder page = new StringBuilder(
                "# Time to encode a new event\n\n" + run
                        + ". Nanoseconds; less is better. An asterisk marks an encoder that leaves out some of the event's fields.\n");
        for (Chart chart : CHARTS) {
            List<Measurement> bars = encoders.stream()
                    .filter(one -> one.column().equals(chart.event) && one.encoder() != EncoderKind.OURS_NO_LIMITS)
                    .toList();
            if (!bars.isEmpty()) {
                page.append(mermaid(chart.title, bars));
            }
        }
        return page.toString();
    }

    private static String mermaid(String title, List<Measurement> bars) {
        return """

                ```mermaid
                ---
                config:
                  xyChart:
                    width: 900
                    height: 400
                  themeVariables:
                    xyChart:
                      plotColorPalette: "#6e40c9"
                ---
                xychart-beta horizontal
                  title "%s"
                  x-axis [%s]
                  y-axis "ns" 0 --> %.0f
                  bar [%s]
                ```
                """.formatted(
                        title,
                        each(bars, Charts::label),
                        bars.stream().mapToDouble(Measurement::nanos).max().orElse(1),
                        each(bars, one -> Long.toString(Math.round(one.nanos()))));
    }

    private static String label(Measurement one) {
        return '"' + one.row() + (Report.isWhole(one) ? "" : " *") + ": " + Report.number(one.nanos()) + '"';
    }

    private static String each(List<Measurement> bars, Function<Measurement, String> part) {
        return bars.stream().map(part).collect(Collectors.joining(", "));
    }
}
