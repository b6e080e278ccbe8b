package io.runpod.logback.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what a terminal shows: colours, wrapped lines, wide characters. Other terminal sequences are left out. */
final class TerminalPicture {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[([0-9;]*)m");

    private static final double CHAR_WIDTH = 7.8;
    private static final int LINE_HEIGHT = 18;
    private static final int MARGIN = 16;

    private static final String PLAIN = "#d6dbe1";

    /** So many rows of a long line are shown. */
    private static final int MOST_ROWS = 3;

    private record Piece(String text, String style) {}

    private final String title;
    private final int columns;
    private final List<List<Piece>> rows = new ArrayList<>();

    TerminalPicture(String title, int columns) {
        this.title = title;
        this.columns = columns;
    }

    TerminalPicture add(String output) {
        output.lines().forEach(this::addLine);
        return this;
    }

    private void addLine(String line) {
        List<List<Piece>> wrapped = new ArrayList<>();
        List<Piece> row = new ArrayList<>();
        int width = 0;
        String style = fill(PLAIN);
        Matcher colour = COLOUR.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (colour.region(at, line.length()).lookingAt()) {
                style = styleOf(colour.group(1), style);
                at = colour.end();
                continue;
            }
            int c = line.codePointAt(at);
            int wide = columnsOf(c);
            if (width + wide > columns) {
                wrapped.add(row);
                row = new ArrayList<>();
                width = 0;
            }
            append(row, Character.toString(c), style);
            width += wide;
            at += Character.charCount(c);
        }
        wrapped.add(row);
        if (wrapped.size() > MOST_ROWS) {
            wrapped.subList(MOST_ROWS, wrapped.size()).clear();
            List<Piece> last = wrapped.get(MOST_ROWS - 1);
            String cut = text(last);
            last.clear();
            last.add(new Piece(cut.substring(0, cut.length() - 2) + " …", fill(PLAIN)));
        }
        rows.addAll(wrapped);
    }

    private static void append(List<Piece> row, String text, String style) {
        int last = row.size() - 1;
        if (last >= 0 && row.get(last).style().equals(style)) {
            row.set(last, new Piece(row.get(last).text() + text, style));
        } else {
            row.add(new Piece(text, style));
        }
    }

    private static String styleOf(String parameters, String before) {
        String style = before;
        for (String parameter : parameters.split(";", -1)) {
            style = switch (parameter) {
                case "", "0", "39" -> fill(PLAIN);
                case "1" -> style + " font-weight=\"bold\"";
                case "2", "90" -> fill("#8b949e");
                case "31" -> fill("#ff7b72");
                case "32" -> fill("#7ee787");
                case "33" -> fill("#f2cc60");
                case "34" -> fill("#79c0ff");
                case "35" -> fill("#d2a8ff");
                case "36" -> fill("#76e3ea");
                default -> style;
            };
        }
        return style;
    }

    private static String fill(String colour) {
        return "fill=\"" + colour + "\"";
    }

    /** East Asian characters and emoji take two columns. */
    private static int columnsOf(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                        || (c >= 0x2e80 && c <= 0xa4cf)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xff00 && c <= 0xff60)
                        || c >= 0x1f300
                ? 2
                : 1;
    }

    private static String text(List<Piece> row) {
        StringBuilder text = new StringBuilder();
        row.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    String svg() {
        int top = MARGIN + 26;
        double width = columns * CHAR_WIDTH + 2 * MARGIN;
        int height = top + rows.size() * LINE_HEIGHT + MARGIN;
        StringBuilder svg = new StringBuilder();
        put(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" viewBox=\"0 0 %.0f %d\""
                        + " font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\""
                        + " font-size=\"13\">",
                width,
                height,
                width,
                height);
        put(svg, "<rect width=\"%.0f\" height=\"%d\" rx=\"10\" fill=\"#0d1117\"/>", width, height);
        put(svg, "<text x=\"%d\" y=\"%d\" fill=\"#8b949e\">$ %s</text>", MARGIN, MARGIN + 12, escaped(title));
        int y = top + 13;
        for (List<Piece> row : rows) {
            if (!row.isEmpty()) {
                // The length keeps the columns whatever font there is.
                double length =
                        text(row).codePoints().map(TerminalPicture::columnsOf).sum() * CHAR_WIDTH;
                StringBuilder line = new StringBuilder();
                for (Piece piece : row) {
                    line.append("<tspan ").append(piece.style()).append('>');
                    line.append(escaped(piece.text())).append("</tspan>");
                }
                put(
                        svg,
                        "<text x=\"%d\" y=\"%d\" xml:space=\"preserve\" textLength=\"%.1f\""
                                + " lengthAdjust=\"spacingAndGlyphs\">%s</text>",
                        MARGIN,
                        y,
                        length,
                        line);
            }
            y += LINE_HEIGHT;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void put(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
