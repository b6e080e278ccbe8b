package io.runpod.logback.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * The short way of a text into the line: one pass that copies, escapes and watches for what may be a secret. Nearly
 * every text is done with it; one that announces a secret is left to {@link BoundedText#redact}. Immutable.
 */
public final class TextWriter {

    private final Escapes escapes;
    private final @Nullable Redactor redactor;

    /** Whether a secret may begin at characters that are not ASCII too. */
    private final boolean watchesAll;

    /** The ASCII characters that are neither escaped nor watched: the byte is the character. */
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
        this.watchesAll = redactor != null && redactor.isAnchor('\u0080');
        for (char c = 0; c < plain.length; c++) {
            boolean asItIs = bareOnly ? Escapes.isBare(c) : escapes.isPlain(c);
            plain[c] = asItIs && (redactor == null || !redactor.isAnchor(c));
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
            i = copyPlain(out, text, i, to);
            if (i == to) {
                return true;
            }
            char c = text[i];
            if ((bareOnly && !Escapes.isBare(c))
                    || (redactor != null && (c < 128 || watchesAll) && redactor.announces(text, i, from, to))) {
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

    /**
     * Copies characters as long as they are plain, and returns the index of the first one that is not. A loop of its
     * own without a call in it: with what is done for the others in the same loop, all its variables live on the stack,
     * and it takes twice as long.
     */
    private int copyPlain(LineBuffer out, char[] text, int from, int to) {
        boolean[] isPlain = plain;
        byte[] bytes = out.reserve(to - from);
        int shift = out.length() - from;
        int i = from;
        for (; i < to; i++) {
            char c = text[i];
            if (c >= 128 || !isPlain[c]) {
                break;
            }
            bytes[i + shift] = (byte) c;
        }
        out.advanceTo(i + shift);
        return i;
    }
}
