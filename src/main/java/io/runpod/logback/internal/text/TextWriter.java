package io.runpod.logback.internal.text;

import io.runpod.logback.internal.redact.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Writes a text into the line in one fast pass that copies, escapes and watches for possible secrets. Nearly every text
 * is written this way; a text that announces a secret is left to {@link BoundedText#redact}. Immutable.
 */
public final class TextWriter {

    /** Marks a character that is not copied unchanged. */
    static final byte SPECIAL = 1;

    /** Marks a pair around which a secret may stand. */
    private static final byte ANCHOR = 2;

    private final Escapes escapes;
    private final @Nullable Redactor redactor;

    /** Whether a secret may also begin at characters that are not ASCII. */
    private final boolean watchesAll;

    /**
     * For each pair of a character and the one before it: 0 = copy, {@link #SPECIAL} = escape, {@link #ANCHOR} = a
     * secret may stand here. The table has pairs because those of secrets are rarer than any single character: the copy
     * loop seldom stops.
     */
    private final byte[] pairs;

    /** Whether only texts are written that can stand in a text line without quotes. */
    private final boolean bareOnly;

    /** @param redactor null = nothing is secret */
    public TextWriter(Escapes escapes, @Nullable Redactor redactor) {
        this(escapes, redactor, false);
    }

    /** Returns a writer of texts that can stand in a text line without quotes; it refuses others. */
    public static TextWriter bare(@Nullable Redactor redactor) {
        return new TextWriter(Escapes.TEXT_INLINE, redactor, true);
    }

    private TextWriter(Escapes escapes, @Nullable Redactor redactor, boolean bareOnly) {
        this.bareOnly = bareOnly;
        this.escapes = escapes;
        this.redactor = redactor;
        this.watchesAll = redactor != null && redactor.watchesAll();
        this.pairs = redactor == null
                ? table(new int[0])
                : redactor.tables()
                        .computeIfAbsent(bareOnly ? "bare" : escapes.name(), kind -> table(redactor.pairs()));
    }

    private byte[] table(int[] anchors) {
        byte[] table = new byte[128 * 128];
        for (int pair = 0; pair < table.length; pair++) {
            char c = (char) (pair & 0x7f);
            table[pair] = (bareOnly ? Escapes.isBare(c) : escapes.isPlain(c)) ? 0 : SPECIAL;
        }
        for (int pair : anchors) {
            table[pair] |= ANCHOR;
        }
        return table;
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
     * @return false if a secret may be in the text, or if the text needs quotes but must be bare; then nothing is
     *     written
     */
    public boolean write(LineBuffer out, char[] text, int from, int to) {
        int start = out.length();
        int i = from;
        while (true) {
            i = copyPlain(out, text, i, from, to);
            if (out.markCount() > 0 && isAnnounced(out, text, from, to)) {
                out.truncate(start);
                return false;
            }
            if (i == to) {
                return true;
            }
            char c = text[i];
            if ((bareOnly && !Escapes.isBare(c)) || (isAnchor(text, i, from) && isAnnouncedAt(text, i, from, to))) {
                out.truncate(start);
                return false;
            }
            if (escapes.isPlain(c)) {
                out.put(c);
                i++;
            } else {
                i = escapes.writeSpecial(out, text, i, pairs, watchesAll ? i + 1 : to, to);
            }
        }
    }

    /** Whether a secret may stand around one of the marks. */
    private boolean isAnnounced(LineBuffer out, char[] text, int from, int to) {
        Redactor secrets = redactor;
        if (secrets == null) {
            return false;
        }
        int[] marks = out.marks();
        for (int n = 0; n < out.markCount(); n++) {
            if (secrets.announces(text, marks[n], from, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnnouncedAt(char[] text, int i, int from, int to) {
        return redactor != null && redactor.announces(text, i, from, to);
    }

    private boolean isAnchor(char[] text, int i, int from) {
        return text[i] >= 128 ? watchesAll : (pairs[pairAt(text, i, from)] & ANCHOR) != 0;
    }

    private static int pairAt(char[] text, int i, int from) {
        return i > from ? pair(text[i - 1], text[i]) : text[i];
    }

    /**
     * Returns the index of a pair. A first character that is not ASCII is folded to 7 bits; a false hit only costs a
     * look.
     */
    static int pair(char first, char second) {
        return (first & 0x7f) << 7 | second;
    }

    /**
     * Copies characters as long as they are plain, and returns the index of the first one that is not. Pairs at which a
     * secret may stand are only marked, and looked at after the run is copied: with a call in this loop all its
     * variables live on the stack, and it takes twice as long.
     */
    private int copyPlain(LineBuffer out, char[] text, int start, int from, int to) {
        byte[] kinds = pairs;
        byte[] bytes = out.reserve(to - start);
        int shift = out.length() - start;
        int i = start;
        int before = i > from ? text[i - 1] & 0x7f : 0;
        int[] marks = out.marks();
        int n = 0;
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
