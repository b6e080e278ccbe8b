package io.runpod.logback.internal.text;

import java.util.function.Function;

/**
 * Caches what was made of a name, because most names come again with every line.
 *
 * @param <T> what is made of a name; immutable
 */
public final class NameCache<T> extends RecentCache<String, NameCache.Entry<T>> {

    private static final int SLOTS = 512;

    /** Longer names are not cached, so that the cache stays small whatever names come. */
    private static final int MAX_KEPT_CHARS = 128;

    /**
     * A name and what was made of it.
     *
     * @param <T> what is made of a name; immutable
     */
    public record Entry<T>(String name, T made) {}

    public NameCache() {
        super(SLOTS);
    }

    @Override
    protected boolean isOf(Entry<T> entry, String name) {
        return entry.name.equals(name);
    }

    /** Returns what was made of the name earlier, or makes it now. */
    public T of(String name, Function<String, T> maker) {
        int hash = name.hashCode();
        Entry<T> known = find(name, hash);
        if (known != null) {
            return known.made;
        }
        T made = maker.apply(name);
        if (name.length() <= MAX_KEPT_CHARS) {
            put(new Entry<>(name, made), hash);
        }
        return made;
    }
}
