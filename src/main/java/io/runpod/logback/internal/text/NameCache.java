package io.runpod.logback.internal.text;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of a name, as most names come again with every line. Bounded: of the names that share a place
 * the oldest goes. Thread-safe: a table of immutable entries, in which a race can only cost that something is made
 * twice.
 *
 * @param <T> what is made of a name; immutable
 */
public final class NameCache<T> {

    private static final int SLOTS = 512;

    /** So many names share a place: with one, two of a program's names could push each other out with every line. */
    public static final int WAYS = 4;

    /** Longer names are not kept, so that the cache stays small whatever it is asked for. */
    private static final int LONGEST_KEPT = 128;

    private record Entry<T>(String name, T made) {}

    private final @Nullable Object[] entries = new Object[SLOTS];

    /** What was made of the name earlier, or is made now. */
    public T of(String name, Function<String, T> maker) {
        int hash = name.hashCode();
        int first = (hash ^ (hash >>> 16)) & (SLOTS - WAYS);
        for (int i = first; i < first + WAYS; i++) {
            @SuppressWarnings("unchecked") // nothing else is put there
            Entry<T> entry = (Entry<T>) entries[i];
            if (entry == null) {
                break;
            }
            if (entry.name.equals(name)) {
                return entry.made;
            }
        }
        T made = maker.apply(name);
        if (name.length() <= LONGEST_KEPT) {
            putFirst(entries, first, new Entry<>(name, made));
        }
        return made;
    }

    /** Puts an entry at the beginning of those that share a place; the last of them goes. */
    public static void putFirst(@Nullable Object[] table, int first, Object entry) {
        System.arraycopy(table, first, table, first + 1, WAYS - 1);
        table[first] = entry;
    }
}
