package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.EncodedFields;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * The fields that are bound to a logger, as the key-values of its events, so that every encoder finds them. This
 * library's encoder ranks them below the fields of a call. Immutable.
 */
public final class BoundFields extends AbstractList<KeyValuePair> {

    private final KeyValuePair[] pairs;

    /** Whether no value can change, so that lines may share what was written for them. */
    private final boolean isConstant;

    /** Whether a line had these fields; the second one is remembered. */
    private boolean wasWritten;

    private volatile @Nullable EncodedFields encoded;

    public BoundFields(List<KeyValuePair> fields) {
        this.pairs = fields.toArray(new KeyValuePair[0]);
        this.isConstant = fields.stream().allMatch(pair -> isConstant(pair.value));
    }

    private static boolean isConstant(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || (value instanceof Number && value.getClass().getName().startsWith("java.lang."));
    }

    /** Returns what a line of one encoder had for them; null = nothing yet. */
    @Nullable
    EncodedFields encoded() {
        return encoded;
    }

    /** Whether what this line has for them is wanted for the next ones. */
    boolean remembersThisLine() {
        EncodedFields known = encoded;
        boolean remembers = isConstant && wasWritten && (known == null || known.isStale());
        wasWritten = true;
        return remembers;
    }

    void remember(@Nullable EncodedFields written) {
        encoded = written;
    }

    @Override
    public KeyValuePair get(int index) {
        return pairs[index];
    }

    /**
     * Leaves the list as it is: all events of the logger share it. Logback's {@code LoggingEvent.addKeyValuePair} comes
     * here, and an appender of the application that calls it must not fail.
     */
    @Override
    public void add(int index, KeyValuePair pair) {}

    @Override
    public int size() {
        return pairs.length;
    }
}
