package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How fields stand in the line: what comes before a name or an element, and what opens and closes a container. Not
 * thread-safe.
 */
final class FieldSyntax {

    /** What stands before the first field in the style NESTED. */
    private static final byte[] BEFORE_FIELDS = ", \"extra\": {".getBytes(StandardCharsets.US_ASCII);

    private final LineBuffer out;
    private final Nesting nesting;
    private final FieldRoom room;
    private FieldWriter.Style style = FieldWriter.Style.NESTED;

    FieldSyntax(LineBuffer out, Nesting nesting, FieldRoom room) {
        this.out = out;
        this.nesting = nesting;
        this.room = room;
    }

    /** Begins the fields, which may reach up to {@code end}, what {@link #endFields} closes included. */
    void beginFields(FieldWriter.Style fieldStyle, int end) {
        style = fieldStyle;
        if (style == FieldWriter.Style.NESTED) {
            nesting.countUp();
            nesting.name("extra");
            nesting.open(false);
            // Written with the first field, as often there is none.
            room.open(nesting.depth(), out.length() + BEFORE_FIELDS.length, end - 1);
        } else {
            room.open(nesting.depth(), out.length(), end);
        }
    }

    /** Ends the fields, of which there are {@code some} or none. */
    void endFields(boolean some) {
        if (style != FieldWriter.Style.NESTED) {
            return;
        }
        nesting.backTo(nesting.depth() - 1);
        if (some) {
            out.put('}');
        } else {
            nesting.countDown();
        }
    }

    /** Writes a name with what separates it from the one before: that is part of a name as it was prepared. */
    void name(FieldName name) {
        boolean first = nesting.countUp() == 0;
        if (isText()) {
            if (first) {
                out.ascii(" |");
            }
            out.put(name.label());
        } else {
            if (first && isFirstField()) {
                out.put(BEFORE_FIELDS);
            }
            byte[] json = name.json();
            int from = first ? ", ".length() : 0;
            out.put(json, from, json.length - from);
        }
    }

    /** Writes a name that is ASCII and needs no escapes, with what separates it. */
    void asciiName(String name) {
        separate();
        out.ascii(isText() ? name + "=" : '"' + name + "\": ");
    }

    /** Writes what separates an element from the one before. */
    void separate() {
        if (nesting.countUp() > 0) {
            out.ascii(isText() ? " " : ", ");
        } else if (isText()) {
            out.ascii(" | ");
        } else if (isFirstField()) {
            out.put(BEFORE_FIELDS);
        }
    }

    void open(boolean array) {
        out.put(array ? '[' : '{');
        nesting.open(array);
    }

    void close(boolean array) {
        out.put(array ? ']' : '}');
        nesting.backTo(nesting.depth() - 1);
    }

    /** Whether fields are written as {@code name=value} here, and not as JSON. */
    boolean isText() {
        return nesting.depth() == 0;
    }

    /** Whether what is written as the first of an object is the first field, and brings the object with it. */
    private boolean isFirstField() {
        return style == FieldWriter.Style.NESTED && nesting.depth() == room.level();
    }
}
