package io.runpod.logback.internal.line;

import java.util.AbstractList;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * The fields that are bound to a logger, as the key-values of its events, so that every encoder finds them. This
 * library's encoder ranks them below the fields of a call. Immutable.
 */
public final class BoundFields extends AbstractList<KeyValuePair> {

    private final KeyValuePair[] pairs;

    public BoundFields(List<KeyValuePair> fields) {
        this.pairs = fields.toArray(new KeyValuePair[0]);
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
