package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the line to its rules. Every field and value comes through here, whoever writes it: no name twice in an object,
 * the value of a sensitive name never written, strings redacted and cut ({@link StringOutput}), collections cut, depth
 * bounded, the line no longer than it may be ({@link FieldRoom}), quotes and commas where they belong
 * ({@link FieldSyntax}).
 *
 * <p>What must not be written is swallowed ({@link Swallowing}): the caller goes on as if it were. A caller that fails
 * half-way is undone by {@link #mark} and {@link #undo}. Not thread-safe.
 */
public final class FieldWriter {

    /** How the fields stand in the line. */
    public enum Style {
        /** In an object named {@code extra}. */
        NESTED,
        /** Beside {@code message} and the other keys. */
        FLAT,
        /** As {@code name=value} in a text line. */
        TEXT
    }

    /** A value that nests deeper fails (a bound of this library; Jackson's own is 500). */
    static final int MOST_DEPTH = 32;

    /** The name of the field that counts the fields that did not fit. */
    public static final String DROPPED = "_dropped";

    /** The name, in an object that was cut, of what says how many more there were. */
    private static final String MORE = "...";

    /** A line whose sources name more fields than this takes no more: one of them may have no end. */
    private static final int MOST_FIELDS = 100_000;

    private final WriteRules rules;
    private final LineBuffer out;
    private final StringOutput strings;
    private final NameSet seen = new NameSet();
    private final Nesting nesting = new Nesting(MOST_DEPTH + 3);
    private final Swallowing swallowing = new Swallowing();
    private final FieldRoom room = new FieldRoom();
    private final FieldSyntax syntax;

    /** A name stands there and its value does not yet. */
    private boolean named;

    /**
     * A token is being written. Found so when another is to be written, its writing has failed half-way: the stack may
     * end anywhere.
     */
    private boolean torn;

    /** Nothing at or above this level can be closed. */
    private int floor;

    /** How many stand before the open field. */
    private int fieldsBefore;

    private int fieldsStart;
    private int fieldsNamed;
    private int masked;
    private boolean partial;

    /** The limits of the strings that stand beside the fields ({@code requestId}, a thread's name ...). */
    private int keyChars;

    private int keyBytes;

    public FieldWriter(WriteRules rules, LineBuffer out) {
        this.rules = rules;
        this.out = out;
        this.strings = new StringOutput(rules, out);
        this.syntax = new FieldSyntax(out, nesting, room);
        reset();
    }

    /** Forgets everything, whatever became of what was begun. */
    void reset() {
        nesting.reset();
        swallowing.reset();
        room.reset();
        seen.clear();
        strings.reset();
        named = false;
        torn = false;
        floor = 0;
        masked = 0;
        partial = false;
        keyChars = 0;
        keyBytes = Integer.MAX_VALUE;
    }

    /** Limits the strings that are written outside of the fields: code points (0 = no limit) and escaped bytes. */
    public void limitKeys(int mostChars, int mostBytes) {
        keyChars = mostChars;
        keyBytes = mostBytes;
    }

    /** How many values were not written because their names announce a secret. */
    public int masked() {
        return masked;
    }

    /** Whether a value was not written to its end: bytes, too many elements, too deep, or it contains itself. */
    public boolean isPartial() {
        return partial;
    }

    /** Whether a field was left out, as it did not fit. */
    public boolean lacksFields() {
        return room.dropped() > 0;
    }

    void setPartial() {
        partial = true;
    }

    // ---- fields -----------------------------------------------------------------------------------------------

    /**
     * Begins the fields.
     *
     * @param end the line's bytes may reach up to here, what {@link #endFields} closes included
     */
    public void beginFields(Style style, int end) {
        fieldsStart = out.length();
        fieldsNamed = 0;
        syntax.beginFields(style, end);
    }

    /**
     * Ends the fields: closes what a caller left open and adds the count of those that did not fit.
     *
     * @return false where even the count did not fit; the fields are then gone from the line
     */
    public boolean endFields() {
        settle();
        boolean fits = room.dropped() == 0 || writeDropped();
        boolean empty = room.written() == 0 && room.dropped() == 0;
        room.close();
        boolean gone = !fits || empty;
        if (gone) {
            out.truncate(fieldsStart);
        }
        syntax.endFields(!gone);
        return fits;
    }

    /** Writes the count of dropped fields; where it does not fit, drops further ones for it. */
    private boolean writeDropped() {
        while (true) {
            int start = out.length();
            syntax.asciiName(DROPPED);
            out.number(room.dropped());
            if (!room.isBeyond(out.length())) {
                return true;
            }
            out.truncate(start);
            nesting.countDown();
            if (room.written() == 0) {
                return false;
            }
            out.truncate(room.dropLast());
            nesting.countDown();
        }
    }

    /** Ends what a source left open, so that the next field stands where it belongs. */
    public void settle() {
        if (!named && !torn && !swallowing.isOn() && nesting.depth() == room.level()) {
            return; // nearly always
        }
        refuseTorn();
        closeTo(room.level());
        if (named) {
            nul();
        }
        swallowing.off();
    }

    /** What is half written can only be undone, and whoever can do it is told by this. */
    private void refuseTorn() {
        if (torn) {
            throw new Failure.Refusal("follows a value that was not written to its end");
        }
    }

    private void fieldEnded() {
        if (room.isBeyond(out.length())) {
            dropField(room.outgrows(out.length()));
        } else {
            room.fieldWritten();
        }
    }

    /** Takes the open field back and swallows what is still to come of its value. */
    private void dropField(boolean alone) {
        out.truncate(room.start());
        nesting.countTo(room.level(), fieldsBefore);
        room.fieldDropped(alone);
        named = false;
        torn = false;
        int opened = nesting.depth() - room.level();
        nesting.backTo(room.level());
        if (opened > 0) {
            swallowing.value(room.level(), opened);
        }
    }

    private boolean isInField() {
        return room.isOpen() && nesting.depth() >= room.level();
    }

    // ---- names ------------------------------------------------------------------------------------------------

    /** Begins a field, or an element of an object, of this name. */
    public void name(@Nullable String raw) {
        if (takesName(raw, null)) {
            boolean ofField = nesting.depth() == room.level();
            writeIfNew((ofField ? rules.fieldNames() : rules.innerNames()).of(raw));
        }
    }

    /** The same for a name that was prepared. */
    public void name(FieldName name) {
        if (takesName(name.text(), name)) {
            writeIfNew(name);
        }
    }

    /** Whether a name is to be written here and now. */
    private boolean takesName(@Nullable String raw, @Nullable FieldName prepared) {
        boolean ofField = nesting.depth() == room.level();
        if (ofField && !named && !torn && !swallowing.isOn() && !room.isFull() && fieldsNamed < MOST_FIELDS) {
            fieldsNamed++;
            return true; // nearly always
        }
        refuseTorn();
        if (swallowing.isOn() && swallowing.takesName(nesting.isArray())) {
            return false;
        }
        if (named) {
            nul();
            if (swallowing.isOn() && swallowing.takesName(false)) {
                return false; // the field outgrew the line by this, and is gone with the object of this name
            }
        }
        if (nesting.depth() > 0 && nesting.isArray()) {
            throw new Failure.Refusal("a field's name in an array");
        }
        if (!ofField && room.isOpen() && isCollectionFull()) {
            skipRest(1);
            return false;
        }
        if (ofField && ++fieldsNamed > MOST_FIELDS) {
            throw new Failure.Refusal("more than " + MOST_FIELDS + " fields");
        }
        if (ofField && room.isFull()) {
            if (seen.add(prepared == null ? rules.fieldNames().of(raw) : prepared, nesting.id())) {
                room.fieldDropped(false);
            }
            swallowing.value(nesting.depth(), 0);
            return false;
        }
        return true;
    }

    private void writeIfNew(FieldName name) {
        if (!seen.add(name, nesting.id())) {
            swallowing.value(nesting.depth(), 0);
            return;
        }
        if (nesting.depth() == room.level()) {
            room.fieldBegins(out.length());
            fieldsBefore = nesting.count();
        }
        writeName(name);
    }

    /**
     * Enters an object of which the caller writes the keys, so that fields can follow them. The next call writes the
     * value of one.
     *
     * @param keys how many there are
     */
    public void enterObject(int keys) {
        nesting.open(false);
        nesting.countTo(keys);
        named = true;
    }

    private void writeName(FieldName name) {
        putName(name);
        if (name.sensitive()) {
            masked++;
            ascii(syntax.isText() ? Redactor.MASK : '"' + Redactor.MASK + '"');
            if (!swallowing.isOn()) {
                swallowing.value(nesting.depth(), 0);
            }
        }
    }

    private void putName(FieldName name) {
        nesting.name(name.text());
        torn = true;
        syntax.name(name);
        named = true;
        torn = false;
    }

    // ---- values -----------------------------------------------------------------------------------------------

    /** Whether a value is to be written here and now; else it counts as swallowed. */
    private boolean begin() {
        if (swallowing.isOn()) {
            swallowing.takeScalar(nesting.isArray());
            return false;
        }
        refuseTorn();
        if (named) {
            torn = true;
            named = false;
        } else if (nesting.depth() > 0 && nesting.isArray()) {
            if (isCollectionFull()) {
                skipRest(1);
                return false;
            }
            torn = true;
            syntax.separate();
        } else if (nesting.depth() > 0 || room.isOpen()) {
            throw new Failure.Refusal("a value without a name");
        } else {
            torn = true;
        }
        return true;
    }

    private void end() {
        if (nesting.depth() == room.level()) {
            fieldEnded();
        } else if (isInField() && room.outgrows(out.length())) {
            dropField(true);
        }
        torn = false;
    }

    /** Writes a string: redacted, cut, escaped. */
    public void string(String value) {
        if (!begin()) {
            return;
        }
        boolean key = !room.isOpen();
        int most = key ? keyChars : rules.maxValueChars();
        boolean whole = most == 0 || most > value.length();
        if (whole && isInField() && room.outgrows(out.length() + (long) value.length())) {
            dropField(true);
            return;
        }
        strings.write(value, syntax.isText(), most, key ? keyBytes : Integer.MAX_VALUE);
        end();
    }

    /** Begins a string whose content the caller writes to the buffer itself, escaped. */
    public void openString() {
        if (begin()) {
            out.put('"');
        }
    }

    public void closeString() {
        out.put('"');
        end();
    }

    /** Writes how many bytes there are in place of the bytes. */
    void bytes(int count) {
        partial = true;
        string("[" + count + " bytes]");
    }

    public void number(long value) {
        if (begin()) {
            out.number(value);
            end();
        }
    }

    /** Writes a double; NaN and the infinities, which JSON lacks, as strings. */
    public void number(double value) {
        if (!Double.isFinite(value)) {
            string(Double.toString(value));
        } else if (begin()) {
            NumberText.write(out, value);
            end();
        }
    }

    public void number(float value) {
        if (!Float.isFinite(value)) {
            string(Float.toString(value));
        } else if (begin()) {
            NumberText.write(out, value);
            end();
        }
    }

    public void bool(boolean value) {
        ascii(value ? "true" : "false");
    }

    public void nul() {
        ascii("null");
    }

    /** Writes a value whose JSON is known and ASCII. */
    public void ascii(String json) {
        if (begin()) {
            out.ascii(json);
            end();
        }
    }

    // ---- containers -------------------------------------------------------------------------------------------

    public void startObject() {
        start(false);
    }

    public void startArray() {
        start(true);
    }

    private void start(boolean array) {
        if (swallowing.isOn()) {
            swallowing.takeStart();
            return;
        }
        if (room.isOpen() && nesting.depth() - room.level() >= MOST_DEPTH) {
            throw new Failure.Refusal("nests deeper than " + MOST_DEPTH);
        }
        if (nesting.depth() > 0 && nesting.isArray() && isCollectionFull()) {
            skipRest(0);
            swallowing.takeStart();
        } else if (begin()) {
            syntax.open(array);
            torn = false;
        }
    }

    public void endObject() {
        end(false);
    }

    public void endArray() {
        end(true);
    }

    private void end(boolean array) {
        if (swallowing.isOn() && swallowing.takesEnd(nesting.isArray())) {
            return;
        }
        if (nesting.depth() <= Math.max(room.level(), floor)) {
            throw new Failure.Refusal("nothing to close");
        }
        if (nesting.isArray() != array) {
            throw new Failure.Refusal("closes another kind of container");
        }
        refuseTorn();
        boolean cut = swallowing.isOn() && swallowing.isRest();
        swallowing.off();
        if (cut) {
            torn = true;
            writeRest();
            torn = false;
        }
        if (named) {
            nul();
            if (swallowing.isOn()) { // the field outgrew the line by this, and is gone with the container
                swallowing.takesEnd(false);
                return;
            }
        }
        torn = true;
        syntax.close(array);
        end();
    }

    /** The last element of a collection that was cut, saying how many more there were. */
    private void writeRest() {
        if (!nesting.isArray() && !seen.add(rules.innerNames().of(MORE), nesting.id())) {
            return;
        }
        if (nesting.isArray()) {
            syntax.separate();
        } else {
            syntax.asciiName(MORE);
        }
        out.ascii(swallowing.elements() > 0 ? "\"..." + swallowing.elements() + " more\"" : "\"...more\"");
    }

    /** Whether the open collection has as many elements as it may have. */
    boolean isCollectionFull() {
        return rules.maxElements() > 0 && nesting.count() >= rules.maxElements();
    }

    /** Swallows the rest of the open container; {@code known} elements of it are (negative = unknown how many). */
    void skipRest(int known) {
        partial = true;
        swallowing.rest(nesting.depth(), known);
    }

    /** Whether nothing is written just now, so that a caller with more to come may stop. */
    boolean isSkipping() {
        return swallowing.isOn();
    }

    /**
     * Keeps whoever writes next from closing what is open now.
     *
     * @return what to give back to {@link #floor}
     */
    int raiseFloor() {
        int before = floor;
        floor = nesting.depth();
        return before;
    }

    void floor(int level) {
        floor = level;
    }

    /** Closes what was left open below a level. */
    void closeTo(int level) {
        if (swallowing.isOn() && swallowing.level() >= level) {
            // The line stands at the swallowed part's level; a cut container still gets its note when it is closed.
            if (swallowing.isRest()) {
                swallowing.rest(swallowing.level(), swallowing.elements());
            } else {
                swallowing.off();
            }
        }
        while (nesting.depth() > level) {
            end(nesting.isArray());
        }
        if (nesting.depth() < level) {
            // The field is gone. What its writers have open is down to the level; what was left open is closed with
            // this.
            swallowing.value(nesting.depth(), level - nesting.depth());
        } else if (!swallowing.isRest()) {
            swallowing.off();
        }
    }

    // ---- undoing ----------------------------------------------------------------------------------------------

    /** Where a value is about to begin. */
    record Mark(int position, int depth, int count, boolean named, int written, int dropped) {}

    Mark mark() {
        refuseTorn();
        return new Mark(out.length(), nesting.depth(), nesting.count(), named, room.written(), room.dropped());
    }

    /**
     * Takes back what was written since the mark.
     *
     * @return whether another value has to be written there; not so when the whole field is gone meanwhile
     */
    boolean undo(Mark mark) {
        torn = true; // until all is done
        if (room.dropped() != mark.dropped) {
            swallowing.off();
            if (mark.depth > room.level()) {
                swallowing.value(room.level(), mark.depth - room.level());
            }
            torn = false;
            return false;
        }
        nesting.backTo(mark.depth);
        nesting.countTo(mark.count);
        out.truncate(mark.position);
        named = mark.named;
        room.writtenTo(mark.written);
        swallowing.off();
        torn = false;
        return true;
    }

    /**
     * Puts a text in the place of the value that a source failed to write; where no field is open, the text gets one of
     * its own.
     */
    public void failField(String placeholder) {
        boolean open = nesting.depth() > room.level() || named || torn;
        boolean gone = swallowing.isOn() && swallowing.level() == room.level();
        swallowing.off();
        nesting.backTo(room.level());
        if (gone) {
            return;
        }
        if (open) {
            torn = true; // until the name stands there anew
            FieldName name = rules.fieldNames().of(nesting.nameAt(room.level()));
            out.truncate(room.start());
            nesting.countTo(fieldsBefore);
            putName(name);
            string(placeholder);
        } else if (fieldsNamed < MOST_FIELDS) {
            name("unserializable");
            string(placeholder);
        }
    }

    // ---- for a view from outside ------------------------------------------------------------------------------

    Nesting nesting() {
        return nesting;
    }

    LineBuffer out() {
        return out;
    }

    WriteRules rules() {
        return rules;
    }
}
