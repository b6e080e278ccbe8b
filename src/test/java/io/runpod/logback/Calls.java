package io.runpod.logback;

import java.util.Map;
import java.util.TreeMap;

/** Counts the calls of what a test hands out, by what is called. */
final class Calls {

    private final Map<String, Integer> counts = new TreeMap<>();

    /** Counts one call, and passes the answer on. */
    <T> T count(String what, T answer) {
        counts.merge(what, 1, Integer::sum);
        return answer;
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    void forget() {
        counts.clear();
    }

    /** What was called, and how often, by name. */
    Map<String, Integer> all() {
        return Map.copyOf(counts);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
