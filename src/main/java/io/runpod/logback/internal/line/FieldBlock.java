package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Puts the written fields into a line, with what goes before and after them. If not all fit, those of the lowest rank are
 * dropped first, and counted. Immutable.
 */
final class FieldBlock {

    /** In an object of their own. */
    static final FieldBlock NESTED = new FieldBlock(", \"extra\": {", true, "}", ", \"" + FieldWriter.DROPPED + "\": ");

    /** Beside the keys of the line. */
    static final FieldBlock FLAT = new FieldBlock("", false, "", ", \"" + FieldWriter.DROPPED + "\": ");

    /** As {@code name=value} in a text line. */
    static final FieldBlock TEXT = new FieldBlock(" |", false, "", " " + FieldWriter.DROPPED + "=");

    private static final int MAX_DIGITS = 10;

    private final byte[] before;

    /** Whether the first field comes without its separator. */
    private final boolean trims;

    private final byte[] after;
    private final byte[] dropped;

    private FieldBlock(String before, boolean trims, String after, String dropped) {
        this.before = ascii(before);
        this.trims = trims;
        this.after = ascii(after);
        this.dropped = ascii(dropped);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private int separator() {
        return trims ? ", ".length() : 0;
    }

    /** What the block takes beside its fields. */
    int frameBytes() {
        return before.length + after.length - separator();
    }

    /** What a message has to leave free where there are fields, so that at least their number can be told. */
    int countBytes() {
        return frameBytes() + dropped.length + MAX_DIGITS;
    }

    /** Writes the fields that fit into {@code maxBytes}, and how many do not. */
    void write(FieldOutput fields, LineBuffer out, int maxBytes) {
        FieldWriter written = fields.fields();
        int count = written.written();
        if (count + written.dropped() == 0) {
            return;
        }
        int all = written.end(count - 1);
        int room = maxBytes - frameBytes();
        if (written.dropped() == 0 && all <= room) {
            open(out);
            out.put(fields.buffer().array(), separator(), all - separator());
            out.put(after);
        } else if (room >= dropped.length + MAX_DIGITS) {
            writeSome(fields, out, room);
        }
    }

    private void writeSome(FieldOutput fields, LineBuffer out, int room) {
        FieldWriter written = fields.fields();
        int left = room - dropped.length - MAX_DIGITS;
        int max = left;
        int gone = written.dropped();
        int start = out.length();
        open(out);
        int skip = separator();
        boolean full = false;
        for (int i = 0; i < written.written(); i++) {
            int from = written.end(i - 1);
            int size = written.end(i) - from;
            if (full || size > left) {
                full |= size <= max; // a field that could never fit does not drop smaller ones
                gone++;
            } else {
                out.put(fields.buffer().array(), from + skip, size - skip);
                skip = 0;
                left -= size;
            }
        }
        out.put(dropped, skip, dropped.length - skip);
        out.number(gone);
        out.put(after);
        assert out.length() - start <= room + frameBytes();
    }

    private void open(LineBuffer out) {
        out.put(before);
    }
}
