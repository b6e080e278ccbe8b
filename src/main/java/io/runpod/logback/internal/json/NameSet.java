package io.runpod.logback.internal.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The set of the names that a line has, each with the object that has it. Clearing the set takes constant time: it only
 * starts a new generation. Not thread-safe.
 */
final class NameSet {

    /** The number of the object that the line's fields belong to; see {@link JsonWriter#id}. */
    static final int ROOT = 0;

    private static final int MIN_SLOTS = 64;
    private static final int MAX_KEPT_SLOTS = 1024;

    /** Maximum number of slots that are searched for a name. An attacker may choose names with the same hash code. */
    private static final int MAX_PROBES = 64;

    private @Nullable String[] names;

    /**
     * For each slot: the generation of its name in the high 32 bits, the object that has the name in the low 32 bits.
     */
    private long[] owners;

    private int generation = 1;

    /**
     * Names of the root that are not in the slots yet. They are put there when a name is next looked up, which does not
     * happen in most lines; null = none.
     */
    private @Nullable List<String> pending;

    private int size;

    /** The names that found no slot, by object. Java's {@code HashSet} stays fast even if all hash codes are equal. */
    private final Map<Integer, Set<String>> overflow = new HashMap<>();

    NameSet() {
        this(MIN_SLOTS);
    }

    private NameSet(int capacity) {
        names = new String[capacity];
        owners = new long[capacity];
    }

    /** Adds a name; returns false if the object already has it. */
    boolean add(String name, int object) {
        if (pending != null) {
            putPending();
        }
        if (size * 2 >= names.length) {
            grow();
        }
        int at = find(name, object);
        if (at < 0) {
            return addToOverflow(name, object);
        }
        if (isTaken(at) || isInOverflow(name, object)) {
            return false;
        }
        put(at, name, object);
        return true;
    }

    /** Whether the object has a name. */
    boolean contains(String name, int object) {
        if (pending != null) {
            putPending();
        }
        int at = find(name, object);
        return (at >= 0 && isTaken(at)) || isInOverflow(name, object);
    }

    private boolean isInOverflow(String name, int object) {
        return !overflow.isEmpty() && overflow.getOrDefault(object, Set.of()).contains(name);
    }

    /** Adds names that the root does not have. They are put into the slots only when a name is next looked up. */
    void addPending(List<String> newNames) {
        putPending();
        pending = newNames;
    }

    private void putPending() {
        List<String> added = pending;
        pending = null;
        for (int i = 0; added != null && i < added.size(); i++) {
            add(added.get(i), ROOT);
        }
    }

    boolean isEmpty() {
        return size == 0 && pending == null && overflow.isEmpty();
    }

    private boolean addToOverflow(String name, int object) {
        return overflow.computeIfAbsent(object, key -> new HashSet<>()).add(name);
    }

    /** Returns the slot of the name, or an empty slot for it; -1 if neither is among the slots searched. */
    private int find(String name, int object) {
        int mask = names.length - 1;
        int hash = name.hashCode() + object * 0x9e3779b9;
        int at = (hash ^ (hash >>> 16)) & mask;
        long owner = owner(object);
        for (int probes = 0; probes < MAX_PROBES; probes++) {
            if (!isTaken(at) || (owners[at] == owner && name.equals(names[at]))) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private boolean isTaken(int at) {
        return owners[at] >>> Integer.SIZE == generation;
    }

    private long owner(int object) {
        return (long) generation << Integer.SIZE | object;
    }

    private void put(int at, String name, int object) {
        names[at] = name;
        owners[at] = owner(object);
        size++;
    }

    private void grow() {
        NameSet larger = new NameSet(names.length * 2);
        larger.generation = generation;
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            if (name != null && isTaken(i)) {
                int object = (int) owners[i];
                int at = larger.find(name, object);
                if (at >= 0) {
                    larger.put(at, name, object);
                } else {
                    addToOverflow(name, object);
                }
            }
        }
        adopt(larger);
    }

    private void adopt(NameSet other) {
        names = other.names;
        owners = other.owners;
    }

    void clear() {
        size = 0;
        pending = null;
        if (!overflow.isEmpty()) {
            overflow.clear();
        }
        if (names.length > MAX_KEPT_SLOTS) {
            adopt(new NameSet());
        }
        if (++generation == Integer.MAX_VALUE) {
            Arrays.fill(owners, 0);
            generation = 1;
        }
    }
}
