package io.runpod.logback.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns characters into the bytes of a line. Only this class knows which characters are written unchanged.
 *
 * <p>Sources of the rules: RFC 8259 section 7 (what JSON must escape), CPython's {@code json.dumps} (ASCII only, short
 * escapes, lower-case hexadecimal), and, for text, what a terminal would act on.
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

    /** Begins every further physical line of a text event. */
    public static final String GUTTER = "       | ";

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** The two hexadecimal digits of each byte, in storage order: the first one in the low half. */
    private static final int[] HEX_PAIRS = hexPairs();

    /** The character after the backslash in JSON's short escapes; 0 = none. */
    private static final byte[] SHORT = new byte[128];

    static {
        SHORT['"'] = '"';
        SHORT['\\'] = '\\';
        SHORT['\b'] = 'b';
        SHORT['\f'] = 'f';
        SHORT['\n'] = 'n';
        SHORT['\r'] = 'r';
        SHORT['\t'] = 't';
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * More bytes than one character writes or touches: a line break and the gutter; an escape of six bytes, stored with
     * two bytes after it; the second half of a pair.
     */
    private static final int MAX_WRITTEN_BYTES = 16;

    private static final char REPLACEMENT = '\ufffd';

    /** How many characters are written per check of the buffer's room. */
    private static final int MAX_RUN = 1024;

    private final boolean json;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, then only read
    private final boolean[] plain = new boolean[128];

    @SuppressWarnings("ImmutableEnumChecker") // it is
    private final TextWriter writer;

    Escapes(boolean json) {
        this.json = json;
        for (int c = 0x20; c < 0x7f; c++) {
            plain[c] = !json || (c != '"' && c != '\\');
        }
        writer = new TextWriter(this, null);
    }

    private static int[] hexPairs() {
        int[] pairs = new int[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = HEX[i >> 4] | (HEX[i & 0xf] << 8);
        }
        return pairs;
    }

    /** Whether {@code c} is written unchanged, as one byte. */
    boolean isPlain(char c) {
        return c < 128 && plain[c];
    }

    /** Returns the writer of whole texts that does not search for secrets. */
    public TextWriter writer() {
        return writer;
    }

    /**
     * Writes the character at {@code i}, which is not plain, and mostly also what follows it: texts in scripts other
     * than Latin switch between plain and other characters at every word.
     *
     * @param pairs what is not simply copied, as in {@link TextWriter}
     * @param end where to end at the latest, except to complete a surrogate pair
     * @param to where the text ends
     * @return the index after the last character written
     */
    int writeSpecial(LineBuffer out, char[] text, int i, byte[] pairs, int end, int to) {
        char c = text[i];
        boolean ascii = c < 0x80 && !(this == JSON_ASCII && SHORT[c] != 0);
        if (ascii || (this != JSON_ASCII && isEscapedInUtf8(c))) {
            boolean lineBreak = this == TEXT && c == '\r' && i + 1 < to && text[i + 1] == '\n';
            byte[] bytes = out.reserve(MAX_WRITTEN_BYTES);
            out.advanceTo(json ? putJson(bytes, out.length(), c) : putText(bytes, out.length(), c));
            return lineBreak ? i + 2 : i + 1;
        }
        int until = Math.min(end, i + MAX_RUN);
        return this == JSON_ASCII ? escapeRun(out, text, i, pairs, until, to) : utf8Run(out, text, i, pairs, until, to);
    }

    private static int escapeRun(LineBuffer out, char[] text, int from, byte[] pairs, int until, int to) {
        byte[] bytes = out.reserve((until - from) * 6 + MAX_WRITTEN_BYTES);
        int at = out.length();
        int i = from;
        for (; i < until; i++) {
            char c = text[i];
            if (c < 0x80) {
                int kind = i == from ? TextWriter.SPECIAL : pairs[TextWriter.pair(text[i - 1], c)];
                if (kind == 0) {
                    bytes[at++] = (byte) c;
                } else if (kind == TextWriter.SPECIAL && SHORT[c] != 0) {
                    at = shortEscape(bytes, at, c);
                } else {
                    break;
                }
                continue;
            }
            if (Character.isSurrogate(c)) {
                if (isPairAt(text, i, to)) {
                    at = unicodeEscape(bytes, at, c);
                    c = text[++i];
                } else {
                    c = REPLACEMENT;
                }
            }
            at = unicodeEscape(bytes, at, c);
        }
        out.advanceTo(at);
        return i;
    }

    private int utf8Run(LineBuffer out, char[] text, int from, byte[] pairs, int until, int to) {
        byte[] bytes = out.reserve((until - from) * 3 + MAX_WRITTEN_BYTES);
        int at = out.length();
        int i = from;
        for (; i < until; i++) {
            char c = text[i];
            if (c < 0x80) {
                if (i == from || pairs[TextWriter.pair(text[i - 1], c)] != 0) {
                    break;
                }
                bytes[at++] = (byte) c;
            } else if (isPairAt(text, i, to)) {
                at = utf8(bytes, at, Character.toCodePoint(c, text[++i]));
            } else if (isEscapedInUtf8(c)) {
                break;
            } else {
                at = utf8(bytes, at, Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        out.advanceTo(at);
        return i;
    }

    private static boolean isPairAt(char[] text, int i, int to) {
        return Character.isHighSurrogate(text[i]) && i + 1 < to && Character.isLowSurrogate(text[i + 1]);
    }

    /** Whether a character that is not ASCII is escaped where others are written as UTF-8. */
    private boolean isEscapedInUtf8(char c) {
        return this != NONE && isUnsafe(c);
    }

    private int putJson(byte[] bytes, int at, char c) {
        return c < 0x80 && SHORT[c] != 0 ? shortEscape(bytes, at, c) : unicodeEscape(bytes, at, c);
    }

    private static int shortEscape(byte[] bytes, int at, char c) {
        bytes[at] = '\\';
        bytes[at + 1] = SHORT[c];
        return at + 2;
    }

    private int putText(byte[] bytes, int at, char c) {
        if (this == NONE) {
            bytes[at] = (byte) c;
            return at + 1;
        }
        if (this == TEXT && (c == '\n' || c == '\r')) {
            bytes[at] = '\n';
            return ascii(bytes, at + 1, GUTTER);
        }
        if (c > 0xff) {
            return unicodeEscape(bytes, at, c);
        }
        bytes[at] = '\\';
        bytes[at + 1] = 'x';
        bytes[at + 2] = HEX[c >> 4];
        bytes[at + 3] = HEX[c & 0xf];
        return at + 4;
    }

    /** Returns how many bytes the code point at {@code i} becomes, to fit a text into a number of bytes. */
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
            } else if (this != TEXT || c != '\r' || i + 1 == to || text.charAt(i + 1) != '\n') { // else one line break
                bytes += width(c);
            }
        }
        return bytes;
    }

    private int width(int codePoint) {
        if (codePoint > 0xffff) {
            return this == JSON_ASCII ? 12 : 4;
        }
        char c = Character.isSurrogate((char) codePoint) ? REPLACEMENT : (char) codePoint;
        if (json) {
            return c < 0x80 && SHORT[c] != 0 ? 2 : this == JSON_ASCII || isUnsafe(c) ? 6 : c < 0x800 ? 2 : 3;
        }
        if (this == TEXT && (c == '\n' || c == '\r')) {
            return 1 + GUTTER.length();
        }
        if (this == NONE) {
            return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return isUnsafe(c) ? (c <= 0xff ? 4 : 6) : c < 0x800 ? 2 : 3;
    }

    /** Whether a value can stand without quotes in the {@code name=value} of a text line. */
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

    /** Controls, DEL, C1 controls, line and paragraph separators, bidirectional controls and the byte-order mark. */
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

    /** Writes a code point above ASCII. */
    private static int utf8(byte[] bytes, int at, int c) {
        if (c < 0x800) {
            bytes[at] = (byte) (0xc0 | (c >> 6));
            bytes[at + 1] = (byte) (0x80 | (c & 0x3f));
            return at + 2;
        }
        if (c < 0x10000) {
            bytes[at] = (byte) (0xe0 | (c >> 12));
            bytes[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[at + 2] = (byte) (0x80 | (c & 0x3f));
            return at + 3;
        }
        bytes[at] = (byte) (0xf0 | (c >> 18));
        bytes[at + 1] = (byte) (0x80 | ((c >> 12) & 0x3f));
        bytes[at + 2] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[at + 3] = (byte) (0x80 | (c & 0x3f));
        return at + 4;
    }

    @SuppressWarnings("deprecation") // copies ASCII without garbage
    private static int ascii(byte[] bytes, int at, String text) {
        text.getBytes(0, text.length(), bytes, at);
        return at + text.length();
    }

    /** Writes six bytes in one store of eight; what follows overwrites the last two. */
    private static int unicodeEscape(byte[] bytes, int at, char c) {
        long digits = HEX_PAIRS[c >> 8] | ((long) HEX_PAIRS[c & 0xff] << 16);
        LONGS.set(bytes, at, '\\' | ('u' << 8) | (digits << 16));
        return at + 6;
    }
}
