package io.runpod.logback.support;

import java.util.Map;
import java.util.TreeMap;

/** Counts the calls of what a test hands out, by what is called. */
public final class Calls {

    private final Map<String, Integer> counts = new TreeMap<>();

    /** Counts one call, and passes the answer on. */
    public <T> T count(String what, T answer) {
        counts.merge(what, 1, Integer::sum);
        return answer;
    }

    public int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    public void forget() {
        counts.clear();
    }

    /** What was called, and how often, by name. */
    public Map<String, Integer> all() {
        return Map.copyOf(counts);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
