package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.Redactor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows JSON's syntax: quotes, commas, nesting. Every field and value of a line comes through here,
 * whoever writes it, and is held to the same rules: no name twice in an object, the value of a sensitive name never
 * written, strings redacted and cut, collections cut, depth bounded, and the line no longer than it may be.
 *
 * <p>What must not be written is swallowed: the caller goes on as if it were. A caller that fails half-way is undone by
 * {@link #mark} and {@link #undo}. Not thread-safe.
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

    /** One source that names more fields than this in one line is stopped: it may have no end. */
    private static final int MOST_FIELDS = 10_000;

    /** A serializer that goes on for this many tokens after its value was cut is stopped: it may have no end. */
    private static final int MOST_SWALLOWED = 100_000;

    private static final int LEVELS = MOST_DEPTH + 4;

    private final WriteRules rules;
    private final LineBuffer out;
    private final BoundedText scratch = new BoundedText();
    private final NameSet seen = new NameSet();

    private final boolean[] isArray = new boolean[LEVELS];
    private final int[] counts = new int[LEVELS];
    private final int[] ids = new int[LEVELS];
    private final @Nullable String[] names = new String[LEVELS];
    private int depth;
    private int lastId;

    /** A name stands there and its value does not yet. */
    private boolean named;

    /** The level at which values are swallowed, or -1; the rest of a container, or one value. */
    private int skipLevel = -1;

    private boolean skipsRest;
    private int skipped;
    private int swallowed;

    private Style style = Style.NESTED;
    private int fieldLevel = -1;
    private int fieldStart;
    private int firstFieldStart;
    private int fieldsStart;
    private int limit;
    private int[] starts = new int[64];
    private int fields;
    private int fieldsNamed;
    private int dropped;
    private boolean full;
    private int masked;
    private boolean partial;

    /** The limits of the strings that stand beside the fields ({@code requestId}, a thread's name ...). */
    private int keyChars;

    private int keyBytes;

    /** Nothing at or above this level can be closed. */
    private int floor;

    public FieldWriter(WriteRules rules, LineBuffer out) {
        this.rules = rules;
        this.out = out;
    }

    /** Forgets everything; the first call for every line, whatever became of the one before. */
    public void reset() {
        depth = 0;
        lastId = 0;
        counts[0] = 0;
        ids[0] = 0;
        isArray[0] = false;
        named = false;
        skipLevel = -1;
        fieldLevel = -1;
        limit = Integer.MAX_VALUE;
        masked = 0;
        floor = 0;
        partial = false;
        keyChars = 0;
        keyBytes = Integer.MAX_VALUE;
        seen.clear();
        Arrays.fill(names, null);
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

    void setPartial() {
        partial = true;
    }

    // ---- fields -----------------------------------------------------------------------------------------------

    /**
     * Begins the fields.
     *
     * @param end the line's bytes may reach up to here, what {@link #endFields} closes included
     */
    public void beginFields(Style fieldStyle, int end) {
        style = fieldStyle;
        fieldsStart = out.length();
        if (style == Style.NESTED) {
            name("extra");
            startObject();
        }
        fieldLevel = depth;
        limit = end - (style == Style.NESTED ? 1 : 0);
        firstFieldStart = out.length();
        fields = 0;
        fieldsNamed = 0;
        dropped = 0;
        full = false;
    }

    /**
     * Ends the fields: closes what a caller left open and adds the count of those that did not fit.
     *
     * @return false where even the count did not fit; the fields are then gone from the line
     */
    public boolean endFields() {
        settle();
        boolean fits = dropped == 0 || writeDropped();
        limit = Integer.MAX_VALUE;
        fieldLevel = -1;
        if (!fits || (fields == 0 && dropped == 0)) {
            out.truncate(fieldsStart);
            if (style == Style.NESTED) {
                depth--;
                counts[depth]--;
            }
        } else if (style == Style.NESTED) {
            endObject();
        }
        return fits;
    }

    private boolean writeDropped() {
        while (true) {
            int start = out.length();
            separate();
            if (style == Style.TEXT) {
                out.ascii(DROPPED + '=');
            } else {
                out.ascii('"' + DROPPED + "\": ");
            }
            NumberText.write(out, dropped);
            if (out.length() <= limit) {
                return true;
            }
            out.truncate(start);
            counts[depth]--;
            if (fields == 0) {
                return false;
            }
            out.truncate(starts[--fields]);
            counts[depth]--;
            dropped++;
        }
    }

    /** Ends what a caller left open, so that the next field stands where it belongs. */
    public void settle() {
        if (skipLevel >= 0) {
            depth = skipLevel;
            if (!skipsRest) {
                skipLevel = -1;
            }
        }
        while (depth > fieldLevel) {
            end(isArray[depth]);
        }
        if (named) {
            nul();
        }
        skipLevel = -1;
    }

    /** How many fields did not fit so far. */
    public int dropped() {
        return dropped;
    }

    private void fieldDone() {
        if (out.length() > limit) {
            dropField(outgrows(0));
            skipLevel = -1;
            return;
        }
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2);
        }
        starts[fields++] = fieldStart;
    }

    /** Whether the open field, and {@code more} bytes, are more than fields may take in all. */
    private boolean outgrows(int more) {
        return fieldLevel >= 0
                && depth >= fieldLevel
                && out.length() + (long) more - fieldStart > limit - firstFieldStart;
    }

    /**
     * Takes the open field back. One that could never fit goes {@code alone}; else the line is full, and what comes
     * after it, of lower rank, goes too.
     */
    private void dropField(boolean alone) {
        full |= !alone;
        out.truncate(fieldStart);
        counts[fieldLevel]--;
        dropped++;
        named = false;
        skipLevel = depth == fieldLevel ? -1 : fieldLevel;
        skipsRest = false;
    }

    // ---- names and values -------------------------------------------------------------------------------------

    public void name(@Nullable String raw) {
        if (skipLevel >= 0) {
            if (skipsRest || depth != skipLevel) {
                swallowName();
                return;
            }
            skipLevel = -1; // the swallowed value never came
        }
        if (named) {
            nul();
        }
        if (isArray[depth]) {
            throw new Failure.Refusal("a field's name in an array");
        }
        boolean field = depth == fieldLevel;
        FieldName name = (field ? rules.fieldNames() : rules.innerNames()).of(raw, scratch);
        if (!field && fieldLevel >= 0 && rules.maxElements() > 0 && counts[depth] >= rules.maxElements()) {
            skipRest(1);
            return;
        }
        if (!seen.add(name.text(), ids[depth])) {
            skipValue();
            return;
        }
        if (field && ++fieldsNamed > MOST_FIELDS) {
            throw new Failure.Refusal("more than " + MOST_FIELDS + " fields");
        }
        if (field && full) {
            dropped++;
            skipValue();
            return;
        }
        if (field) {
            fieldStart = out.length();
        }
        separate();
        out.put(depth == 0 ? name.label() : name.json());
        names[depth] = name.text();
        named = true;
        if (name.sensitive()) {
            masked++;
            ascii(depth == 0 ? Redactor.MASK : '"' + Redactor.MASK + '"');
            if (skipLevel < 0) {
                skipValue();
            }
        }
    }

    private void separate() {
        if (counts[depth]++ > 0) {
            out.ascii(depth == 0 ? " " : ", ");
        } else if (depth == 0) {
            out.ascii(" | ");
        }
    }

    /** Whether a value is to be written here and now; else it counts as swallowed. */
    private boolean begin() {
        if (skipLevel >= 0) {
            swallowValue();
            return false;
        }
        if (isArray[depth]) {
            if (rules.maxElements() > 0 && counts[depth] >= rules.maxElements()) {
                skipRest(1);
                return false;
            }
            separate();
        } else if (named) {
            named = false;
        } else if (depth > 0 || fieldLevel == 0) {
            throw new Failure.Refusal("a value without a name");
        }
        return true;
    }

    private void end() {
        if (depth == fieldLevel) {
            fieldDone();
        } else if (outgrows(0)) {
            dropField(true);
        }
    }

    /** Writes a string: redacted, cut, escaped. */
    public void string(String value) {
        if (!begin()) {
            return;
        }
        boolean key = fieldLevel < 0;
        int most = key ? keyChars : rules.maxValueChars();
        if ((most == 0 || most > value.length()) && outgrows(value.length())) {
            dropField(true);
            return;
        }
        scratch.reset(key && most == 0 ? keyBytes : most).append(value);
        Redactor redactor = rules.redactor();
        if (redactor != null) {
            scratch.redact(redactor);
        }
        scratch.cut(most);
        if (depth == 0 && scratch.isBare()) {
            scratch.writeTo(out, Escapes.TEXT_INLINE);
        } else {
            out.put('"');
            int start = out.length();
            scratch.writeTo(out, rules.escapes());
            if (key && out.length() - start > keyBytes) {
                out.truncate(start);
                scratch.cutToBytes(rules.escapes(), keyBytes, most);
                scratch.writeTo(out, rules.escapes());
            }
            out.put('"');
        }
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
            NumberText.write(out, value);
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

    // ---- nesting ----------------------------------------------------------------------------------------------

    public void startObject() {
        start(false);
    }

    public void startArray() {
        start(true);
    }

    private void start(boolean array) {
        if (skipLevel >= 0) {
            if (++depth > MOST_SWALLOWED / 100) {
                throw new Failure.Refusal("nests deeper than " + MOST_DEPTH);
            }
            return;
        }
        if (fieldLevel >= 0 && depth - fieldLevel >= MOST_DEPTH) {
            throw new Failure.Refusal("nests deeper than " + MOST_DEPTH);
        }
        if (!begin()) {
            depth++;
            return;
        }
        out.put(array ? '[' : '{');
        depth++;
        isArray[depth] = array;
        counts[depth] = 0;
        ids[depth] = ++lastId;
        names[depth] = null;
    }

    public void endObject() {
        end(false);
    }

    public void endArray() {
        end(true);
    }

    private void end(boolean array) {
        if (depth <= Math.max(fieldLevel, floor)) {
            throw new Failure.Refusal("nothing to close");
        }
        if (skipLevel >= 0 && depth > skipLevel) {
            depth--;
            if (depth == skipLevel) {
                if (!skipsRest) {
                    skipLevel = -1;
                } else if (isArray[depth]) {
                    countSkipped();
                }
            }
            return;
        }
        if (skipLevel >= 0) {
            skipLevel = -1;
            if (skipsRest) {
                writeRest();
            }
        }
        if (isArray[depth] != array) {
            throw new Failure.Refusal("closes another kind of container");
        }
        if (named) {
            nul();
        }
        out.put(array ? ']' : '}');
        names[depth] = null;
        depth--;
        end();
    }

    /** The last element of a collection that was cut, saying how many more there were. */
    private void writeRest() {
        String note = skipped > 0 ? "\"..." + skipped + " more\"" : "\"...more\"";
        separate();
        if (!isArray[depth]) {
            out.ascii("\"...\": ");
        }
        out.ascii(note);
    }

    // ---- swallowing -------------------------------------------------------------------------------------------

    private void skipValue() {
        skipLevel = depth;
        skipsRest = false;
        swallowed = 0;
    }

    /** Swallows the rest of the open container; {@code count} elements of it are known (negative = unknown). */
    void skipRest(int count) {
        skipLevel = depth;
        skipsRest = true;
        partial = true;
        skipped = count;
        swallowed = 0;
    }

    /** Whether nothing is written just now, so that a caller with more to come may stop. */
    boolean isSkipping() {
        return skipLevel >= 0;
    }

    /** Whether the open collection has as many elements as it may have. */
    boolean isCollectionFull() {
        return rules.maxElements() > 0 && counts[depth] >= rules.maxElements();
    }

    private void countSkipped() {
        if (skipped >= 0) {
            skipped++;
        }
    }

    private void swallowName() {
        tire();
        if (skipsRest && depth == skipLevel) {
            countSkipped();
        }
    }

    private void swallowValue() {
        tire();
        if (depth == skipLevel) {
            if (!skipsRest) {
                skipLevel = -1;
            } else if (isArray[depth]) {
                countSkipped();
            }
        }
    }

    private void tire() {
        if (++swallowed > MOST_SWALLOWED) {
            throw new Failure.Refusal("more than " + MOST_SWALLOWED + " elements");
        }
    }

    // ---- a value's own containers -----------------------------------------------------------------------------

    /**
     * Keeps whoever writes next from closing what is open now.
     *
     * @return what to give back to {@link #floor}
     */
    int raiseFloor() {
        int before = floor;
        floor = depth;
        return before;
    }

    void floor(int level) {
        floor = level;
    }

    /** Closes what was left open below a level. */
    void closeTo(int level) {
        if (depth > level && skipLevel >= 0) {
            depth = Math.max(skipLevel, level);
            if (skipLevel >= level && !skipsRest) {
                skipLevel = -1;
            }
        }
        while (depth > level) {
            end(isArray[depth]);
        }
    }

    // ---- undoing ----------------------------------------------------------------------------------------------

    /** Where a value is about to begin. */
    record Mark(int position, int depth, int count, boolean named, int fields, int dropped) {}

    Mark mark() {
        return new Mark(out.length(), depth, counts[depth], named, fields, dropped);
    }

    /**
     * Takes back what was written since the mark.
     *
     * @return whether another value has to be written there; not so when the whole field is gone meanwhile
     */
    boolean undo(Mark mark) {
        depth = mark.depth;
        if (dropped != mark.dropped) {
            skipLevel = depth == fieldLevel ? -1 : fieldLevel;
            skipsRest = false;
            return false;
        }
        out.truncate(mark.position);
        counts[depth] = mark.count;
        named = mark.named;
        fields = mark.fields;
        skipLevel = -1;
        return true;
    }

    /**
     * Puts a text in the place of the value that a source failed to write; where no field is open, the text gets one of
     * its own.
     */
    public void failField(String placeholder) {
        if (skipLevel == fieldLevel) {
            depth = fieldLevel;
            skipLevel = -1;
        } else if (depth > fieldLevel || named) {
            depth = fieldLevel;
            skipLevel = -1;
            named = true;
            FieldName name = rules.fieldNames().of(names[fieldLevel], scratch);
            out.truncate(fieldStart);
            counts[fieldLevel]--;
            separate();
            out.put(depth == 0 ? name.label() : name.json());
            string(placeholder);
        } else if (fieldsNamed < MOST_FIELDS) {
            name("unserializable");
            string(placeholder);
        }
    }

    // ---- for a view from outside ------------------------------------------------------------------------------

    int depth() {
        return depth;
    }

    boolean isArrayAt(int level) {
        return isArray[level];
    }

    int countAt(int level) {
        return counts[level];
    }

    @Nullable
    String nameAt(int level) {
        return names[level];
    }

    LineBuffer out() {
        return out;
    }

    WriteRules rules() {
        return rules;
    }
}
