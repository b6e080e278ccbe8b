package io.runpod.logback.internal.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of a name, as most names come again with every line. Bounded: a name takes the place of
 * another one. Thread-safe: a table of immutable entries, in which a race can only cost that something is made twice.
 *
 * @param <T> what is made of a name; immutable
 */
public final class NameCache<T> {

    private static final int SLOTS = 512;

    /** Longer names are not kept, so that the cache stays small whatever it is asked for. */
    private static final int LONGEST_KEPT = 128;

    private record Entry<T>(String name, T made) {}

    private final @Nullable Object[] entries = new Object[SLOTS];

    /** What was made of the name earlier, or is made now. */
    public T of(String name, Function<String, T> maker) {
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        @SuppressWarnings("unchecked") // nothing else is put there
        Entry<T> entry = (Entry<T>) entries[slot];
        if (entry != null && entry.name.equals(name)) {
            return entry.made;
        }
        T made = maker.apply(name);
        if (name.length() <= LONGEST_KEPT) {
            entries[slot] = new Entry<>(name, made);
        }
        return made;
    }
}
