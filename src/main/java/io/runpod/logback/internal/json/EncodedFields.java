package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;

/**
 * Fields that were written to one line and are the same in others, so that their bytes need only be copied: the MDC
 * until it changes, the fields bound to a logger, the fixed fields. Immutable.
 */
public final class EncodedFields {

    /** The bytes are valid by these rules alone. Weak, because a bound field may outlive the encoder. */
    private final WeakReference<WriteRules> rules;

    private final List<String> names;
    private final byte[] bytes;

    /** Where each field ends in the bytes. */
    private final int[] ends;

    /** The size of the largest field before its strings were masked; see {@link FieldBudget#largestUnread}. */
    private final long largestUnread;

    EncodedFields(WriteRules rules, List<String> names, byte[] bytes, int[] ends, long largestUnread) {
        this.largestUnread = largestUnread;
        this.rules = new WeakReference<>(rules);
        this.names = List.copyOf(names);
        this.bytes = bytes;
        this.ends = ends;
    }

    boolean isOf(WriteRules writer) {
        return rules.refersTo(writer);
    }

    /** Whether the encoder that they are for is gone. */
    public boolean isStale() {
        return rules.refersTo(null);
    }

    int count() {
        return ends.length;
    }

    /** Whether they fit into what a line has left from this position on. */
    boolean fit(FieldBudget budget, int position) {
        return budget.fits((long) position + bytes.length, largestUnread);
    }

    /** Whether a line has none of the names yet. */
    boolean isNewTo(NameSet seen) {
        for (int i = 0; i < ends.length; i++) {
            if (seen.contains(names.get(i), NameSet.ROOT)) {
                return false;
            }
        }
        return true;
    }

    void writeTo(LineBuffer out, NameSet seen, FieldBudget budget) {
        int start = out.length();
        out.put(bytes);
        seen.addLater(names);
        for (int i = 0; i < ends.length; i++) {
            budget.endField(start + ends[i]);
        }
    }

    @Override
    public String toString() {
        return Objects.toString(names);
    }
}
