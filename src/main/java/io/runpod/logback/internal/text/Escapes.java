package io.runpod.logback.internal.text;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The ways to turn characters into the bytes of a line. Only this class knows which characters are written unchanged.
 *
 * <p>Sources of the rules: RFC 8259 section 7 (what JSON must escape), CPython's {@code json.dumps} (ASCII only, short
 * escapes, lower-case hexadecimal), and, for text, the characters on which a terminal acts.
 */
public enum Escapes {
    /** JSON, ASCII only: everything outside U+0020..U+007E is escaped. */
    JSON_ASCII(true),
    /** JSON as UTF-8: only characters are escaped that would break JSON, a terminal or a reader of lines. */
    JSON_UTF8(true),
    /** The text line: a line break starts a new physical line, which begins with the gutter. */
    TEXT(false),
    /** A part of the text line that must not contain a line break (an id, a logger's name). */
    TEXT_INLINE(false),
    /** UTF-8 without any escape, for a text that is read back as a string. */
    NONE(false);

    /** The beginning of every physical line of a text event except the first. */
    public static final String GUTTER = "       | ";

    /** The {@link #unit} of a character that has none: a surrogate in UTF-8, a line break in a text line. */
    static final long NO_UNIT = -1;

    /** The position of the number of bytes in a unit, in bits. */
    static final int COUNT_SHIFT = 56;

    static final char REPLACEMENT = '\ufffd';

    private static final String HEX = "0123456789abcdef";

    private final boolean json;

    Escapes(boolean json) {
        this.json = json;
    }

    /** Holds the shared writers. It is initialised after the enum constants, whose rules the writers read. */
    private static final class Writers {
        static final Map<Escapes, TextWriter> ALL = new EnumMap<>(Escapes.class);

        static {
            for (Escapes escapes : values()) {
                ALL.put(escapes, new TextWriter(escapes, null));
            }
        }
    }

    /** Whether {@code c} is written unchanged, as one byte. */
    boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f && !(json && (c == '"' || c == '\\'));
    }

    /** Returns the shared writer with these escapes; it does not search for secrets. */
    public TextWriter writer() {
        return Objects.requireNonNull(Writers.ALL.get(this));
    }

    /**
     * Returns the unit of a character: its bytes as written, the first one in the lowest byte, and their number in the
     * highest byte; {@link #NO_UNIT} if it has none.
     */
    long unit(char c) {
        if (isPlain(c)) {
            return pack(1, c);
        }
        if ((Character.isSurrogate(c) && this != JSON_ASCII) || (this == TEXT && (c == '\n' || c == '\r'))) {
            return NO_UNIT;
        }
        if (json && shortEscape(c) != 0) {
            return pack(2, '\\' | shortEscape(c) << 8);
        }
        boolean escaped = this == JSON_ASCII || (this != NONE && isUnsafe(c));
        if (!escaped) {
            return utf8(c);
        }
        if (json || c > 0xff) {
            return escape(c);
        }
        return pack(4, '\\' | 'x' << 8 | hex(c) << 16);
    }

    /** Returns the character after the backslash in JSON's short escape of a character; 0 = it has none. */
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

    private static long pack(int count, long bytes) {
        return bytes | (long) count << COUNT_SHIFT;
    }

    /** Returns two hexadecimal digits, the first in the lowest byte. */
    private static long hex(int oneByte) {
        return HEX.charAt(oneByte >> 4) | HEX.charAt(oneByte & 0xf) << 8;
    }

    /** Returns the unit of a code point in UTF-8. */
    static long utf8(int c) {
        if (c < 0x80) {
            return pack(1, c);
        }
        int last = 0x80 | (c & 0x3f);
        if (c < 0x800) {
            return pack(2, 0xc0 | c >> 6 | last << 8);
        }
        int third = 0x80 | (c >> 6 & 0x3f);
        if (c < 0x10000) {
            return pack(3, 0xe0 | c >> 12 | third << 8 | last << 16);
        }
        return pack(4, 0xf0 | c >> 18 | (0x80 | (c >> 12 & 0x3f)) << 8 | third << 16 | (long) last << 24);
    }

    private static long escape(char c) {
        return pack(6, '\\' | 'u' << 8 | hex(c >> 8) << 16 | hex(c & 0xff) << 32);
    }

    /** Returns how many bytes the code point at {@code i} becomes. */
    int width(char[] source, int i, int to) {
        return isPlain(source[i]) ? 1 : width(Character.codePointAt(source, i, to));
    }

    /** Returns how many bytes are written for the characters {@code [from, to)} of a text. */
    public long width(String text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                bytes++;
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += this == JSON_ASCII ? 12 : 4;
                i++;
            } else if (this != TEXT || c != '\r' || i + 1 == to || text.charAt(i + 1) != '\n') { // CRLF counts once
                bytes += width(c);
            }
        }
        return bytes;
    }

    private int width(int codePoint) {
        if (codePoint > 0xffff) {
            return this == JSON_ASCII ? 12 : 4;
        }
        char c = (char) codePoint;
        long unit = unit(Character.isSurrogate(c) ? REPLACEMENT : c);
        return unit < 0 ? 1 + GUTTER.length() : (int) (unit >>> COUNT_SHIFT);
    }

    /** Whether a value needs no quotes in the {@code name=value} of a text line. */
    public static boolean isBare(char[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBare(source[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean isBare(char c) {
        return c != ' ' && c != '"' && c != '=' && c != '|' && c != '\\' && !isUnsafe(c);
    }

    /**
     * Whether a character may act on a terminal or end a line: controls, DEL, C1 controls, line and paragraph
     * separators, bidirectional controls and the byte-order mark.
     */
    public static boolean isUnsafe(char c) {
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
}
