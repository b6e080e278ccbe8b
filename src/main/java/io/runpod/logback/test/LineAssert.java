package io.runpod.logback.test;

import io.runpod.logback.internal.text.LogLevel;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Assertions that narrow lines down: each keeps the lines for which it holds, and fails if none is left. A failure
 * names the conditions so far, and shows the lines that met all except the last one, with what they have instead. Each
 * method returns assertions on the lines that are left.
 *
 * @since 0.1
 */
public final class LineAssert {

    private static final List<String> LEVELS =
            Stream.of(LogLevel.values()).map(LogLevel::name).toList();

    private static final int MAX_SHOWN = 5;

    private final LogsAssert all;
    private final List<CapturedLine> left;
    private final String conditions;

    LineAssert(LogsAssert all, List<CapturedLine> left, String conditions) {
        this.all = all;
        this.left = left;
        this.conditions = conditions;
    }

    /** As {@link #withLevel(String)}, for a level of SLF4J. */
    public LineAssert withLevel(Level level) {
        return withLevel(level.name());
    }

    /**
     * Keeps the lines of this level.
     *
     * @param level as the line shows it, in any case: TRACE, DEBUG, INFO, WARN (or WARNING), ERROR or TIP
     * @throws IllegalArgumentException if it is none of these
     */
    public LineAssert withLevel(String level) {
        String upper = level.toUpperCase(Locale.ROOT);
        String name = upper.equals("WARNING") ? "WARN" : upper;
        if (!LEVELS.contains(name)) {
            throw new IllegalArgumentException("\"" + level + "\" is not a level. Valid: " + String.join(", ", LEVELS));
        }
        return keep("level " + name, line -> line.level().equals(name), CapturedLine::level);
    }

    /**
     * Keeps the lines with this message.
     *
     * @param message the whole message. For a line with an exception use {@link #withMessageContaining}, because the
     *     message contains the stack trace
     */
    public LineAssert withMessage(String message) {
        return keep(
                "message \"" + message + "\"", line -> line.message().equals(message), line -> quoted(line.message()));
    }

    /** Keeps the lines whose message contains this text. */
    public LineAssert withMessageContaining(String part) {
        return keep(
                "\"" + part + "\" in the message",
                line -> line.message().contains(part),
                line -> quoted(line.message()));
    }

    /**
     * Keeps the lines in whose message a regular expression finds a match.
     *
     * @param regex the expression, as for {@link Pattern}; {@code ^...$} for the whole message
     */
    public LineAssert withMessageMatching(String regex) {
        Predicate<String> matches = Pattern.compile(regex).asPredicate();
        return keep(
                "a message matching " + regex, line -> matches.test(line.message()), line -> quoted(line.message()));
    }

    /** Keeps the lines with this request id; null = lines without one. */
    public LineAssert withRequestId(@Nullable String requestId) {
        return keep(
                requestId == null ? "no request id" : "request id " + requestId,
                line -> CapturedLine.same(requestId, line.requestId()),
                line -> "request id " + line.requestId());
    }

    /**
     * Keeps the lines with this field.
     *
     * @param value its value: what was logged, or what JSON shows for it. Numbers are compared by value. If the line
     *     shows {@code [redacted]}, give that
     */
    public LineAssert withExtra(String name, @Nullable Object value) {
        Object expected = left.get(0).expected(value);
        return keep(
                "extra " + name + "=" + expected,
                line -> line.extra().containsKey(name)
                        && CapturedLine.same(expected, line.extra().get(name)),
                line -> extra(line, name));
    }

    /** Keeps the lines with a field of this name. */
    public LineAssert withExtra(String name) {
        return keep("an extra " + name, line -> line.extra().containsKey(name), line -> extra(line, name));
    }

    /** Keeps the lines without a field of this name. */
    public LineAssert withoutExtra(String name) {
        return keep("no extra " + name, line -> !line.extra().containsKey(name), line -> extra(line, name));
    }

    /** Keeps the lines of the logger of this class. */
    public LineAssert withLogger(Class<?> logger) {
        String name = logger.getName();
        return keep("logger " + name, line -> line.loggerName().equals(name), line -> "logger " + line.loggerName());
    }

    /** Keeps the lines with an exception of exactly this class. */
    public LineAssert withException(Class<? extends Throwable> type) {
        return keep(
                "exception " + type.getName(),
                line -> type.getName().equals(line.errorType()),
                line -> "exception " + line.errorType());
    }

    /**
     * Keeps the lines for which a condition of the test holds.
     *
     * @param description completes "with ..." in the failure
     */
    public LineAssert with(String description, Predicate<CapturedLine> condition) {
        return keep(description, condition, line -> "not so");
    }

    /** Checks that exactly one line is left. */
    public LineAssert once() {
        return times(1);
    }

    /**
     * Checks that exactly this many lines are left.
     *
     * @param count at least 1. To expect no line use {@code noneMatch} on the stream of {@link CapturedLogs#lines},
     *     because the conditions before this one fail if they leave none
     */
    public LineAssert times(int count) {
        if (left.size() != count) {
            throw all.failure("Expected " + LogsAssert.count(count) + conditions + ", but there "
                    + LogsAssert.isOrAre(left.size()) + left.size() + ".");
        }
        return this;
    }

    /** Returns the first line that is left. */
    public CapturedLine first() {
        return left.get(0);
    }

    private LineAssert keep(
            String condition, Predicate<CapturedLine> predicate, Function<CapturedLine, String> instead) {
        List<CapturedLine> kept = left.stream().filter(predicate).toList();
        String allConditions = conditions + (conditions.isEmpty() ? " with " : ", ") + condition;
        if (!kept.isEmpty()) {
            return new LineAssert(all, kept, allConditions);
        }
        StringBuilder text =
                new StringBuilder("Expected a line").append(allConditions).append(". None has it.");
        if (!conditions.isEmpty()) {
            text.append("\nWithout the last, ").append(LogsAssert.count(left.size()));
        } else {
            text.append("\nThere ").append(LogsAssert.isOrAre(left.size())).append(LogsAssert.count(left.size()));
        }
        text.append(':');
        left.stream()
                .limit(MAX_SHOWN)
                .forEach(line -> text.append("\n  ")
                        .append(instead.apply(line))
                        .append(" in: ")
                        .append(line.shown("", 0)));
        if (left.size() > MAX_SHOWN) {
            text.append("\n  ...");
        }
        text.append("\nTo expect none, use logs.lines().stream().noneMatch(...).");
        throw all.failure(text.toString());
    }

    private static String extra(CapturedLine line, String name) {
        return line.extra().containsKey(name) ? name + "=" + line.extra().get(name) : "no " + name;
    }

    private static String quoted(String message) {
        int end = message.indexOf('\n');
        return '"' + (end < 0 ? message : message.substring(0, end) + " ...") + '"';
    }
}
