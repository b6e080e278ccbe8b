package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Breaks lines that are wider than the terminal, at a blank or within a word that is too long. The next row begins with
 * the gutter. Reads what the printer writes: UTF-8, line feeds and colour sequences. Not thread-safe.
 */
final class LineWrapper {

    private static final int GUTTER_COLUMNS = Escapes.GUTTER.length();

    /** The ranges of code points that take two columns, in pairs: the first one, and the first one after the range. */
    private static final int[] WIDE = {
        0x1100, 0x1160, 0x2e80, 0x303f, 0x3040, 0xa4d0, 0xac00, 0xd7a4, 0xf900, 0xfb00, 0xfe30, 0xfe70, 0xff00, 0xff61,
        0xffe0, 0xffe7, 0x1f300, 0x1f650, 0x1f680, 0x1f700, 0x1f900, 0x1fb00, 0x20000, 0x3fffe
    };

    private final int width;
    private final StringBuilder out = new StringBuilder();
    private int column;

    /** The colour that is on, or empty. */
    private String color = "";

    /** The index after the last blank of the row, where it can be broken, or -1. */
    private int breakAt;

    /** The column at {@link #breakAt}. */
    private int breakColumn;

    /** The colour at {@link #breakAt}. */
    private String breakColor = "";

    /** @param width columns, at least 20 */
    LineWrapper(int width) {
        this.width = width;
    }

    void wrap(LineBuffer source, LineBuffer target) {
        String text = new String(source.array(), 0, source.length(), StandardCharsets.UTF_8);
        out.setLength(0);
        color = "";
        startRow();
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            if (c == '\u001b') {
                int end = text.indexOf('m', i);
                next = end < 0 ? text.length() : end + 1;
                color = text.startsWith(LinePrinter.RESET, i) ? "" : text.substring(i, next);
            } else if (c == '\n') {
                startRow();
            } else {
                advance(c);
            }
            out.append(text, i, next);
            if (c == ' ' && column > GUTTER_COLUMNS) {
                breakAt = out.length();
                breakColumn = column;
                breakColor = color;
            }
        }
        target.put(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void startRow() {
        column = 0;
        breakAt = -1;
    }

    /** Makes room for a character, in a new row if needed. A blank may stand in the column after the last one. */
    private void advance(int c) {
        int columns = columns(c);
        if (column + columns > width && !(c == ' ' && column == width)) {
            // A break within the first half would leave most of the row empty, so the word is broken instead.
            if (breakAt > 0 && breakColumn > width / 2) {
                breakRow(breakAt, breakColor);
                column = GUTTER_COLUMNS + column - breakColumn;
            } else {
                breakRow(out.length(), color);
                column = GUTTER_COLUMNS;
            }
            breakAt = -1;
        }
        column += columns;
    }

    private void breakRow(int at, String open) {
        out.insert(at, (open.isEmpty() ? "" : LinePrinter.RESET) + "\n" + Escapes.GUTTER + open);
    }

    /** Returns the columns of a code point, roughly as Unicode's East Asian Width says and terminals do. */
    static int columns(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        int at = Arrays.binarySearch(WIDE, c);
        return (at < 0 ? ~at : at + 1) % 2 == 1 ? 2 : 1;
    }
}
