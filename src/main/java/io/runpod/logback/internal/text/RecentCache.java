package io.runpod.logback.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * A set-associative cache of what was computed recently and is needed again with every line. Each key has a set of
 * {@link #WAYS} places; a new entry evicts the oldest of its set. Thread-safe without a lock: entries are immutable,
 * and a race at most loses an entry, which is then computed again.
 *
 * <p>Subclasses are final, so that the JIT compiler can inline {@link #isOf} into {@link #find}.
 *
 * @param <K> the key of an entry
 * @param <E> an entry; immutable
 */
public abstract class RecentCache<K, E> {

    /** The number of places of a key. With one place, two keys could evict each other with every line. */
    private static final int WAYS = 4;

    private final @Nullable Object[] entries;

    /** @param slots the maximum number of entries; a power of two */
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

    /** Adds an entry as the newest of its set; the oldest is evicted. */
    protected final void put(E entry, int hash) {
        int first = first(hash);
        System.arraycopy(entries, first, entries, first + 1, WAYS - 1);
        entries[first] = entry;
    }

    private int first(int hash) {
        return (hash ^ (hash >>> 16)) & (entries.length - WAYS);
    }
}
