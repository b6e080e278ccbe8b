package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies the line's rules to each token of its fields: names, values, starts and ends of containers. No name is written
 * twice in an object, the value of a sensitive name is masked, strings are redacted and cut ({@link StringOutput}),
 * collections are cut, nesting is limited, and a field that is too large is dropped ({@link FieldBudget}).
 * {@link JsonWriter} writes the syntax. Every token passes through here, whatever its source, except fields that
 * {@link FieldWriter} writes or copies in one step.
 *
 * <p>Tokens that the line does not take are skipped ({@link TokenSkipper}), and the caller continues as if they were
 * written. If a caller fails, what it wrote is undone by {@link #mark} and {@link #rollback}. Not thread-safe.
 */
abstract sealed class TokenWriter permits FieldWriter {

    /** Maximum nesting of a value; a deeper value fails. (Jackson's own limit is 500.) */
    static final int MAX_DEPTH = 32;

    /** In an object that was cut, the name of the entry that says how many elements are missing. */
    private static final String MORE = "...";

    /** After this many duplicate names an object takes no more elements. Its source may be endless. */
    private static final int MAX_DUPLICATES = 100_000;

    final WriteRules rules;
    private final FieldNames fieldNames;
    private final FieldNames innerNames;
    private final Limits limits;
    final LineBuffer out;
    final StringOutput strings;
    final JsonWriter json;
    final NameSet seen = new NameSet();
    final TokenSkipper skipper = new TokenSkipper();
    final FieldBudget budget = new FieldBudget();
    final SecretEntries entries = new SecretEntries(MAX_DEPTH + 1);

    /** For each open object, how many elements were left out because their name was already used. */
    final int[] duplicates = new int[MAX_DEPTH + 2];

    private final List<Mark> marks = new ArrayList<>();
    int usedMarks;

    /** Whether the name that was written last is sensitive, so that its value must be masked. */
    boolean secret;

    /** The current source must not close containers at this depth or less: an outer caller opened them. */
    int floor;

    /** Limit of a string, in code points. */
    int maxChars;

    /** Limit of a string, in escaped bytes. */
    int maxBytes;

    /** Limit of a collection, in elements. */
    private int maxElements;

    TokenWriter(WriteRules rules, LineBuffer out, StringOutput strings) {
        this.rules = rules;
        this.fieldNames = rules.fieldNames();
        this.innerNames = rules.innerNames();
        this.limits = rules.limits();
        this.out = out;
        this.strings = strings;
        this.json = new JsonWriter(out, MAX_DEPTH + 1);
    }

    /**
     * Sets the maximum length of the strings that follow.
     *
     * @param chars maximum, in code points
     * @param bytes maximum, in bytes after escaping
     */
    public void limitStrings(int chars, int bytes) {
        maxChars = chars;
        maxBytes = bytes;
    }

    /**
     * Turns the limits of values on or off. They are off for values that were cut before they went through a decorator.
     */
    void limitValues(boolean isLimited) {
        limitStrings(isLimited ? limits.valueChars() : Limits.UNLIMITED, Limits.UNLIMITED);
        maxElements = isLimited ? limits.elements() : Limits.UNLIMITED;
    }

    /** Undoes all that was written after the last complete field. */
    void rollbackField() {
        json.rollback(budget.end(), 0, budget.written(), false);
        entries.rollback(0, budget.end());
        secret = false;
    }

    /** Drops the open field, and skips the rest of its value. */
    private void dropField() {
        int opened = json.depth();
        rollbackField();
        budget.drop(true);
        if (opened > 0) {
            skipper.skipValue(0, opened);
        }
    }

    // ---- names ------------------------------------------------------------------------------------------------

    /** Begins a field, or an element of an object, with this name. */
    public void name(@Nullable String raw) {
        if (admitName(raw)) {
            writeName(names().of(raw));
        }
    }

    /**
     * Gives the next element of an array a name, for a bean that is written as an array. The name is not written; if it
     * is sensitive, the element is masked.
     */
    void nameElement(String name) {
        FieldName prepared = names().of(name);
        secret = entries.examineField(prepared.part(), json.depth(), 0) || prepared.sensitive();
    }

    FieldNames names() {
        return json.depth() == 0 ? fieldNames : innerNames;
    }

    /** Like {@link #name(String)}, for a prepared name. */
    public void name(FieldName name) {
        if (admitName(name.text())) {
            writeName(name);
        }
    }

    /** Returns whether the line takes a name now; if not, the name counts as skipped. */
    private boolean admitName(@Nullable String name) {
        boolean ofField = json.depth() == 0;
        if (ofField && !json.awaitsValue() && !skipper.isSkipping() && budget.takes(1)) {
            budget.countNamed(1);
            return true; // the usual case
        }
        if (skipper.isSkipping() && skipper.skipName(json.isArray())) {
            return false;
        }
        if (json.awaitsValue()) {
            nullValue();
            if (skipper.isSkipping() && skipper.skipName(false)) {
                return false; // the null made the field too large: it was dropped, with this object
            }
        }
        if (json.isArray()) {
            throw new Failure.Refusal("a field's name in an array");
        }
        if (!ofField && isCollectionFull()) {
            skipRest(1);
            return false;
        }
        return !ofField || admitField(String.valueOf(name));
    }

    private boolean admitField(String name) {
        if (!budget.countNamed(1)) {
            throw new Failure.Refusal("more than " + FieldBudget.MAX_FIELDS + " fields");
        }
        if (budget.isFull()) {
            // The name is not prepared, unlike a name that is written: very many fields may be dropped.
            if (seen.add(name, json.id())) {
                budget.drop(true);
            }
            entries.examineSkipped(EntryPart.of(name));
            skipper.skipValue(0, 0);
            return false;
        }
        return true;
    }

    private void writeName(FieldName name) {
        if (!seen.add(name.text(), json.id())) {
            duplicates[json.depth()]++;
            entries.examineSkipped(name.part());
            skipper.skipValue(json.depth(), 0);
            return;
        }
        putName(name);
    }

    void putName(FieldName name) {
        json.name(name);
        secret = entries.examineField(name.part(), json.depth(), out.length()) || name.sensitive();
    }

    // ---- values -----------------------------------------------------------------------------------------------

    /** Returns whether the line takes a value now; if not, the value counts as skipped. */
    private boolean admitValue() {
        if (skipper.isSkipping()) {
            skipper.skipScalar(json.isArray());
            return false;
        }
        if (!json.awaitsValue()) {
            if (!json.isArray()) {
                throw new Failure.Refusal("a value without a name");
            }
            if (isCollectionFull()) {
                skipRest(1);
                return false;
            }
        }
        return true;
    }

    /** Like {@link #admitValue}. Under a sensitive name, writes the mask and returns false. */
    private boolean admitUnmaskedValue() {
        if (!admitValue()) {
            return false;
        }
        if (secret) {
            mask();
            return false;
        }
        return true;
    }

    /** Whether the next value will be masked, so that it need not be read. */
    boolean masksNextValue() {
        return secret && !skipper.isSkipping();
    }

    /** Writes the mask in place of a value. */
    void mask() {
        secret = false;
        string(Redactor.MASK);
    }

    /** Ends a value. Drops the field if it does not fit, or is already larger than the whole budget. */
    void valueEnded() {
        if (json.depth() == 0) {
            if (!budget.endField(out.length())) {
                rollbackField();
            }
        } else if (budget.exceedsLimit(out.length())) {
            dropField();
        }
    }

    /** Writes a string: redacted, cut, escaped. */
    public void string(String value) {
        if (skipper.isSkipping()) {
            entries.string(value, json.depth(), innerNames); // also a name that is not written says what a value is
        }
        if (!admitUnmaskedValue()) {
            return;
        }
        if (value.length() <= maxChars && budget.exceedsLimitRaw(out.length() + (long) value.length())) {
            dropField();
            return;
        }
        entries.string(value, json.depth(), innerNames);
        boolean mayBeBare = json.isTextValue();
        json.beginValue();
        if (mayBeBare) {
            strings.writeBareOrQuoted(out, value, maxChars);
        } else {
            strings.write(out, value, maxChars, maxBytes);
        }
        valueEnded();
    }

    /** Writes how many bytes a value has, not the bytes themselves. */
    void bytes(int count) {
        string("[" + count + " bytes]");
    }

    public void number(long value) {
        if (admitUnmaskedValue()) {
            json.number(value);
            valueEnded();
        }
    }

    /** Writes a double; NaN and the infinities, which JSON does not have, become strings. */
    public void number(double value) {
        if (!Double.isFinite(value)) {
            string(Double.toString(value));
        } else if (admitUnmaskedValue()) {
            json.beginValue();
            NumberText.write(out, value);
            valueEnded();
        }
    }

    public void number(float value) {
        if (!Float.isFinite(value)) {
            string(Float.toString(value));
        } else if (admitUnmaskedValue()) {
            json.beginValue();
            NumberText.write(out, value);
            valueEnded();
        }
    }

    /** Writes a number that is given as JSON. */
    void number(String digits) {
        if (admitUnmaskedValue()) {
            json.ascii(digits);
            valueEnded();
        }
    }

    /** Writes a boolean, even under a sensitive name: it reveals no secret. */
    public void bool(boolean value) {
        literal(value ? "true" : "false");
    }

    /** Writes null, even under a sensitive name. */
    public void nullValue() {
        literal("null");
    }

    private void literal(String literal) {
        if (admitValue()) {
            secret = false;
            json.ascii(literal);
            valueEnded();
        }
    }

    // ---- containers -------------------------------------------------------------------------------------------

    public void startObject() {
        start(false, null);
    }

    public void startArray() {
        start(true, null);
    }

    /** @param container the Java object that is written, to detect one that contains itself; null = not known */
    void start(boolean array, @Nullable Object container) {
        if (skipper.isSkipping()) {
            skipper.skipStart();
        } else if (admitContainer(container)) {
            json.open(array, container);
            duplicates[json.depth()] = 0;
            entries.begin(json.depth());
        }
    }

    /** Returns whether the line takes a container now; if not, the container counts as skipped. */
    private boolean admitContainer(@Nullable Object container) {
        if (json.depth() >= MAX_DEPTH) {
            throw new Failure.Refusal("nests deeper than " + MAX_DEPTH);
        }
        if (json.depth() > 0 && container != null && json.isOpen(container)) {
            throw new Failure.Refusal("contains itself", container);
        }
        if (!json.awaitsValue() && json.isArray() && isCollectionFull()) {
            skipRest(0);
            skipper.skipStart();
            return false;
        }
        if (secret) {
            mask();
            if (skipper.isSkipping()) { // the mask made the field too large: the field was dropped
                skipper.skipStart();
            } else {
                skipper.skipValue(json.depth(), 1);
            }
            return false;
        }
        return admitValue();
    }

    public void endObject() {
        end(false);
    }

    public void endArray() {
        end(true);
    }

    private void end(boolean array) {
        if (skipper.isSkipping() && skipper.skipEnd(json.isArray())) {
            return;
        }
        if (json.depth() <= floor) {
            throw new Failure.Refusal("nothing to close");
        }
        if (json.isArray() != array) {
            throw new Failure.Refusal("closes another kind of container");
        }
        boolean cut = skipper.isSkipping() && skipper.isSkippingRest();
        int more = cut ? skipper.elements() : 0;
        skipper.stopSkipping();
        if (json.awaitsValue()) {
            nullValue();
            if (skipper.isSkipping()) { // the null made the field too large: it was dropped, with this container
                skipper.skipEnd(false);
                return;
            }
        }
        if (cut || duplicates[json.depth()] > 0) {
            writeMoreNote(more);
        }
        entries.end(json.depth(), out);
        json.close();
        valueEnded();
    }

    /**
     * Writes the last element of a collection that was cut: how many elements are missing.
     *
     * @param more how many are missing, without those of a duplicate name; negative = not known
     */
    private void writeMoreNote(int more) {
        int total = more < 0 ? 0 : more + duplicates[json.depth()];
        if (!json.isArray()) {
            String name = MORE;
            while (!seen.add(name, json.id())) {
                name += '.'; // an element has this name
            }
            json.name(innerNames.of(name));
        }
        json.beginValue();
        String text = total > 0 ? "..." + total + " more" : "...more";
        strings.write(out, text, Limits.UNLIMITED, Limits.UNLIMITED);
    }

    /** Whether the open collection takes no more elements. */
    boolean isCollectionFull() {
        return json.count() >= maxElements || duplicates[json.depth()] > MAX_DUPLICATES;
    }

    /**
     * Skips the rest of the open container, of which {@code missing} elements are missing already; negative = not
     * known.
     */
    void skipRest(int missing) {
        skipper.skipRest(json.depth(), missing);
    }

    /** Skips the rest of the open container, which has {@code size} elements in all (negative = not known). */
    void skipRestOf(int size) {
        int more = size - json.count() - duplicates[json.depth()];
        skipRest(more > 0 ? more : -1);
    }

    /** Ends the container at this level early, if its rest is being skipped; returns whether it did. */
    boolean tryEndRest(int level, int size) {
        if (!skipper.isSkipping() || !skipper.isSkippingRest() || skipper.level() != level) {
            return false;
        }
        skipRestOf(size);
        closeTo(level - 1);
        return true;
    }

    /** Ends the value at the mark early, if it is being skipped; returns whether it did. */
    boolean tryEndValue(Mark mark) {
        if (!skipper.isSkipping()
                || skipper.isSkippingRest()
                || skipper.level() != mark.depth
                || json.depth() != mark.depth) {
            return false;
        }
        skipper.stopSkipping();
        return true;
    }

    /** Whether tokens are being skipped. A caller that has more to write may then stop. */
    boolean isSkipping() {
        return skipper.isSkipping();
    }

    /** Whether this writer threw the exception, to stop a caller whose output is no longer needed. */
    public static boolean isStop(Throwable thrown) {
        return TokenSkipper.isStop(thrown);
    }

    TokenSkipper skipper() {
        return skipper;
    }

    /**
     * Sets the floor to the current depth, so that the code called next cannot close the containers that are open now.
     *
     * @return the previous floor, for {@link #restoreFloor}
     */
    int raiseFloor() {
        int before = floor;
        floor = json.depth();
        return before;
    }

    void restoreFloor(int level) {
        floor = level;
    }

    /** Closes the containers that are still open below a level. */
    void closeTo(int level) {
        if (skipper.isSkipping() && skipper.level() >= level) {
            // The skipping ends. A container that was cut gets its note when it is closed.
            if (skipper.isSkippingRest()) {
                skipper.skipRest(skipper.level(), skipper.elements());
            } else {
                skipper.stopSkipping();
            }
        }
        while (json.depth() > level) {
            end(json.isArray());
        }
        if (json.depth() < level) {
            // The field was dropped. Its callers still write to containers down to this level; these are skipped.
            skipper.skipValue(json.depth(), level - json.depth());
        } else if (!skipper.isSkippingRest()) {
            skipper.stopSkipping();
        }
    }

    // ---- rollback ---------------------------------------------------------------------------------------------

    /** A position in the output where a value, or an element of an object, begins. */
    static final class Mark {
        private int position;
        private int depth;
        private int count;
        private boolean named;
        private boolean secret;
        private int written;
        private int dropped;
        private int floorBefore;
        private long stopsBefore;

        int depth() {
            return depth;
        }
    }

    /**
     * Marks the current position. Each mark must be released by {@link #release}, the last one first. Marks are reused,
     * because a bean needs one for each property.
     */
    Mark mark() {
        if (usedMarks == marks.size()) {
            marks.add(new Mark());
        }
        Mark mark = marks.get(usedMarks++);
        mark.position = out.length();
        mark.depth = json.depth();
        mark.count = json.count();
        mark.named = json.awaitsValue();
        mark.secret = secret;
        mark.written = budget.written();
        mark.dropped = budget.dropped();
        return mark;
    }

    /**
     * Marks the position where a part of a bean begins. If the part fails, only the part is replaced. {@link #endPart}
     * must follow.
     *
     * @param isSingle whether the part is one property, and ends with its value
     */
    Mark beginPart(boolean isSingle) {
        Mark part = mark();
        part.floorBefore = raiseFloor();
        part.stopsBefore = isSingle ? skipper.allowValueStop(part.depth) : skipper.forbidValueStop(part.depth);
        return part;
    }

    void endPart(Mark part) {
        skipper.restoreValueStops(part.stopsBefore);
        floor = part.floorBefore;
        release();
    }

    /** Releases the last mark. */
    void release() {
        usedMarks--;
    }

    /**
     * Undoes what was written after the mark.
     *
     * @return whether another value must be written there; false if the whole field has been dropped since
     */
    boolean rollback(Mark mark) {
        if (budget.dropped() != mark.dropped) {
            skipper.stopSkipping();
            if (mark.depth > 0) {
                skipper.skipValue(0, mark.depth);
            }
            return false;
        }
        json.rollback(mark.position, mark.depth, mark.count, mark.named);
        entries.rollback(mark.depth, mark.position);
        budget.rollback(mark.written);
        secret = mark.secret;
        skipper.stopSkipping();
        return true;
    }

    /**
     * Replaces an element that failed by a text: undoes what was written after the mark, and writes the text there.
     *
     * @param name the element's name; null = it is an element of an array
     */
    void replaceFailedElement(Mark mark, @Nullable String name, String placeholder) {
        if (!rollback(mark)) {
            return;
        }
        if (name != null) {
            FieldName prepared = names().of(name);
            seen.add(prepared.text(), json.id());
            putName(prepared);
        }
        string(placeholder);
    }

    // ---- state ------------------------------------------------------------------------------------------------

    /** Returns the current path as a Jackson context. */
    PathContext path() {
        return PathContext.of(json, rules.fieldsKey());
    }

    int depth() {
        return json.depth();
    }

    WriteRules rules() {
        return rules;
    }
}
