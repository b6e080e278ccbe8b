package io.runpod.logback.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the encoders beside each other: a group of bars for each event, to scale within the group, but for outliers. */
final class Chart {

    private static final int WIDTH = 900;
    private static final int MARGIN = 28;
    private static final int LABELS = 230;
    private static final int NUMBERS = 170;
    private static final int BAR = 15;
    private static final int STEP = 21;
    private static final int HEAD = 96;

    /** A bar that is longer than so many times ours is cut, or it would leave no room for the others. */
    private static final int MOST_TIMES = 8;

    private static final int GROUP_HEAD = 46;

    private static final Map<String, String> TITLES = Map.of(
            "S", "S: a message of 40 characters",
            "M", "M: two arguments, four key-values, three MDC entries",
            "X", "X: an exception with a cause, 40 frames each",
            "U", "U: 4 KiB of many scripts");

    private final String run;
    private final Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();
    private int y = HEAD;

    Chart(String run, List<Measurement> encoders) {
        this.run = run;
        for (String event : List.of("S", "M", "X", "U")) {
            List<Measurement> group = encoders.stream()
                    .filter(one -> one.column().equals(event) && one.encoder() != EncoderKind.OURS_NO_LIMITS)
                    .toList();
            if (!group.isEmpty()) {
                groups.put(event, group);
            }
        }
    }

    String svg() {
        int bars = groups.values().stream().mapToInt(List::size).sum();
        int height = HEAD + groups.size() * GROUP_HEAD + bars * STEP + MARGIN;
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">",
                WIDTH, height, WIDTH, height);
        // Its own background: the page's may be dark.
        put(
                "<rect x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"12\" fill=\"#ffffff\" stroke=\"#d0d7de\"/>",
                WIDTH - 1, height - 1);
        text(MARGIN, 38, "font-size=\"19\" font-weight=\"bold\" fill=\"#1f2328\"", "Time to encode a new event");
        text(
                MARGIN,
                60,
                "fill=\"#59636e\"",
                run + ". Shorter is better. Bars are to scale within each event; cut where they are too long.");
        text(
                MARGIN,
                79,
                "fill=\"#59636e\"",
                "In brackets: times runpod-logback. * leaves out some of the event's fields.");
        groups.forEach(this::group);
        put("</svg>");
        return svg.toString();
    }

    private void group(String event, List<Measurement> group) {
        text(MARGIN, y + 28, "font-size=\"14\" font-weight=\"bold\" fill=\"#1f2328\"", TITLES.get(event));
        y += GROUP_HEAD - 6;
        double slowest = group.stream().mapToDouble(Measurement::nanos).max().orElse(1);
        double ours = group.stream()
                .filter(one -> one.encoder() == EncoderKind.OURS)
                .mapToDouble(Measurement::nanos)
                .findFirst()
                .orElse(Double.NaN);
        double longest = slowest > MOST_TIMES * ours ? MOST_TIMES * ours : slowest;
        for (Measurement one : group) {
            bar(one, one.nanos() / longest, one.nanos() / ours);
            y += STEP;
        }
        y += 6;
    }

    private void bar(Measurement one, double share, double ratio) {
        boolean isOurs = one.encoder() == EncoderKind.OURS;
        String weight = isOurs ? " font-weight=\"bold\"" : "";
        int left = MARGIN + LABELS;
        double length = Math.max(1, Math.min(1, share) * (WIDTH - left - NUMBERS - MARGIN));
        String name = one.row() + (Report.isWhole(one) ? "" : " *");
        text(left - 10, y + 12, "text-anchor=\"end\" fill=\"#1f2328\"" + weight, name);
        put(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>",
                left, y, length, BAR, colour(one.encoder()));
        if (share > 1) {
            put(
                    "<path d=\"M%.1f %d l6 -%d h5 l-6 %d z\" fill=\"#ffffff\"/>",
                    left + length - 24, y + BAR + 1, BAR + 2, BAR + 2);
        }
        String times = isOurs || Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "  (%.1f×)", ratio);
        text(
                (int) (left + length + 8),
                y + 12,
                "fill=\"#1f2328\"" + weight,
                Report.number(one.nanos()) + " ns" + times);
    }

    private static String colour(EncoderKind encoder) {
        return switch (encoder) {
            case OURS -> "#6e40c9";
            case BOUND -> "#8c959f";
            default -> "#9ec5f0";
        };
    }

    private void text(int x, int at, String style, String text) {
        put(
                "<text x=\"%d\" y=\"%d\" %s>%s</text>",
                x, at, style, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
