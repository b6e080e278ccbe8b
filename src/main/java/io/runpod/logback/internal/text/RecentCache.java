package io.runpod.logback.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * Caches what was made lately and is needed again with every line. Bounded: of the entries that share a place the
 * oldest is dropped. Thread-safe: a table of immutable entries, in which a race can at most make something twice.
 *
 * <p>Subclasses are final, so that the compiler knows {@link #isOf} when it inlines {@link #find}.
 *
 * @param <K> the key of an entry
 * @param <E> an entry; immutable
 */
public abstract class RecentCache<K, E> {

    /** How many entries share a place: with one, two entries of a program could evict each other with every line. */
    private static final int WAYS = 4;

    private final @Nullable Object[] entries;

    /** @param slots maximum number of entries; a power of two */
    protected RecentCache(int slots) {
        this.entries = new Object[slots];
    }

    /** Whether the entry was made for this key. */
    protected abstract boolean isOf(E entry, K key);

    /** Returns the entry of a key with this hash, or null. */
    protected final @Nullable E find(K key, int hash) {
        int first = first(hash);
        for (int i = first; i < first + WAYS; i++) {
            @SuppressWarnings("unchecked") // put() stores nothing else
            E entry = (E) entries[i];
            if (entry == null) {
                break;
            }
            if (isOf(entry, key)) {
                return entry;
            }
        }
        return null;
    }

    /** Puts an entry before those that share its place; the last of them is dropped. */
    protected final void put(E entry, int hash) {
        int first = first(hash);
        System.arraycopy(entries, first, entries, first + 1, WAYS - 1);
        entries[first] = entry;
    }

    private int first(int hash) {
        return (hash ^ (hash >>> 16)) & (entries.length - WAYS);
    }
}
