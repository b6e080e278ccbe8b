package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;

/** Writes a string of the line: redacted, cut, escaped, and in quotes where it needs them. Not thread-safe. */
public final class StringOutput {

    private final TextWriter quoted;
    private final TextWriter bare;
    private final BoundedText scratch = new BoundedText();

    /**
     * @param quoted writes strings that stand in quotes
     * @param bare writes strings that stand in a text line without quotes, and refuses others
     */
    public StringOutput(TextWriter quoted, TextWriter bare) {
        this.quoted = quoted;
        this.bare = bare;
    }

    /** Lets go of the last string. */
    public void reset() {
        scratch.reset();
    }

    /**
     * Writes a string in quotes.
     *
     * @param maxChars code points that are kept
     * @param maxBytes bytes that it may take as escaped, without the quotes
     */
    public void write(LineBuffer out, String value, int maxChars, int maxBytes) {
        write(out, value, false, maxChars, maxBytes);
    }

    /** Writes a string, without quotes where it has no character that asks for them. */
    void writeBareOrQuoted(LineBuffer out, String value, int maxChars) {
        write(out, value, true, maxChars, BoundedText.UNLIMITED);
    }

    private void write(LineBuffer out, String value, boolean mayBeBare, int maxChars, int maxBytes) {
        int start = out.length();
        if (!writeWhole(out, value, mayBeBare, maxChars) || out.length() - start > maxBytes) {
            out.truncate(start);
            // Each character takes a byte at the least.
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

    /** Writes a string in one pass if there is nothing to redact or to cut. */
    private boolean writeWhole(LineBuffer out, String value, boolean mayBeBare, int maxChars) {
        if (!scratch.resetTo(value, maxChars)) {
            return false;
        }
        if (mayBeBare && scratch.writeWhole(out, bare, maxChars)) {
            return true;
        }
        out.put('"');
        boolean done = scratch.writeWhole(out, quoted, maxChars);
        out.put('"');
        return done;
    }
}
