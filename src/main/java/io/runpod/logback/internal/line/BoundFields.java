package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.EncodedFields;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * The fields that are bound to a logger. Its events have them as key-value pairs, so that other encoders print them
 * too. This library's encoder ranks them below the fields of a call. The fields never change; their encoded form is
 * cached. Thread-safe.
 */
public final class BoundFields extends AbstractList<KeyValuePair> {

    private final KeyValuePair[] pairs;

    /** Whether no value can change, so that the encoded fields can be copied to later lines. */
    private final boolean isConstant;

    /** Whether a line has encoded these fields; a later line caches them. Not volatile: an old value does no harm. */
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

    /** Returns the fields as an earlier line encoded them; null = none yet. */
    @Nullable
    EncodedFields encoded() {
        return encoded;
    }

    /** Whether this line's encoded form is to be cached. To be called once for each line that encodes the fields. */
    boolean cachesThisLine() {
        EncodedFields known = encoded;
        boolean caches = isConstant && wasWritten && (known == null || known.isStale());
        wasWritten = true;
        return caches;
    }

    void cache(@Nullable EncodedFields fields) {
        encoded = fields;
    }

    @Override
    public KeyValuePair get(int index) {
        return pairs[index];
    }

    /**
     * Ignores the pair, because all events of the logger share this list. Does not fail: an appender of the application
     * may add a pair to an event, and Logback then calls this method.
     */
    @Override
    public void add(int index, KeyValuePair pair) {}

    @Override
    public int size() {
        return pairs.length;
    }
}
