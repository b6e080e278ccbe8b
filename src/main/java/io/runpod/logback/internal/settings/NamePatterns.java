package io.runpod.logback.internal.settings;

import java.util.List;

/** A list of names in which {@code *} matches any characters. Immutable. */
public record NamePatterns(List<String> patterns) {

    public NamePatterns {
        patterns = List.copyOf(patterns);
    }

    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    public boolean matches(String name) {
        for (int i = 0; i < patterns.size(); i++) {
            if (matches(patterns.get(i), name)) {
                return true;
            }
        }
        return false;
    }

    /** Backtracks only to the last star, so that the time is at most proportional to the product of the two lengths. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int nameAtStar = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                nameAtStar = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++nameAtStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
