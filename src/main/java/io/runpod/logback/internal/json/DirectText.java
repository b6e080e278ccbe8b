package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.SerializableString;

/**
 * A text that writes itself into the line, and becomes a string only where a decorator wants to look at it. The other
 * forms that Jackson knows of such a text are not offered.
 */
public abstract class DirectText implements SerializableString {

    /** Writes the text, escaped and within its limits, as the content of a JSON string. */
    public abstract void writeContent(LineBuffer out);

    final void writeTo(FieldWriter out) {
        out.openString();
        writeContent(out.out());
        out.closeString();
    }

    @Override
    public final int charLength() {
        return getValue().length();
    }

    @Override
    public final char[] asQuotedChars() {
        throw unsupported();
    }

    @Override
    public final byte[] asUnquotedUTF8() {
        throw unsupported();
    }

    @Override
    public final byte[] asQuotedUTF8() {
        throw unsupported();
    }

    @Override
    public final int appendQuotedUTF8(byte[] buffer, int offset) {
        throw unsupported();
    }

    @Override
    public final int appendQuoted(char[] buffer, int offset) {
        throw unsupported();
    }

    @Override
    public final int appendUnquotedUTF8(byte[] buffer, int offset) {
        throw unsupported();
    }

    @Override
    public final int appendUnquoted(char[] buffer, int offset) {
        throw unsupported();
    }

    @Override
    public final int writeQuotedUTF8(OutputStream out) {
        throw unsupported();
    }

    @Override
    public final int writeUnquotedUTF8(OutputStream out) {
        throw unsupported();
    }

    @Override
    public final int putQuotedUTF8(ByteBuffer out) {
        throw unsupported();
    }

    @Override
    public final int putUnquotedUTF8(ByteBuffer out) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("only getValue() is offered");
    }
}
