package io.runpod.logback.internal.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of the names that were written, each with the object that has it. Clearing it does not walk through it. Not
 * thread-safe.
 */
final class NameSet {

    private static final int MIN_SLOTS = 64;
    private static final int MAX_KEPT_SLOTS = 1024;

    /** How many slots are searched for a name. Names can be made that all have one hash code. */
    private static final int MAX_PROBES = 64;

    private @Nullable String[] names;
    private int[] objects;
    private int[] generations;
    private int generation = 1;
    private int size;

    /** The names, by object, that found no slot. Java's sets of strings stay fast whatever the hash codes are. */
    private final Map<Integer, Set<String>> overflow = new HashMap<>();

    NameSet() {
        this(MIN_SLOTS);
    }

    private NameSet(int capacity) {
        names = new String[capacity];
        objects = new int[capacity];
        generations = new int[capacity];
    }

    /** Adds a name; returns false if the object already has it. */
    boolean add(String name, int object) {
        if (size * 2 >= names.length) {
            grow();
        }
        int at = find(name, object);
        if (at >= 0 && generations[at] == generation) {
            return false;
        }
        if (at < 0) {
            return addToOverflow(name, object);
        }
        if (!overflow.isEmpty() && overflow.getOrDefault(object, Set.of()).contains(name)) {
            return false;
        }
        put(at, name, object);
        return true;
    }

    /** Whether the object has a name. */
    boolean contains(String name, int object) {
        int at = find(name, object);
        return (at >= 0 && generations[at] == generation)
                || (!overflow.isEmpty()
                        && overflow.getOrDefault(object, Set.of()).contains(name));
    }

    private boolean addToOverflow(String name, int object) {
        return overflow.computeIfAbsent(object, key -> new HashSet<>()).add(name);
    }

    /** Returns the slot that has the name, or else an empty one for it; -1 if neither is near. */
    private int find(String name, int object) {
        int mask = names.length - 1;
        int hash = name.hashCode() + object * 0x9e3779b9;
        int at = (hash ^ (hash >>> 16)) & mask;
        for (int probes = 0; probes < MAX_PROBES; probes++) {
            if (generations[at] != generation || (objects[at] == object && name.equals(names[at]))) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private void put(int at, String name, int object) {
        names[at] = name;
        objects[at] = object;
        generations[at] = generation;
        size++;
    }

    private void grow() {
        NameSet larger = new NameSet(names.length * 2);
        larger.generation = generation;
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            if (name != null && generations[i] == generation) {
                int at = larger.find(name, objects[i]);
                if (at >= 0) {
                    larger.put(at, name, objects[i]);
                } else {
                    addToOverflow(name, objects[i]);
                }
            }
        }
        adopt(larger);
    }

    private void adopt(NameSet other) {
        names = other.names;
        objects = other.objects;
        generations = other.generations;
    }

    void clear() {
        size = 0;
        overflow.clear();
        if (names.length > MAX_KEPT_SLOTS) {
            adopt(new NameSet());
        }
        if (++generation == 0) {
            Arrays.fill(generations, 0);
            generation = 1;
        }
    }
}
