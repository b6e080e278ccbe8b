package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Breaks lines that are wider than the terminal, at a blank or within a word that is too long; the next row begins with the
 * gutter. It reads what the printer writes: UTF-8, line feeds and colour sequences. Not thread-safe.
 */
final class LineWrap {

    static final int MIN_WIDTH = 20;

    private static final byte[] GUTTER = Escapes.GUTTER.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESET = LinePrinter.RESET.getBytes(StandardCharsets.US_ASCII);

    private final int width;

    private LineBuffer to = new LineBuffer();
    private byte[] from = new byte[0];

    /** The bytes before this are copied. */
    private int done;

    private int column;

    /** The index after the last blank at which the row may be broken, or -1, and the column there. */
    private int breakAt;

    private int breakColumn;

    /** The last colour sequence, where one holds: {@code [colorStart, colorEnd)}. */
    private int colorStart;

    private int colorEnd;

    /** The same at the blank. */
    private int breakColorStart;

    private int breakColorEnd;

    /** @param width columns, at least {@link #MIN_WIDTH} */
    LineWrap(int width) {
        this.width = width;
    }

    void wrap(LineBuffer source, LineBuffer target) {
        from = source.array();
        to = target;
        int end = source.length();
        done = 0;
        colorStart = 0;
        colorEnd = 0;
        startRow();
        int i = 0;
        while (i < end) {
            int c = from[i];
            if (c == 0x1b) {
                i = skipColor(i, end);
            } else if (c == '\n') {
                i++;
                startRow();
            } else if (c >= 0) {
                put(i, 1);
                i++;
                if (c == ' ' && column > Escapes.GUTTER.length()) {
                    breakAt = i;
                    breakColumn = column;
                    breakColorStart = colorStart;
                    breakColorEnd = colorEnd;
                }
            } else {
                int length = Math.min(utf8Length(c), end - i);
                put(i, columns(codePoint(i, length)));
                i += length;
            }
        }
        copyTo(end);
    }

    private void startRow() {
        column = 0;
        breakAt = -1;
    }

    private int skipColor(int i, int end) {
        int after = i;
        while (after < end && from[after] != 'm') {
            after++;
        }
        after = Math.min(after + 1, end);
        boolean off = after - i == RESET.length && from[i + 2] == '0';
        colorStart = off ? 0 : i;
        colorEnd = off ? 0 : after;
        return after;
    }

    /** A character of so many columns stands at {@code i}. */
    private void put(int i, int columns) {
        if (column + columns > width && !(from[i] == ' ' && column == width)) {
            // A blank within the first half would leave most of the row empty: then the word is broken.
            if (breakAt > 0 && breakColumn > width / 2) {
                breakRow(breakAt, breakColorStart, breakColorEnd);
                column = Escapes.GUTTER.length() + column - breakColumn;
            } else {
                breakRow(i, colorStart, colorEnd);
                column = Escapes.GUTTER.length();
            }
            breakAt = -1;
        }
        column += columns;
    }

    private void breakRow(int at, int openStart, int openEnd) {
        copyTo(at);
        boolean open = openEnd > openStart;
        if (open) {
            to.put(RESET);
        }
        to.put('\n');
        to.put(GUTTER);
        if (open) {
            to.put(from, openStart, openEnd - openStart);
        }
    }

    private void copyTo(int end) {
        to.put(from, done, end - done);
        done = end;
    }

    private static int utf8Length(int firstByte) {
        return (firstByte & 0xe0) == 0xc0 ? 2 : (firstByte & 0xf0) == 0xe0 ? 3 : 4;
    }

    private int codePoint(int i, int length) {
        int c = from[i] & (0xff >> (length + 1));
        for (int k = 1; k < length; k++) {
            c = c << 6 | (from[i + k] & 0x3f);
        }
        return c;
    }

    /** Roughly what Unicode's East Asian Width and general categories say, and what terminals do. */
    static int columns(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0xffe0 && c <= 0xffe6)
                        || (c >= 0x1f300 && c <= 0x1f64f)
                        || (c >= 0x1f680 && c <= 0x1f6ff)
                        || (c >= 0x1f900 && c <= 0x1faff)
                        || (c >= 0x20000 && c <= 0x3fffd));
        return wide ? 2 : 1;
    }
}
