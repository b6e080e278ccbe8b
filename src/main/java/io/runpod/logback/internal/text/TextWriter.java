package io.runpod.logback.internal.text;

import io.runpod.logback.internal.redact.Redactor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a text into the line in one pass, which copies, escapes and watches for possible secrets. Nearly every text is
 * written this way. If a text may contain a secret, nothing is written, and the caller uses {@link BoundedText#redact}.
 * Thread-safe.
 */
public final class TextWriter {

    /** Marks a character that is not copied unchanged. */
    private static final byte SPECIAL = 1;

    /** Marks a pair around which a secret may be; see {@code Anchors}. */
    private static final byte ANCHOR = 2;

    /** Marks a character that ends a run of ASCII: a line break of a text line, or a character that is not ASCII. */
    private static final byte BREAK = 4;

    /** Marks the unit of a character that needs a closer look: a secret may be around it, or it is a surrogate. */
    private static final long WATCHED = Long.MIN_VALUE;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MAX_UNIT_BYTES = 6;

    /** The room beyond the units: each one is stored as eight bytes, and a pair of surrogates may be two units. */
    private static final int MAX_TOUCHED_BYTES = 20;

    /** The most characters that are written after one check of the room in the buffer. */
    private static final int MAX_RUN = 1024;

    private final Escapes escapes;
    private final @Nullable Redactor redactor;

    /** Whether a secret may be around any character that is not ASCII. */
    private final boolean watchesNonAscii;

    /**
     * For each character and the one before it: 0 = copy, {@link #SPECIAL} = escape, {@link #ANCHOR} = a secret may be
     * here. It is a table of pairs, because pairs with which a secret begins are rare in texts, so that the copy loop
     * seldom stops.
     */
    private final byte[] pairs;

    /** What each ASCII character becomes ({@link Escapes#unit}), and which ones are {@link #WATCHED}. */
    private final long[] asciiUnits = new long[128];

    /** The same for all characters: half a megabyte, made for the first text that is not ASCII; null = not yet. */
    private volatile long @Nullable [] units;

    /**
     * Returns the writer for these escapes and this redactor; all callers share it.
     *
     * @param redactor null = nothing is secret
     */
    public static TextWriter of(Escapes escapes, @Nullable Redactor redactor) {
        return redactor == null
                ? escapes.writer()
                : (TextWriter) redactor.derived().computeIfAbsent(escapes, key -> new TextWriter(escapes, redactor));
    }

    TextWriter(Escapes escapes, @Nullable Redactor redactor) {
        this.escapes = escapes;
        this.redactor = redactor;
        this.watchesNonAscii = redactor != null && redactor.watchesNonAscii();
        int[] anchors = redactor == null ? new int[0] : redactor.pairs();
        this.pairs = pairs(anchors);
        for (char c = 0; c < asciiUnits.length; c++) {
            asciiUnits[c] = escapes.unit(c);
        }
        for (int pair : anchors) {
            asciiUnits[pair & 0x7f] |= WATCHED;
        }
    }

    /** Releases the large tables of a redactor's writers; they are made again when they are needed. */
    public static void release(@Nullable Redactor redactor) {
        if (redactor != null) {
            redactor.derived().values().forEach(writer -> ((TextWriter) writer).units = null);
        }
    }

    private byte[] pairs(int[] anchors) {
        byte[] table = new byte[128 * 128];
        for (char c = 0; c < 128; c++) {
            table[c] = escapes.isPlain(c) ? 0 : escapes.unit(c) == Escapes.NO_UNIT ? SPECIAL | BREAK : SPECIAL;
        }
        for (int row = 128; row < table.length; row += 128) {
            System.arraycopy(table, 0, table, row, 128);
        }
        for (int pair : anchors) {
            table[pair] |= ANCHOR;
        }
        return table;
    }

    private long[] units() {
        long[] known = units;
        if (known == null) {
            known = Arrays.copyOf(asciiUnits, 1 << Character.SIZE);
            for (int c = asciiUnits.length; c < known.length; c++) {
                boolean watched = watchesNonAscii || Character.isSurrogate((char) c);
                known[c] = escapes.unit((char) c) | (watched ? WATCHED : 0);
            }
            units = known;
        }
        return known;
    }

    public Escapes escapes() {
        return escapes;
    }

    public @Nullable Redactor redactor() {
        return redactor;
    }

    /**
     * Writes the characters {@code [from, to)}.
     *
     * @return false if a secret may be in the text; then nothing is written
     */
    public boolean write(LineBuffer out, char[] text, int from, int to) {
        int start = out.length();
        int i = from;
        out.setMarkCount(0);
        while (true) {
            i = copyPlain(out, text, i, from, to);
            if (out.markCount() > 0) {
                if (mayHaveSecret(out, text, from, to)) {
                    out.truncate(start);
                    return false;
                }
                out.setMarkCount(0);
            }
            if (i == to) {
                return true;
            }
            if (isAnchor(text, i, from) && mayBeSecretAt(text, i, from, to)) {
                out.truncate(start);
                return false;
            }
            if (escapes.isPlain(text[i])) {
                out.put(text[i]);
                i++;
            } else {
                i = writeSpecial(out, text, i, to);
            }
        }
    }

    /** Writes a line break of a text line, and returns the index after it. */
    private static int writeLineBreak(LineBuffer out, char[] text, int i, int to) {
        out.put('\n');
        out.ascii(Escapes.GUTTER);
        return text[i] == '\r' && i + 1 < to && text[i + 1] == '\n' ? i + 2 : i + 1;
    }

    /** Writes a character that is not plain, and usually also those after it; returns the index after the last one. */
    private int writeSpecial(LineBuffer out, char[] text, int i, int to) {
        if (text[i] >= 0x80) {
            return writeRun(out, text, i, to);
        }
        return asciiUnits[text[i]] == Escapes.NO_UNIT
                ? writeLineBreak(out, text, i, to)
                : writeAsciiRun(out, text, i, to);
    }

    /**
     * Writes characters as long as they are ASCII; for text with many escapes, such as JSON in a message. As in
     * {@link #copyPlain}, a pair of characters tells where a secret may be. (With a table of single characters, most
     * letters needed a closer look, and the method took 1.5 times as long.) Returns the index after the last character
     * written.
     */
    private int writeAsciiRun(LineBuffer out, char[] text, int from, int to) {
        int until = Math.min(to, from + MAX_RUN);
        byte[] bytes = out.reserve((until - from) * MAX_UNIT_BYTES + MAX_TOUCHED_BYTES);
        int at = out.length();
        byte[] kinds = pairs;
        long[] all = asciiUnits;
        int[] marks = out.marks();
        int n = out.markCount();
        int i = from;
        int before = 0;
        while (i < until) {
            int shift = at - i;
            int kind = 0;
            for (; i < until; i++) {
                char c = text[i];
                kind = c < 128 ? kinds[before << 7 | c] : BREAK;
                if (kind != 0) {
                    break;
                }
                bytes[i + shift] = (byte) c;
                before = c;
            }
            at = i + shift;
            if (kind >= BREAK || (kind > SPECIAL && n == marks.length) || i == until) {
                break;
            }
            if (kind > SPECIAL) {
                marks[n++] = i;
            }
            before = text[i];
            at = put(bytes, at, all[before]);
            i++;
        }
        out.setMarkCount(n);
        out.advanceTo(at);
        return i;
    }

    /**
     * Writes characters of all scripts, and adds the places of possible secrets to the marks. Texts in scripts other
     * than Latin switch between ASCII and other characters at every word, which a processor cannot predict. So each
     * character takes one store from a table, and no branch depends on the script. (With such a branch, 4 KB in five
     * scripts took 1.7 times as long.)
     *
     * @return the index after the last character written
     */
    private int writeRun(LineBuffer out, char[] text, int from, int to) {
        long[] all = units();
        int until = Math.min(to, from + MAX_RUN);
        byte[] bytes = out.reserve((until - from) * MAX_UNIT_BYTES + MAX_TOUCHED_BYTES);
        int at = out.length();
        int[] marks = out.marks();
        int n = out.markCount();
        int i = from;
        for (; i < until; i++) {
            char c = text[i];
            long unit = all[c];
            if (unit < 0) {
                if (unit == Escapes.NO_UNIT && c < 0x80) {
                    break;
                }
                if (c >= 0x80 ? watchesNonAscii : i > from && (pairs[pair(text[i - 1], c)] & ANCHOR) != 0) {
                    if (n == marks.length) {
                        break;
                    }
                    marks[n++] = i;
                }
                if (Character.isSurrogate(c)) {
                    if (!isPairAt(text, i, to)) {
                        unit = all[Escapes.REPLACEMENT];
                    } else if (unit == Escapes.NO_UNIT) {
                        unit = Escapes.utf8(Character.toCodePoint(c, text[++i]));
                    } else {
                        at = put(bytes, at, unit);
                        unit = all[text[++i]];
                    }
                }
            }
            at = put(bytes, at, unit);
        }
        out.setMarkCount(n);
        out.advanceTo(at);
        return i;
    }

    /** Stores eight bytes; the next store overwrites those after the unit. Returns the index after the unit. */
    private static int put(byte[] bytes, int at, long unit) {
        LONGS.set(bytes, at, unit);
        return at + ((int) (unit >>> Escapes.COUNT_SHIFT) & 0x7f);
    }

    private static boolean isPairAt(char[] text, int i, int to) {
        return Character.isHighSurrogate(text[i]) && i + 1 < to && Character.isLowSurrogate(text[i + 1]);
    }

    /** Whether a secret may be around one of the marks. */
    private boolean mayHaveSecret(LineBuffer out, char[] text, int from, int to) {
        int[] marks = out.marks();
        for (int n = 0; n < out.markCount(); n++) {
            if (mayBeSecretAt(text, marks[n], from, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeSecretAt(char[] text, int i, int from, int to) {
        return redactor != null && redactor.mayFind(text, i, from, to);
    }

    private boolean isAnchor(char[] text, int i, int from) {
        char c = text[i];
        return c >= 128 ? watchesNonAscii : (pairs[i > from ? pair(text[i - 1], c) : c] & ANCHOR) != 0;
    }

    /**
     * Returns the index of a pair in the table. Of a first character that is not ASCII only the lower 7 bits are used;
     * a false match only costs time.
     */
    private static int pair(char first, char second) {
        return (first & 0x7f) << 7 | second;
    }

    /**
     * Copies characters as long as they are plain, and returns the index of the first one that is not. Pairs around
     * which a secret may be are only marked here, and examined after the copy. (With a call in this loop the compiler
     * kept all variables on the stack, and the loop took twice as long.)
     */
    private int copyPlain(LineBuffer out, char[] text, int start, int from, int to) {
        byte[] kinds = pairs;
        byte[] bytes = out.reserve(to - start);
        int shift = out.length() - start;
        int i = start;
        int before = i > from ? text[i - 1] & 0x7f : 0;
        int[] marks = out.marks();
        int n = out.markCount();
        for (; i < to; i++) {
            char c = text[i];
            if (c >= 128) {
                break;
            }
            int kind = kinds[before << 7 | c];
            if (kind != 0) {
                if (kind != ANCHOR || n == marks.length) {
                    break;
                }
                marks[n++] = i;
            }
            bytes[i + shift] = (byte) c;
            before = c;
        }
        out.setMarkCount(n);
        out.advanceTo(i + shift);
        return i;
    }
}
