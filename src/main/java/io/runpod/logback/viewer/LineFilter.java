package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which lines are shown.
 *
 * @param least lines of this level and above pass
 * @param requests any of them must match the id; empty = all lines pass
 * @param workers any of them must match the worker; empty = all lines pass
 * @param texts all of them must be found
 * @param sinceMillis of the epoch, or {@link LineTime#NONE}
 */
record LineFilter(
        LogLevel least, List<Pattern> requests, List<Pattern> workers, List<Pattern> texts, long sinceMillis) {

    /** @param group knows whether the previous line of this worker was late enough */
    boolean admits(LogLine line, LineOrigin origin, TextGroup group) {
        return isLateEnough(origin.time, group)
                && anyMatches(workers, origin.worker)
                && line.level.rank() >= least.rank()
                && anyMatches(requests, line.id)
                && (texts.isEmpty() || allAreIn(withFields(line)));
    }

    boolean admits(TextGroup group) {
        if (group.level != null) {
            return admits(group.line(), group.origin, group);
        }
        return isLateEnough(group.origin.time, group)
                && anyMatches(workers, group.origin.worker)
                && requests.isEmpty()
                && (texts.isEmpty() || allAreIn(group.text()));
    }

    boolean admitsPiece(byte[] bytes, int from, int to, TextGroup group) {
        return group.lateEnough
                && workers.isEmpty()
                && requests.isEmpty()
                && (texts.isEmpty() || allAreIn(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
    }

    /** Returns whether a line is late enough. A line without a time counts as the previous one did. */
    private boolean isLateEnough(long time, TextGroup group) {
        if (time != LineTime.NONE && sinceMillis != LineTime.NONE) {
            group.lateEnough = time >= sinceMillis;
        }
        return group.lateEnough;
    }

    private static boolean anyMatches(List<Pattern> patterns, @Nullable String name) {
        return patterns.isEmpty()
                || (name != null
                        && !name.isEmpty()
                        && patterns.stream()
                                .anyMatch(pattern -> pattern.matcher(name).matches()));
    }

    private String withFields(LogLine line) {
        LineBuffer fields = new LineBuffer();
        line.fields.writeTo(fields, "", "", false);
        return line.message + new String(fields.array(), 0, fields.length(), StandardCharsets.UTF_8);
    }

    private boolean allAreIn(String text) {
        return texts.stream().allMatch(pattern -> isFound(pattern.matcher(text)));
    }

    /**
     * Returns whether a match is found. A pattern such as {@code (a|b)*} recurses for each character, so that on a long
     * line the stack overflows.
     */
    private static boolean isFound(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError tooDeep) {
            return true; // shown rather than hidden
        }
    }
}
