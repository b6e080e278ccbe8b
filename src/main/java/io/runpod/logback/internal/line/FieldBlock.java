package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Appends the written fields to a line, with the text before and after them. If they do not all fit, those of the
 * lowest rank are dropped first, and the line says how many. Immutable.
 */
final class FieldBlock {

    /** The fields in an object of their own. */
    static final FieldBlock NESTED = new FieldBlock(", \"extra\": {", true, "}", ", \"" + FieldWriter.DROPPED + "\": ");

    /** The fields beside the keys of the line. */
    static final FieldBlock FLAT = new FieldBlock("", false, "", ", \"" + FieldWriter.DROPPED + "\": ");

    /** The fields as {@code name=value} in a text line. */
    static final FieldBlock TEXT = new FieldBlock(" |", false, "", " " + FieldWriter.DROPPED + "=");

    /** Digits of the largest number of dropped fields. */
    private static final int MAX_DIGITS = 10;

    private final byte[] before;

    /** Whether the first field is written without its separator. */
    private final boolean trimsFirst;

    private final byte[] after;
    private final byte[] droppedLabel;

    private FieldBlock(String before, boolean trimsFirst, String after, String droppedLabel) {
        this.before = ascii(before);
        this.trimsFirst = trimsFirst;
        this.after = ascii(after);
        this.droppedLabel = ascii(droppedLabel);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private int separatorBytes() {
        return trimsFirst ? ", ".length() : 0;
    }

    /** Returns the bytes that the block takes besides its fields. */
    int frameBytes() {
        return before.length + after.length - separatorBytes();
    }

    /**
     * Returns how many bytes the message must leave free if there may be fields. The number of dropped fields then
     * always fits.
     */
    int minBytes() {
        return frameBytes() + droppedLabel.length + MAX_DIGITS;
    }

    /** Writes the fields that fit into {@code maxBytes}, and the number of the dropped ones. */
    void write(FieldOutput fields, LineBuffer out, int maxBytes) {
        FieldWriter written = fields.fields();
        int count = written.written();
        if (count + written.dropped() == 0) {
            return;
        }
        int totalBytes = written.end(count - 1);
        int room = maxBytes - frameBytes();
        if (written.dropped() == 0 && totalBytes <= room) {
            out.put(before);
            out.put(fields.buffer().array(), separatorBytes(), totalBytes - separatorBytes());
            out.put(after);
        } else if (room >= droppedLabel.length + MAX_DIGITS) {
            writeSome(fields, out, room);
        }
    }

    private void writeSome(FieldOutput fields, LineBuffer out, int room) {
        FieldWriter written = fields.fields();
        int bytesLeft = room - droppedLabel.length - MAX_DIGITS;
        int maxFieldBytes = bytesLeft;
        int droppedCount = written.dropped();
        int start = out.length();
        out.put(before);
        int skip = separatorBytes();
        boolean full = false;
        for (int i = 0; i < written.written(); i++) {
            int from = written.end(i - 1);
            int size = written.end(i) - from;
            if (full || size > bytesLeft) {
                full |= size <= maxFieldBytes; // a field that could never fit does not displace smaller ones
                droppedCount++;
            } else {
                out.put(fields.buffer().array(), from + skip, size - skip);
                skip = 0;
                bytesLeft -= size;
            }
        }
        out.put(droppedLabel, skip, droppedLabel.length - skip);
        out.number(droppedCount);
        out.put(after);
        assert out.length() - start <= room + frameBytes();
    }
}
