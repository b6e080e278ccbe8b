package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;

/** Writes a string of the line: redacted, cut, escaped, and in quotes where it needs them. Not thread-safe. */
final class StringOutput {

    private final TextWriter quoted;
    private final TextWriter bare;
    private final LineBuffer out;
    private final BoundedText scratch = new BoundedText();

    StringOutput(WriteRules rules, LineBuffer out) {
        this.quoted = rules.quoted();
        this.bare = rules.bare();
        this.out = out;
    }

    /** Lets go of the last string. */
    void reset() {
        scratch.reset(0);
    }

    /**
     * Writes a string.
     *
     * @param mayBeBare whether it needs no quotes where it has no character that asks for them
     * @param mostChars code points that are kept (0 = all)
     * @param mostBytes bytes that it may take as escaped, without the quotes
     */
    void write(String value, boolean mayBeBare, int mostChars, int mostBytes) {
        int start = out.length();
        if (!writeWhole(value, mayBeBare, mostChars) || out.length() - start > mostBytes) {
            out.truncate(start);
            // Of a string that has no limit but its bytes no more characters can be kept than these.
            scratch.reset(mostChars == 0 ? mostBytes : mostChars).append(value);
            writeScratch(mayBeBare, mostChars, mostBytes);
        }
    }

    /** Writes a string in one pass if there is nothing to redact or to cut. */
    private boolean writeWhole(String value, boolean mayBeBare, int mostChars) {
        if (!scratch.resetTo(value, mostChars)) {
            return false;
        }
        if (mayBeBare && scratch.writeWhole(out, bare, mostChars)) {
            return true;
        }
        out.put('"');
        boolean done = scratch.writeWhole(out, quoted, mostChars);
        out.put('"');
        return done;
    }

    private void writeScratch(boolean mayBeBare, int mostChars, int mostBytes) {
        scratch.redact(quoted.redactor());
        scratch.cut(mostChars);
        if (mayBeBare && scratch.isBare()) {
            scratch.writeTo(out, bare.escapes());
        } else {
            writeQuoted(mostChars, mostBytes);
        }
    }

    private void writeQuoted(int mostChars, int mostBytes) {
        Escapes escapes = quoted.escapes();
        out.put('"');
        int start = out.length();
        scratch.writeTo(out, escapes);
        if (out.length() - start > mostBytes) {
            out.truncate(start);
            scratch.cutToBytes(escapes, mostBytes, mostChars);
            scratch.writeTo(out, escapes);
        }
        out.put('"');
    }
}
