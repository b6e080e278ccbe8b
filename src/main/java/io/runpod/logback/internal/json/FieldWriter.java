package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;
import io.runpod.logback.internal.text.LineBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a line: begins and ends them, copies those that an earlier line encoded, and replaces one that
 * failed. No name is written twice, and all fields together take no more bytes than the line has for them
 * ({@link FieldBudget}). What is written within a field goes through {@link TokenWriter}. Not thread-safe.
 */
public final class FieldWriter extends TokenWriter {

    /** The name of the field that counts the fields that did not fit. */
    public static final String DROPPED = "_dropped";

    /** Maximum size of fields that are kept as {@link EncodedFields}, in bytes. */
    private static final int MAX_ENCODED_BYTES = 4096;

    FieldWriter(WriteRules rules, LineBuffer out, StringOutput strings) {
        super(rules, out, strings);
    }

    /**
     * Begins the fields of a new line, at the start of the buffer; what the buffer holds is discarded.
     *
     * @param asText true = fields are written as {@code name=value}; false = as JSON
     * @param maxFieldBytes bytes that all fields together may take
     */
    public void begin(boolean asText, int maxFieldBytes) {
        out.truncate(0);
        json.reset(asText);
        skipper.reset();
        budget.reset(maxFieldBytes);
        seen.clear();
        secret = false;
        floor = 0;
        usedMarks = 0;
        duplicates[0] = 0;
        entries.begin(0);
        limitValues(true);
    }

    /** Returns how many fields were written. */
    public int written() {
        return budget.written();
    }

    /** Returns how many fields did not fit. */
    public int dropped() {
        return budget.dropped();
    }

    /** Returns where a field ends in the buffer; 0 for index -1, before the first field. */
    public int end(int field) {
        return budget.end(field);
    }

    /** Closes what a source left open, so that the next field begins at the top level. */
    public void endField() {
        if (!json.awaitsValue() && !skipper.isSkipping() && json.depth() == 0) {
            return; // the usual case
        }
        floor = 0;
        closeTo(0);
        if (json.awaitsValue()) {
            nullValue();
        }
        skipper.stopSkipping();
    }

    /** Ends the fields of a source, and masks the value of an entry if its name came after it in the same source. */
    public void endSource() {
        // The later value first, so that the other one stays where it is.
        maskField(entries.secretAt(0));
        maskField(entries.earlierSecretAt(0));
        while (budget.isExceeded()) { // a mask is longer than its value was
            budget.rollback(budget.written() - 1);
            budget.drop(false);
            rollbackField();
        }
        entries.begin(0);
    }

    private void maskField(int start) {
        if (start > 0) {
            int field = budget.fieldAt(start);
            budget.shift(field, SecretEntries.mask(out, start, budget.end(field), !json.isText()));
        }
    }

    /**
     * Returns a copy of the fields that were written last, for {@link #tryWrite(EncodedFields)}; null if one of them
     * was not written, if they are too large to keep, or if one of them is the name of a secret.
     *
     * @param first the index of the first of them
     * @param names the name of each
     */
    public @Nullable EncodedFields encoded(int first, List<FieldName> names) {
        int start = budget.end(first - 1);
        if (budget.written() - first != names.size()
                || budget.end() - start > MAX_ENCODED_BYTES
                || entries.namesSecret(0)) {
            return null;
        }
        int[] ends = new int[names.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = budget.end(first + i) - start;
        }
        List<String> texts = names.stream().map(FieldName::text).toList();
        return new EncodedFields(
                rules, texts, Arrays.copyOfRange(out.array(), start, budget.end()), ends, budget.largestRawBytes());
    }

    /**
     * Copies fields that an earlier line encoded. Writes nothing and returns false if they cannot all be written: a
     * source of higher rank has used one of the names, there is no room, or other rules encoded them.
     */
    public boolean tryWrite(EncodedFields fields) {
        boolean fit = fields.isOf(rules)
                && !skipper.isSkipping()
                && fields.fit(budget, out.length())
                && budget.takes(fields.count());
        if (!fit || !(seen.isEmpty() || fields.isNewTo(seen))) {
            return false;
        }
        fields.writeTo(out, seen, budget);
        json.countFields(fields.count());
        budget.countNamed(fields.count());
        return true;
    }

    /**
     * Replaces the open field, whose source failed, by a text. If no field is open, the text becomes a field of its
     * own, named {@code unserializable}. Complete fields stay.
     */
    public void replaceFailedField(String placeholder) {
        boolean open = json.depth() > 0 || json.awaitsValue() || out.length() > budget.end();
        boolean alreadyDropped = skipper.isSkipping() && skipper.level() == 0 && !open;
        String name = open ? json.nameAt(0) : null;
        rollbackField();
        skipper.reset();
        floor = 0;
        if (alreadyDropped) {
            return;
        }
        if (open) {
            putName(names().of(name)); // masked under the name of a secret, since the failure's text may contain it
            string(placeholder);
        } else if (budget.named() < FieldBudget.MAX_FIELDS) {
            name("unserializable");
            string(placeholder);
        }
    }

    /** Reserves a name, so that no field can have it: another part of the line shows the same. */
    public void reserve(String name) {
        seen.add(name, NameSet.ROOT);
    }

    /**
     * Writes a whole field in one step, if it is a common one: a string within its limits, a number or a boolean, under
     * a name that is neither sensitive nor used yet. Otherwise writes nothing and returns false.
     */
    public boolean tryWrite(FieldName name, @Nullable Object value) {
        if (value == null
                || !isScalar(value)
                || name.sensitive()
                || name.part() != EntryPart.NONE
                || json.depth() != 0
                || json.awaitsValue()
                || skipper.isSkipping()
                || !budget.takes(1)) {
            return false;
        }
        boolean large = value instanceof String text && (text.length() > maxChars || isTooLarge(name, text));
        if (large || !seen.add(name.text(), NameSet.ROOT)) {
            return false;
        }
        budget.countNamed(1);
        json.field(name);
        if (value instanceof String text) {
            if (json.isText()) {
                strings.writeBareOrQuoted(out, text, maxChars);
            } else {
                strings.write(out, text, maxChars, maxBytes);
            }
        } else if (value instanceof Boolean truth) {
            out.ascii(truth ? "true" : "false");
        } else if (value instanceof Double number) {
            NumberText.write(out, number);
        } else {
            out.number(((Number) value).longValue());
        }
        valueEnded();
        return true;
    }

    private boolean isTooLarge(FieldName name, String value) {
        return budget.exceedsLimitRaw((long) out.length() + json.width(name) + value.length());
    }

    private static boolean isScalar(Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || (value instanceof Double number && Double.isFinite(number));
    }
}
