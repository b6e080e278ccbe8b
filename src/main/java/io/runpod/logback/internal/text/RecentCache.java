package io.runpod.logback.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made lately, for what comes again with every line. Bounded: of the entries that share a place the
 * oldest goes. Thread-safe: a table of immutable entries, in which a race can only cost that something is made twice.
 *
 * <p>Subclasses are final, so that the compiler knows {@link #isOf} where it inlines {@link #find}.
 *
 * @param <K> what an entry is looked for by
 * @param <E> an entry; immutable
 */
public abstract class RecentCache<K, E> {

    /** So many entries share a place: with one, two of a program's could push each other out with every line. */
    private static final int WAYS = 4;

    private final @Nullable Object[] entries;

    /** @param slots how many entries there may be; a power of two */
    protected RecentCache(int slots) {
        this.entries = new Object[slots];
    }

    /** Whether an entry was made for such a key. */
    protected abstract boolean isOf(E entry, K key);

    /** The entry of a key with this hash, or null. */
    protected final @Nullable E find(K key, int hash) {
        int first = first(hash);
        for (int i = first; i < first + WAYS; i++) {
            @SuppressWarnings("unchecked") // nothing else is put there
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

    /** Puts an entry before those that share its place; the last of them goes. */
    protected final void put(E entry, int hash) {
        int first = first(hash);
        System.arraycopy(entries, first, entries, first + 1, WAYS - 1);
        entries[first] = entry;
    }

    private int first(int hash) {
        return (hash ^ (hash >>> 16)) & (entries.length - WAYS);
    }
}
