package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says which lines are shown. Not thread-safe. */
final class LineFilter {

    /** A name of a request or worker, exactly, or with {@code *} for any characters. */
    record Glob(String text) {

        boolean matches(CharSequence name) {
            int i = 0;
            int p = 0;
            int star = -1;
            int afterStar = 0;
            while (i < name.length()) {
                if (p < text.length() && text.charAt(p) == '*') {
                    star = p++;
                    afterStar = i;
                } else if (p < text.length() && text.charAt(p) == name.charAt(i)) {
                    p++;
                    i++;
                } else if (star >= 0) {
                    p = star + 1;
                    i = ++afterStar;
                } else {
                    return false;
                }
            }
            while (p < text.length() && text.charAt(p) == '*') {
                p++;
            }
            return p == text.length();
        }

        /** Whether one of several matches; if there are none, every name does. */
        static boolean anyMatches(List<Glob> globs, @Nullable CharSequence name) {
            if (globs.isEmpty()) {
                return true;
            }
            for (int i = 0; i < globs.size(); i++) {
                if (name != null && name.length() > 0 && globs.get(i).matches(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * What is asked for.
     *
     * @param least lines of this level and above
     * @param requests any of them; empty = all lines
     * @param workers any of them; empty = all lines
     * @param texts all of them
     * @param sinceMillis of the epoch, or {@link LineTime#NONE}
     */
    record Rules(LogLevel least, List<Glob> requests, List<Glob> workers, List<Pattern> texts, long sinceMillis) {}

    private final Rules rules;
    private final int leastRank;
    private final List<Matcher> matchers;
    private final CharArrayBuffer text = new CharArrayBuffer();

    LineFilter(Rules rules) {
        this.rules = rules;
        this.leastRank = rules.least.rank();
        this.matchers = rules.texts.stream().map(pattern -> pattern.matcher("")).toList();
    }

    /** @param group what the lines of this worker before it were like */
    boolean admits(LogLine line, LineOrigin origin, TextGroup group) {
        return isLateEnough(origin.time, group)
                && Glob.anyMatches(rules.workers, origin.worker)
                && line.level().rank() >= leastRank
                && Glob.anyMatches(rules.requests, line.id())
                && matches(line);
    }

    boolean admits(TextGroup group) {
        LineOrigin origin = group.origin();
        if (group.level() != null) {
            return admits(group.line(), origin, group);
        }
        return isLateEnough(origin.time, group)
                && Glob.anyMatches(rules.workers, origin.worker)
                && rules.requests.isEmpty()
                && (matchers.isEmpty() || textMatches(group.text()));
    }

    boolean admitsPiece(byte[] bytes, int from, int to, TextGroup group) {
        return group.lateEnough
                && rules.workers.isEmpty()
                && rules.requests.isEmpty()
                && (matchers.isEmpty() || textMatches(text.clear().appendUtf8(bytes, from, to)));
    }

    /** A line without a time goes with the one before it. */
    private boolean isLateEnough(long time, TextGroup group) {
        if (time != LineTime.NONE && rules.sinceMillis != LineTime.NONE) {
            group.lateEnough = time >= rules.sinceMillis;
        }
        return group.lateEnough;
    }

    private boolean matches(LogLine line) {
        if (matchers.isEmpty()) {
            return true;
        }
        text.clear().append(line.message());
        if (!line.fields().isEmpty()) {
            text.append(" | ");
            line.fields().appendTo(text);
        }
        return textMatches(text);
    }

    private boolean textMatches(CharSequence searched) {
        for (int i = 0; i < matchers.size(); i++) {
            if (!isFound(matchers.get(i).reset(searched))) {
                return false;
            }
        }
        return true;
    }

    /** A pattern with an alternative under a star descends once a character: a long line is too deep for it. */
    private static boolean isFound(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError tooDeep) {
            return true; // shown rather than hidden
        }
    }
}
