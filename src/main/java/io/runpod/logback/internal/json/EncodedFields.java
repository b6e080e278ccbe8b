package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.lang.ref.WeakReference;
import java.util.List;

/**
 * Holds the encoded bytes of fields that are the same in many lines, so that later lines only copy them. Such fields
 * are those of the MDC until it changes, those bound to a logger, and the fixed ones. Immutable.
 */
public final class EncodedFields {

    /**
     * The rules of the encoder that wrote the bytes; no other encoder may use them. The reference is weak, because the
     * fields of a logger may outlive the encoder.
     */
    private final WeakReference<WriteRules> rules;

    private final List<String> names;
    private final byte[] bytes;

    /** Where each field ends in the bytes. */
    private final int[] ends;

    /** The {@link FieldBudget#largestRawBytes} of the line that encoded the fields. */
    private final long largestRawBytes;

    EncodedFields(WriteRules rules, List<String> names, byte[] bytes, int[] ends, long largestRawBytes) {
        this.largestRawBytes = largestRawBytes;
        this.rules = new WeakReference<>(rules);
        this.names = List.copyOf(names);
        this.bytes = bytes;
        this.ends = ends;
    }

    boolean isOf(WriteRules other) {
        return rules.refersTo(other);
    }

    /** Whether the encoder that wrote the fields no longer exists. */
    public boolean isStale() {
        return rules.refersTo(null);
    }

    int count() {
        return ends.length;
    }

    /** Whether the fields fit into the budget of a line if they are written at this position. */
    boolean fit(FieldBudget budget, int position) {
        return budget.fits((long) position + bytes.length, largestRawBytes);
    }

    /** Whether none of the names is among those of a line. */
    boolean isNewTo(NameSet seen) {
        for (int i = 0; i < ends.length; i++) {
            if (seen.contains(names.get(i), NameSet.ROOT)) {
                return false;
            }
        }
        return true;
    }

    /** Copies the fields into a line. The caller has checked {@link #fit} and {@link #isNewTo}. */
    void writeTo(LineBuffer out, NameSet seen, FieldBudget budget) {
        int start = out.length();
        out.put(bytes);
        seen.addPending(names);
        for (int i = 0; i < ends.length; i++) {
            budget.endField(start + ends[i]);
        }
    }
}
