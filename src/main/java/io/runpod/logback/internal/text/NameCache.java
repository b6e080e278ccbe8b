package io.runpod.logback.internal.text;

import java.util.function.Function;

/**
 * Caches what was computed from a name, since most names occur again with every line.
 *
 * @param <T> what is computed from a name; immutable
 */
public final class NameCache<T> extends RecentCache<String, NameCache.Entry<T>> {

    private static final int SLOTS = 512;

    /** Longer names are not cached, so that the cache stays small for any names. */
    private static final int MAX_KEPT_CHARS = 128;

    /**
     * A name and what was computed from it.
     *
     * @param <T> what is computed from a name; immutable
     */
    public record Entry<T>(String name, T value) {}

    public NameCache() {
        super(SLOTS);
    }

    @Override
    protected boolean isOf(Entry<T> entry, String name) {
        return entry.name.equals(name);
    }

    /** Returns the cached value of the name, or computes it now. */
    public T of(String name, Function<String, T> mapping) {
        int hash = name.hashCode();
        Entry<T> known = find(name, hash);
        if (known != null) {
            return known.value;
        }
        T value = mapping.apply(name);
        if (name.length() <= MAX_KEPT_CHARS) {
            put(new Entry<>(name, value), hash);
        }
        return value;
    }
}
