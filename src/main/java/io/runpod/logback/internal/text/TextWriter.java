package io.runpod.logback.internal.text;

import io.runpod.logback.internal.redact.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * The short way of a text into the line: one pass that copies, escapes and watches for what may be a secret. Nearly
 * every text is done with it; one that announces a secret is left to {@link BoundedText#redact}. Immutable.
 */
public final class TextWriter {

    private static final byte SPECIAL = 1;

    private static final byte ANCHOR = 2;

    private final Escapes escapes;
    private final @Nullable Redactor redactor;

    /** Whether a secret may begin at characters that are not ASCII too. */
    private final boolean watchesAll;

    /**
     * What is not simply copied, by a character and the one before it: {@link #SPECIAL}, {@link #ANCHOR}. By pairs, as
     * those at which secrets are looked for are rarer than any character is: one look at a table for each character,
     * and hardly a stop.
     */
    private final byte[] pairs = new byte[128 * 128];

    /** The ASCII characters that are copied whatever stands before them. */
    private final boolean[] plain = new boolean[128];

    /** Whether only a text is written that can stand in a text line without quotes. */
    private final boolean bareOnly;

    /** @param redactor null = nothing is secret */
    public TextWriter(Escapes escapes, @Nullable Redactor redactor) {
        this(escapes, redactor, false);
    }

    /** Writes texts that can stand in a text line without quotes, and refuses others. */
    public static TextWriter bare(@Nullable Redactor redactor) {
        return new TextWriter(Escapes.TEXT_INLINE, redactor, true);
    }

    private TextWriter(Escapes escapes, @Nullable Redactor redactor, boolean bareOnly) {
        this.bareOnly = bareOnly;
        this.escapes = escapes;
        this.redactor = redactor;
        this.watchesAll = redactor != null && redactor.watchesAll();
        for (char c = 0; c < plain.length; c++) {
            plain[c] = bareOnly ? Escapes.isBare(c) : escapes.isPlain(c);
            pairs[c] = plain[c] ? 0 : SPECIAL;
        }
        for (int before = 1; before < 128; before++) {
            System.arraycopy(pairs, 0, pairs, before << 7, 128);
        }
        if (redactor != null) {
            for (int pair : redactor.pairs()) {
                pairs[pair] |= ANCHOR;
                plain[pair & 0x7f] = false;
            }
        }
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
     * @return false where a secret may be in the text, or it is not bare as asked for; nothing is written then
     */
    public boolean write(LineBuffer out, char[] text, int from, int to) {
        int start = out.length();
        int i = from;
        while (true) {
            i = copyPlain(out, text, i, from, to);
            if (i == to) {
                return true;
            }
            char c = text[i];
            if ((bareOnly && !Escapes.isBare(c))
                    || (redactor != null && isAnchor(text, i, from) && redactor.announces(text, i, from, to))) {
                out.truncate(start);
                return false;
            }
            if (escapes.isPlain(c)) {
                out.put(c);
                i++;
            } else {
                i = escapes.writeSpecial(out, text, i, plain, watchesAll ? i + 1 : to, to);
            }
        }
    }

    private boolean isAnchor(char[] text, int i, int from) {
        return text[i] >= 128 ? watchesAll : (pairs[pairAt(text, i, from)] & ANCHOR) != 0;
    }

    private static int pairAt(char[] text, int i, int from) {
        return i > from ? (text[i - 1] & 0x7f) << 7 | text[i] : text[i];
    }

    /**
     * Copies characters as long as they are plain, and returns the index of the first one that is not. A loop of its
     * own without a call in it: with what is done for the others in the same loop, all its variables live on the stack,
     * and it takes twice as long.
     */
    private int copyPlain(LineBuffer out, char[] text, int start, int from, int to) {
        byte[] kinds = pairs;
        byte[] bytes = out.reserve(to - start);
        int shift = out.length() - start;
        int i = start;
        int before = i > from ? text[i - 1] & 0x7f : 0;
        for (; i < to; i++) {
            char c = text[i];
            if (c >= 128 || kinds[before << 7 | c] != 0) {
                break;
            }
            bytes[i + shift] = (byte) c;
            before = c;
        }
        out.advanceTo(i + shift);
        return i;
    }
}
