package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the fields of a line to its rules. Every field and value comes through here, from whatever source: no name twice
 * in an object, the value of a sensitive name masked, strings redacted and cut ({@link StringOutput}), collections cut,
 * depth bounded, no more bytes than the line may have ({@link FieldBudget}). {@link JsonWriter} knows the syntax.
 *
 * <p>What must not be written is skipped ({@link TokenSkipper}): the caller goes on as if it were written. A caller that
 * fails half-way is undone by {@link #mark} and {@link #undo}, or by {@link #failField}. Not thread-safe.
 */
public final class FieldWriter {

    /** A value that nests deeper fails (a bound of this library; Jackson's own is 500). */
    static final int MAX_DEPTH = 32;

    /** The name of the field that counts the fields that did not fit. */
    public static final String DROPPED = "_dropped";

    /** The name, in an object that was cut, of what says how many more elements there were. */
    private static final String MORE = "...";

    /** A line whose sources name more fields than this takes no more: one of them may have no end. */
    private static final int MAX_FIELDS = 1_000_000;

    /** An object with more elements than this of names that it has already takes no more: its source may have no end. */
    private static final int MAX_ALIKE = 100_000;

    private final WriteRules rules;
    private final FieldNames fieldNames;
    private final FieldNames innerNames;
    private final Limits limits;
    private final LineBuffer out;
    private final StringOutput strings;
    private final JsonWriter json;
    private final NameSet seen = new NameSet();
    private final TokenSkipper skipper = new TokenSkipper();
    private final FieldBudget budget = new FieldBudget();

    /** Elements of the open objects that were left out, as another had their name. */
    private final int[] alike = new int[MAX_DEPTH + 2];

    private final List<Mark> marks = new ArrayList<>();
    private int marked;

    /** Whether the value of the name that was written last is a secret. */
    private boolean secret;

    /** Containers at this depth or above cannot be closed. */
    private int floor;

    private int named;

    /** Limits of strings. */
    private int maxChars;

    private int maxBytes;

    /** Elements of a collection. */
    private int maxElements;

    FieldWriter(WriteRules rules, LineBuffer out, StringOutput strings) {
        this.rules = rules;
        this.fieldNames = rules.fieldNames();
        this.innerNames = rules.innerNames();
        this.limits = rules.limits();
        this.out = out;
        this.strings = strings;
        this.json = new JsonWriter(out, MAX_DEPTH + 1);
    }

    /**
     * Begins the fields of a line, at the beginning of the buffer, whatever became of what was written before.
     *
     * @param asText whether they are written as {@code name=value}, and not as JSON
     * @param maxFieldBytes that all fields together may take
     */
    public void begin(boolean asText, int maxFieldBytes) {
        out.truncate(0);
        json.reset(asText);
        skipper.reset();
        budget.reset(maxFieldBytes);
        seen.clear();
        secret = false;
        floor = 0;
        named = 0;
        marked = 0;
        alike[0] = 0;
        limitValues(true);
    }

    /**
     * Limits the strings that follow.
     *
     * @param chars code points
     * @param bytes bytes as escaped
     */
    public void limitStrings(int chars, int bytes) {
        maxChars = chars;
        maxBytes = bytes;
    }

    /** Whether values are cut here; not so those that were cut on their way to a decorator. */
    void limitValues(boolean isLimited) {
        limitStrings(isLimited ? limits.valueChars() : Limits.UNLIMITED, Limits.UNLIMITED);
        maxElements = isLimited ? limits.elements() : Limits.UNLIMITED;
    }

    /** How many fields were written. */
    public int written() {
        return budget.written();
    }

    /** How many did not fit. */
    public int dropped() {
        return budget.dropped();
    }

    /** Where the field of this number ends in the buffer; 0 for the one before the first. */
    public int end(int field) {
        return budget.end(field);
    }

    // ---- fields -----------------------------------------------------------------------------------------------

    /** Ends what a source left open, so that the next field begins where it belongs. */
    public void settle() {
        if (!json.isNamed() && !skipper.isOn() && json.depth() == 0) {
            return; // nearly always
        }
        floor = 0;
        closeTo(0);
        if (json.isNamed()) {
            nul();
        }
        skipper.off();
    }

    /**
     * Puts a text in the place of the field that a source failed to write; where none is open, the text gets one of its
     * own. Fields that were written whole stay.
     */
    public void failField(String placeholder) {
        boolean open = json.depth() > 0 || json.isNamed() || out.length() > budget.end();
        boolean gone = skipper.isOn() && skipper.level() == 0 && !open;
        String name = open ? json.nameAt(0) : null;
        backToFields();
        if (gone) {
            return;
        }
        if (open) {
            FieldName own = names().of(name);
            json.name(own);
            secret = own.sensitive(); // what a failure says may be the secret
            string(placeholder);
        } else if (named < MAX_FIELDS) {
            name("unserializable");
            string(placeholder);
        }
    }

    /** Takes back all that was written after the last whole field. */
    private void backToFields() {
        json.backTo(budget.end(), 0, budget.written(), false);
        skipper.reset();
        secret = false;
        floor = 0;
    }

    /** Takes the open field back and skips what is still to come of its value. */
    private void dropField() {
        int opened = json.depth();
        json.backTo(budget.end(), 0, budget.written(), false);
        budget.drop(true);
        secret = false;
        if (opened > 0) {
            skipper.value(0, opened);
        }
    }

    // ---- names ------------------------------------------------------------------------------------------------

    /** Begins a field, or an element of an object, of this name. */
    public void name(@Nullable String raw) {
        if (takesName(raw)) {
            writeName(names().of(raw));
        }
    }

    private FieldNames names() {
        return json.depth() == 0 ? fieldNames : innerNames;
    }

    /** The same for a name that was prepared. */
    public void name(FieldName name) {
        if (takesName(name.text())) {
            writeName(name);
        }
    }

    /** Whether a name is to be written here and now. */
    private boolean takesName(@Nullable String name) {
        boolean ofField = json.depth() == 0;
        if (ofField && !json.isNamed() && !skipper.isOn() && !budget.isFull() && named < MAX_FIELDS) {
            named++;
            return true; // nearly always
        }
        if (skipper.isOn() && skipper.takesName(json.isArray())) {
            return false;
        }
        if (json.isNamed()) {
            nul();
            if (skipper.isOn() && skipper.takesName(false)) {
                return false; // the field outgrew the line by this, and is gone with the object of this name
            }
        }
        if (json.isArray()) {
            throw new Failure.Refusal("a field's name in an array");
        }
        if (!ofField && isCollectionFull()) {
            skipRest(1);
            return false;
        }
        return !ofField || takesField(String.valueOf(name));
    }

    private boolean takesField(String name) {
        if (++named > MAX_FIELDS) {
            throw new Failure.Refusal("more than " + MAX_FIELDS + " fields");
        }
        if (budget.isFull()) {
            // Not prepared as those that are written are: there may be very many.
            if (seen.add(name, json.id())) {
                budget.drop(true);
            }
            skipper.value(0, 0);
            return false;
        }
        return true;
    }

    private void writeName(FieldName name) {
        if (!seen.add(name.text(), json.id())) {
            alike[json.depth()]++;
            skipper.value(json.depth(), 0);
            return;
        }
        json.name(name);
        secret = name.sensitive();
    }

    // ---- values -----------------------------------------------------------------------------------------------

    /** Whether a value is to be written here and now; else it counts as skipped. */
    private boolean takesValue() {
        if (skipper.isOn()) {
            skipper.takeScalar(json.isArray());
            return false;
        }
        if (!json.isNamed()) {
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

    /** The same; if the name is sensitive, the mask is written instead. */
    private boolean takesShownValue() {
        if (!takesValue()) {
            return false;
        }
        if (secret) {
            mask();
            return false;
        }
        return true;
    }

    /** Whether the value that follows will be hidden, so that it need not be looked at. */
    boolean hides() {
        return secret && !skipper.isOn();
    }

    /** Writes the mask in the place of a value. */
    void mask() {
        secret = false;
        string(Redactor.MASK);
    }

    private void ended() {
        if (json.depth() == 0) {
            int end = out.length();
            if (!budget.endField(end)) {
                json.backTo(budget.end(), 0, budget.written(), false);
            }
        } else if (budget.outgrows(out.length())) {
            dropField();
        }
    }

    /** Writes a string: redacted, cut, escaped. */
    public void string(String value) {
        if (!takesShownValue()) {
            return;
        }
        if (value.length() <= maxChars && budget.outgrows(out.length() + (long) value.length())) {
            dropField();
            return;
        }
        boolean mayBeBare = json.isTextValue();
        json.value();
        if (mayBeBare) {
            strings.writeBareOrQuoted(out, value, maxChars);
        } else {
            strings.write(out, value, maxChars, maxBytes);
        }
        ended();
    }

    /** Writes how many bytes there are in place of the bytes. */
    void bytes(int count) {
        string("[" + count + " bytes]");
    }

    public void number(long value) {
        if (takesShownValue()) {
            json.number(value);
            ended();
        }
    }

    /** Writes a double; NaN and the infinities, which JSON lacks, as strings. */
    public void number(double value) {
        if (!Double.isFinite(value)) {
            string(Double.toString(value));
        } else if (takesShownValue()) {
            json.value();
            NumberText.write(out, value);
            ended();
        }
    }

    public void number(float value) {
        if (!Float.isFinite(value)) {
            string(Float.toString(value));
        } else if (takesShownValue()) {
            json.value();
            NumberText.write(out, value);
            ended();
        }
    }

    /** Writes a number whose JSON is known. */
    void number(String digits) {
        if (takesShownValue()) {
            json.ascii(digits);
            ended();
        }
    }

    /** Writes a boolean, whatever the name is: it tells nothing of a secret. */
    public void bool(boolean value) {
        literal(value ? "true" : "false");
    }

    /** Writes null, whatever the name is. */
    public void nul() {
        literal("null");
    }

    private void literal(String literal) {
        if (takesValue()) {
            secret = false;
            json.ascii(literal);
            ended();
        }
    }

    // ---- containers -------------------------------------------------------------------------------------------

    public void startObject() {
        start(false, null);
    }

    public void startArray() {
        start(true, null);
    }

    /** @param container what it stands for, to recognise one that contains itself; null = not known */
    void start(boolean array, @Nullable Object container) {
        if (skipper.isOn()) {
            skipper.takeStart();
        } else if (mayStart(container)) {
            json.open(array, container);
            alike[json.depth()] = 0;
        }
    }

    /** Whether a container is to be written here and now; else it counts as skipped. */
    private boolean mayStart(@Nullable Object container) {
        if (json.depth() >= MAX_DEPTH) {
            throw new Failure.Refusal("nests deeper than " + MAX_DEPTH);
        }
        if (json.depth() > 0 && container != null && json.isWithin(container)) {
            throw new Failure.Refusal("contains itself", container);
        }
        if (!json.isNamed() && json.isArray() && isCollectionFull()) {
            skipRest(0);
            skipper.takeStart();
            return false;
        }
        if (secret && json.isNamed()) {
            mask();
            if (skipper.isOn()) { // the field outgrew the line by this
                skipper.takeStart();
            } else {
                skipper.value(json.depth(), 1);
            }
            return false;
        }
        return takesValue();
    }

    public void endObject() {
        end(false);
    }

    public void endArray() {
        end(true);
    }

    private void end(boolean array) {
        if (skipper.isOn() && skipper.takesEnd(json.isArray())) {
            return;
        }
        if (json.depth() <= floor) {
            throw new Failure.Refusal("nothing to close");
        }
        if (json.isArray() != array) {
            throw new Failure.Refusal("closes another kind of container");
        }
        boolean cut = skipper.isOn() && skipper.isRest();
        int more = cut ? skipper.elements() : 0;
        skipper.off();
        if (json.isNamed()) {
            nul();
            if (skipper.isOn()) { // the field outgrew the line by this, and is gone with the container
                skipper.takesEnd(false);
                return;
            }
        }
        if (cut || alike[json.depth()] > 0) {
            writeRest(more);
        }
        json.close();
        ended();
    }

    /** The last element of a collection that was cut, saying how many more there were (negative = unknown). */
    private void writeRest(int more) {
        int all = more < 0 ? 0 : more + alike[json.depth()];
        if (!json.isArray()) {
            if (!seen.add(MORE, json.id())) {
                return;
            }
            json.name(innerNames.of(MORE));
        }
        json.value();
        String text = all > 0 ? "..." + all + " more" : "...more";
        strings.write(out, text, BoundedText.UNLIMITED, BoundedText.UNLIMITED);
    }

    /** Whether the open collection has as many elements as it may have. */
    boolean isCollectionFull() {
        return json.count() >= maxElements || alike[json.depth()] > MAX_ALIKE;
    }

    /** Skips the rest of the open container, of which {@code known} elements are missing (negative = not known how many). */
    void skipRest(int known) {
        skipper.rest(json.depth(), known);
    }

    /** Skips the rest of the open container, which has {@code size} elements in all (negative = unknown how many). */
    void skipRestOf(int size) {
        int more = size - json.count() - alike[json.depth()];
        skipRest(more > 0 ? more : -1);
    }

    /** Ends the container at the level early, if what is skipped is the rest of it. */
    boolean endsRest(int level, int size) {
        if (!skipper.isOn() || !skipper.isRest() || skipper.level() != level) {
            return false;
        }
        skipRestOf(size);
        closeTo(level - 1);
        return true;
    }

    /** Ends a value early, if what is skipped is the value of the element that began at the mark. */
    boolean endsValue(Mark mark) {
        if (!skipper.isOn() || skipper.isRest() || skipper.level() != mark.depth || json.depth() != mark.depth) {
            return false;
        }
        skipper.off();
        return true;
    }

    /** Whether nothing is written just now, so that a caller with more to come may stop. */
    boolean isSkipping() {
        return skipper.isOn();
    }

    /** Whether it was thrown by this writer to a caller of which nothing more is needed. */
    public static boolean isStop(Throwable thrown) {
        return TokenSkipper.isStop(thrown);
    }

    TokenSkipper skipper() {
        return skipper;
    }

    /**
     * What is open now cannot be closed by the next writer.
     *
     * @return what to give back to {@link #floor}
     */
    int raiseFloor() {
        int before = floor;
        floor = json.depth();
        return before;
    }

    void floor(int level) {
        floor = level;
    }

    /** Closes what was left open below a level. */
    void closeTo(int level) {
        if (skipper.isOn() && skipper.level() >= level) {
            // Stop skipping; if a container was cut, its note is written when it is closed.
            if (skipper.isRest()) {
                skipper.rest(skipper.level(), skipper.elements());
            } else {
                skipper.off();
            }
        }
        while (json.depth() > level) {
            end(json.isArray());
        }
        if (json.depth() < level) {
            // The field was dropped. Its callers still have containers open down to this level: skip those too.
            skipper.value(json.depth(), level - json.depth());
        } else if (!skipper.isRest()) {
            skipper.off();
        }
    }

    // ---- undoing ----------------------------------------------------------------------------------------------

    /** Where a value, or an element of an object, is about to begin. */
    static final class Mark {
        private int position;
        private int depth;
        private int count;
        private boolean named;
        private boolean secret;
        private int written;
        private int dropped;

        int depth() {
            return depth;
        }
    }

    /**
     * Marks this place, to be given back by {@link #release} before the one marked earlier. Marks are used again: a bean
     * needs one for each property.
     */
    Mark mark() {
        if (marked == marks.size()) {
            marks.add(new Mark());
        }
        Mark mark = marks.get(marked++);
        mark.position = out.length();
        mark.depth = json.depth();
        mark.count = json.count();
        mark.named = json.isNamed();
        mark.secret = secret;
        mark.written = budget.written();
        mark.dropped = budget.dropped();
        return mark;
    }

    void release() {
        marked--;
    }

    /**
     * Takes back what was written since the mark.
     *
     * @return whether another value has to be written there; not so when the whole field is gone meanwhile
     */
    boolean undo(Mark mark) {
        if (budget.dropped() != mark.dropped) {
            skipper.off();
            if (mark.depth > 0) {
                skipper.value(0, mark.depth);
            }
            return false;
        }
        json.backTo(mark.position, mark.depth, mark.count, mark.named);
        budget.backTo(mark.written);
        secret = mark.secret;
        skipper.off();
        return true;
    }

    /**
     * Takes back what was written of an element since the mark, and writes the text in its place, under its name (null =
     * it has none).
     */
    void failElement(Mark mark, @Nullable String name, String placeholder) {
        if (!undo(mark)) {
            return;
        }
        if (name != null) {
            FieldName own = names().of(name);
            seen.add(own.text(), json.id());
            json.name(own);
            secret = own.sensitive(); // what a failure says may be the secret
        }
        string(placeholder);
    }

    // ---- for a view from outside ------------------------------------------------------------------------------

    /** Where it stands, in Jackson's terms. */
    PathContext path() {
        return PathContext.of(json, rules.inside());
    }

    int depth() {
        return json.depth();
    }

    WriteRules rules() {
        return rules;
    }
}
