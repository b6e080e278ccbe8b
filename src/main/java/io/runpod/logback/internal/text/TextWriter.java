package io.runpod.logback.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * The short way of a text into the line: one pass that copies, escapes and watches for what may be a secret. Nearly
 * every text is done with it; one that announces a secret is left to {@link BoundedText#redact}. Immutable.
 */
public final class TextWriter {

    /** Neither escaped nor watched: the byte is the character. */
    private static final byte PLAIN = 0;

    private static final byte ESCAPED = 1;

    private final Escapes escapes;
    private final @Nullable Redactor redactor;

    /** What is done with an ASCII character. */
    private final byte[] kinds = new byte[128];

    /** @param redactor null = nothing is secret */
    public TextWriter(Escapes escapes, @Nullable Redactor redactor) {
        this.escapes = escapes;
        this.redactor = redactor;
        for (char c = 0; c < kinds.length; c++) {
            boolean watched = redactor != null && redactor.isAnchor(c);
            kinds[c] = escapes.isPlain(c) && !watched ? PLAIN : ESCAPED;
        }
    }

    public Escapes escapes() {
        return escapes;
    }

    public @Nullable Redactor redactor() {
        return redactor;
    }

    /**
     * Writes the characters {@code [0, length)}.
     *
     * @return false where a secret may be in the text; nothing is written then
     */
    boolean write(LineBuffer out, char[] text, int length) {
        byte[] kindOf = kinds;
        int start = out.length();
        byte[] bytes = out.reserve(length);
        int at = start;
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (c < 128 && kindOf[c] == PLAIN) {
                bytes[at++] = (byte) c;
                continue;
            }
            if (redactor != null && redactor.announces(text, i, 0, length)) {
                return false;
            }
            if (bytes.length - at < length - i + Escapes.WIDEST) {
                out.advanceTo(at);
                bytes = out.reserve(length - i + Escapes.WIDEST);
                out.advanceTo(start);
            }
            if (escapes.isPlain(c)) {
                bytes[at++] = (byte) c;
            } else {
                at = escapes.put(bytes, at, text, i, length);
                i += escapes.charsAt(text, i, length) - 1;
            }
        }
        out.advanceTo(at);
        return true;
    }
}
