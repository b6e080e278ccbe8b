package io.runpod.logback.internal.text;

/**
 * Turns characters into the bytes of a line. The one place that knows which characters are written as they are.
 *
 * <p>Sources of the rules: RFC 8259 section 7 (what JSON must escape), CPython's {@code json.dumps} (ASCII only, short
 * escapes, lower-case hexadecimal), and, for text, what a terminal would act on.
 */
public enum Escapes {
    /** JSON, ASCII only: everything outside U+0020..U+007E is escaped. */
    JSON_ASCII(true),
    /** JSON as UTF-8: only what JSON, a terminal or a reader of lines would trip over is escaped. */
    JSON_UTF8(true),
    /** The text line: a line break starts a new physical line behind the gutter. */
    TEXT(false),
    /** The text line where no line break belongs (an id, a logger's name). */
    TEXT_INLINE(false);

    /** What stands before every further physical line of one text event. */
    public static final String GUTTER = "       | ";

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** The most bytes one code point can become: a pair of JSON escapes, or a line break and the gutter. */
    private static final int WIDEST = 12;

    private final boolean json;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, then only read
    private final boolean[] plain = new boolean[128];

    Escapes(boolean json) {
        this.json = json;
        for (int c = 0x20; c < 0x7f; c++) {
            plain[c] = !json || (c != '"' && c != '\\');
        }
    }

    /** Whether {@code c} is written as one byte, as it is. */
    private boolean isPlain(char c) {
        return c < 128 && plain[c];
    }

    /** Writes the characters {@code [from, to)} of {@code source}. An unpaired surrogate becomes U+FFFD. */
    public void write(LineBuffer out, char[] source, int from, int to) {
        boolean[] asIs = plain;
        byte[] bytes = out.reserve(to - from);
        int at = out.length();
        for (int i = from; i < to; i++) {
            char c = source[i];
            if (c < 128 && asIs[c]) {
                bytes[at++] = (byte) c;
            } else {
                out.advanceTo(at);
                i = writeOther(out, source, i, to);
                bytes = out.reserve(to - i);
                at = out.length();
            }
        }
        out.advanceTo(at);
    }

    /** Writes the code point at {@code i} and returns the index of its last character. */
    private int writeOther(LineBuffer out, char[] source, int i, int to) {
        char c = source[i];
        out.reserve(WIDEST);
        if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(source[i + 1])) {
            writePair(out, c, source[i + 1]);
            return i + 1;
        }
        if (Character.isSurrogate(c)) {
            c = '\ufffd';
        }
        if (json) {
            writeJson(out, c);
            return i;
        }
        if (this == TEXT && (c == '\n' || c == '\r')) {
            out.put('\n');
            out.ascii(GUTTER);
            return c == '\r' && i + 1 < to && source[i + 1] == '\n' ? i + 1 : i;
        }
        if (!isUnsafe(c)) {
            utf8(out, c);
        } else if (c <= 0xff) {
            out.ascii("\\x");
            out.put(HEX[c >> 4]);
            out.put(HEX[c & 0xf]);
        } else {
            unicodeEscape(out, c);
        }
        return i;
    }

    private void writeJson(LineBuffer out, char c) {
        int shortForm = shortEscape(c);
        if (shortForm != 0) {
            out.put('\\');
            out.put(shortForm);
        } else if (this == JSON_ASCII || isUnsafe(c)) {
            unicodeEscape(out, c);
        } else {
            utf8(out, c);
        }
    }

    private void writePair(LineBuffer out, char high, char low) {
        if (this == JSON_ASCII) {
            unicodeEscape(out, high);
            unicodeEscape(out, low);
            return;
        }
        int codePoint = Character.toCodePoint(high, low);
        out.put(0xf0 | (codePoint >> 18));
        out.put(0x80 | ((codePoint >> 12) & 0x3f));
        out.put(0x80 | ((codePoint >> 6) & 0x3f));
        out.put(0x80 | (codePoint & 0x3f));
    }

    /** How many bytes the code point that starts at {@code i} becomes (to fit a text into a number of bytes). */
    int width(char[] source, int i, int to) {
        char c = source[i];
        if (isPlain(c)) {
            return 1;
        }
        if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(source[i + 1])) {
            return this == JSON_ASCII ? 12 : 4;
        }
        if (Character.isSurrogate(c)) {
            c = '\ufffd';
        }
        if (json) {
            return shortEscape(c) != 0 ? 2 : this == JSON_ASCII || isUnsafe(c) ? 6 : c < 0x800 ? 2 : 3;
        }
        if (this == TEXT && (c == '\n' || c == '\r')) {
            return 1 + GUTTER.length();
        }
        return isUnsafe(c) ? (c <= 0xff ? 4 : 6) : c < 0x800 ? 2 : 3;
    }

    /** Whether a text value can stand in a text line without quotes (spec of the text line's {@code name=value}). */
    public static boolean isBare(char[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = source[i];
            if (c == ' ' || c == '"' || c == '=' || c == '|' || c == '\\' || isUnsafe(c)) {
                return false;
            }
        }
        return true;
    }

    /** Controls, DEL, C1 controls, line and paragraph separators, bidirectional controls and the byte-order mark. */
    static boolean isUnsafe(char c) {
        if (c < 0x20 || c == 0x7f) {
            return true;
        }
        if (c < 0x80) {
            return false;
        }
        return c < 0xa0
                || c == 0x61c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff;
    }

    private static int shortEscape(char c) {
        return switch (c) {
            case '"', '\\' -> c;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }

    private static void utf8(LineBuffer out, char c) {
        byte[] bytes = out.reserve(3);
        int at = out.length();
        if (c < 0x80) {
            bytes[at++] = (byte) c;
        } else if (c < 0x800) {
            bytes[at++] = (byte) (0xc0 | (c >> 6));
            bytes[at++] = (byte) (0x80 | (c & 0x3f));
        } else {
            bytes[at++] = (byte) (0xe0 | (c >> 12));
            bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[at++] = (byte) (0x80 | (c & 0x3f));
        }
        out.advanceTo(at);
    }

    private static void unicodeEscape(LineBuffer out, char c) {
        byte[] bytes = out.reserve(6);
        int at = out.length();
        bytes[at] = '\\';
        bytes[at + 1] = 'u';
        bytes[at + 2] = HEX[c >> 12];
        bytes[at + 3] = HEX[(c >> 8) & 0xf];
        bytes[at + 4] = HEX[(c >> 4) & 0xf];
        bytes[at + 5] = HEX[c & 0xf];
        out.advanceTo(at + 6);
    }
}
