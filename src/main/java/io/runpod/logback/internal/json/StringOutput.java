package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;

/** Writes strings of the line: redacted, cut, escaped, and in quotes if they need them. Not thread-safe. */
final class StringOutput {

    private final TextWriter quoted;
    private final TextWriter bare;
    private final BoundedText scratch = new BoundedText();

    /**
     * @param quoted escapes and redacts strings in quotes
     * @param bare escapes and redacts strings without quotes, in a text line
     */
    StringOutput(TextWriter quoted, TextWriter bare) {
        this.quoted = quoted;
        this.bare = bare;
    }

    /** Releases the memory that a long string needed. */
    void release() {
        scratch.release();
    }

    /**
     * Writes a string in quotes.
     *
     * @param maxChars maximum length, in code points
     * @param maxBytes maximum length after escaping, in bytes, without the quotes
     */
    void write(LineBuffer out, String value, int maxChars, int maxBytes) {
        write(out, value, false, maxChars, maxBytes);
    }

    /**
     * Writes a string without quotes, in a text line: an id or a name. Its line breaks are escaped.
     *
     * @param max maximum length, in code points and in bytes after escaping
     */
    void writeBare(LineBuffer out, String value, int max) {
        int start = out.length();
        scratch.reset(max).append(value);
        if (!scratch.writeWhole(out, bare, max) || out.length() - start > max) {
            out.truncate(start);
            scratch.redact(bare.redactor());
            scratch.cut(bare.escapes(), max, max);
            scratch.writeTo(out, bare.escapes());
        }
    }

    /** Writes a string, in quotes only if one of its characters needs them. */
    void writeBareOrQuoted(LineBuffer out, String value, int maxChars) {
        write(out, value, true, maxChars, Limits.UNLIMITED);
    }

    private void write(LineBuffer out, String value, boolean mayBeBare, int maxChars, int maxBytes) {
        int start = out.length();
        if (!writeWhole(out, value, mayBeBare, maxChars) || out.length() - start > maxBytes) {
            out.truncate(start);
            // Each character takes at least one byte, so no more than maxBytes can be shown.
            scratch.reset(Math.min(maxChars, maxBytes)).append(value);
            scratch.redact(quoted.redactor());
            scratch.cut(quoted.escapes(), maxChars, maxBytes);
            if (mayBeBare && scratch.isBare()) {
                scratch.writeTo(out, bare.escapes());
            } else {
                out.put('"');
                scratch.writeTo(out, quoted.escapes());
                out.put('"');
            }
        }
    }

    /** Writes a string in one pass, if nothing has to be redacted or cut; returns whether it did. */
    private boolean writeWhole(LineBuffer out, String value, boolean mayBeBare, int maxChars) {
        if (!scratch.resetTo(value, maxChars)) {
            return false;
        }
        if (mayBeBare && scratch.isBare()) {
            return scratch.writeWhole(out, bare, maxChars);
        }
        out.put('"');
        boolean done = scratch.writeWhole(out, quoted, maxChars);
        out.put('"');
        return done;
    }
}
