package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lines are shown. Not thread-safe: it remembers whether the line before was late enough. */
final class LineFilter {

    /** A request id, exactly, or with {@code *} for any characters. */
    record RequestPattern(String text) {

        boolean matches(CharSequence id) {
            int i = 0;
            int p = 0;
            int star = -1;
            int behindStar = 0;
            while (i < id.length()) {
                if (p < text.length() && text.charAt(p) == '*') {
                    star = p++;
                    behindStar = i;
                } else if (p < text.length() && text.charAt(p) == id.charAt(i)) {
                    p++;
                    i++;
                } else if (star >= 0) {
                    p = star + 1;
                    i = ++behindStar;
                } else {
                    return false;
                }
            }
            while (p < text.length() && text.charAt(p) == '*') {
                p++;
            }
            return p == text.length();
        }
    }

    /**
     * What is asked for.
     *
     * @param least lines of this level and above
     * @param requests any of them; empty = all lines
     * @param texts all of them
     * @param sinceMillis of the epoch, or {@link LineTime#NONE}
     */
    record Rules(LogLevel least, List<RequestPattern> requests, List<Pattern> texts, long sinceMillis) {}

    private final Rules rules;
    private final int leastRank;
    private final List<Matcher> matchers;
    private final Chars text = new Chars();
    private boolean lateEnough = true;

    LineFilter(Rules rules) {
        this.rules = rules;
        this.leastRank = rank(rules.least);
        this.matchers = rules.texts.stream().map(pattern -> pattern.matcher("")).toList();
    }

    private static int rank(LogLevel level) {
        return switch (level) {
            case TRACE -> 0;
            case DEBUG -> 1;
            case INFO, TIP -> 2;
            case WARN -> 3;
            case ERROR -> 4;
        };
    }

    /** @param time milliseconds of the epoch, or {@link LineTime#NONE} */
    boolean admits(LogLine line, long time) {
        return isLateEnough(time) && rank(line.level()) >= leastRank && isOfRequest(line.id()) && matches(line);
    }

    /** The same for what is no log line. */
    boolean admitsText(byte[] bytes, int from, int to, long time) {
        if (!isLateEnough(time) || !rules.requests.isEmpty()) {
            return false;
        }
        if (matchers.isEmpty()) {
            return true;
        }
        text.clear();
        text.appendUtf8(bytes, from, to);
        return textMatches();
    }

    /** A line without a time goes with the one before it. */
    private boolean isLateEnough(long time) {
        if (time != LineTime.NONE && rules.sinceMillis != LineTime.NONE) {
            lateEnough = time >= rules.sinceMillis;
        }
        return lateEnough;
    }

    private boolean isOfRequest(Chars id) {
        if (rules.requests.isEmpty()) {
            return true;
        }
        for (int i = 0; i < rules.requests.size(); i++) {
            if (id.length() > 0 && rules.requests.get(i).matches(id)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(LogLine line) {
        if (matchers.isEmpty()) {
            return true;
        }
        text.clear();
        text.append(line.message());
        if (!line.fields().isEmpty()) {
            text.append(" | ");
            line.fields().appendTo(text);
        }
        return textMatches();
    }

    private boolean textMatches() {
        for (int i = 0; i < matchers.size(); i++) {
            if (!found(matchers.get(i).reset(text))) {
                return false;
            }
        }
        return true;
    }

    /** A pattern with an alternative under a star descends once a character: a long line is too deep for it. */
    private static boolean found(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError tooDeep) {
            return true; // shown rather than hidden
        }
    }
}
