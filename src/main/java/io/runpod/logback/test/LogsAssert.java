package io.runpod.logback.test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Assertions on all lines of a capture, as they were when {@link LogAssertions#assertThat(CapturedLogs)} was called. A
 * failure shows the captured lines.
 *
 * @since 0.1
 */
public final class LogsAssert {

    /** A failure shows at most this many lines. */
    private static final int MAX_SHOWN = 50;

    /** A failure shows at most this many lines of a message after its first. */
    private static final int MAX_MORE = 6;

    private static final String MARGIN = "\n         | ";

    private static final long POLL_MILLIS = 10;

    private final @Nullable CapturedLogs logs;
    private final List<CapturedLine> lines;
    private final int strays;

    LogsAssert(CapturedLogs logs) {
        this.logs = logs;
        lines = logs.lines();
        strays = logs.strays();
    }

    LogsAssert(CapturedLine line) {
        logs = null;
        lines = List.of(line);
        strays = 0;
    }

    /**
     * Waits until assertions hold, for lines that other threads log later. Checks them every 10 ms, each time on all
     * lines so far.
     *
     * <pre>{@code
     * assertThat(logs).within(Duration.ofSeconds(5), late -> late.hasLine().withMessage("Upload finished"));
     * }</pre>
     *
     * @param limit how long to wait at most; zero or less = the assertions are checked once
     * @param assertions what must hold
     * @return assertions on the lines with which they held
     * @throws AssertionError of the last check, if they did not hold in time
     */
    public LogsAssert within(Duration limit, Consumer<LogsAssert> assertions) {
        long start = System.nanoTime();
        LogsAssert current = this;
        while (true) {
            try {
                assertions.accept(current);
                return current;
            } catch (AssertionError failure) {
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (logs == null || limit.compareTo(waited) <= 0 || !sleep()) {
                    throw failure;
                }
                current = new LogsAssert(logs);
            }
        }
    }

    /** Returns false if the thread is interrupted. */
    private static boolean sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Checks that there is a line. The assertions that follow narrow the lines down.
     *
     * @return assertions that must all hold for the same line
     * @throws AssertionError if nothing was logged
     */
    public LineAssert hasLine() {
        if (lines.isEmpty()) {
            throw failure("Expected a line. To expect none, use hasNoLines().");
        }
        return new LineAssert(this, lines, "");
    }

    /** Checks that some line has exactly this message. */
    public LogsAssert hasMessage(String message) {
        hasLine().withMessage(message);
        return this;
    }

    /** Checks that some line has this field, with the value that was logged. */
    public LogsAssert hasExtra(String name, @Nullable Object value) {
        hasLine().withExtra(name, value);
        return this;
    }

    /** Checks that some line has this request id. */
    public LogsAssert hasRequestId(String requestId) {
        hasLine().withRequestId(requestId);
        return this;
    }

    /** Checks that nothing was logged. */
    public LogsAssert hasNoLines() {
        return hasSize(0);
    }

    /** Checks that exactly this many lines were logged. */
    public LogsAssert hasSize(int size) {
        if (lines.size() != size) {
            throw failure("Expected " + count(size) + ", but there " + isOrAre(lines.size()) + lines.size() + ".");
        }
        return this;
    }

    /** Checks that no line has this level or a higher one. */
    public LogsAssert hasNoLineFrom(Level level) {
        for (CapturedLine line : lines) {
            // TIP is not a level of SLF4J, and not a problem.
            if (!line.level().equals("TIP") && Level.valueOf(line.level()).toInt() >= level.toInt()) {
                throw failure("Expected no line from level " + level + " on, but there is\n  " + line.shown("", 0));
            }
        }
        return this;
    }

    static String count(int lines) {
        return lines == 0 ? "no line" : lines == 1 ? "one line" : String.format(Locale.ROOT, "%,d lines", lines);
    }

    static String isOrAre(int lines) {
        return lines == 1 ? "is " : "are ";
    }

    AssertionError failure(String what) {
        StringBuilder text = new StringBuilder(what);
        text.append("\nCaptured: ").append(count(lines.size())).append(lines.isEmpty() ? "." : ":");
        text.append(lines.stream()
                .limit(MAX_SHOWN)
                .map(line -> "\n  " + line.shown(MARGIN, MAX_MORE))
                .collect(Collectors.joining()));
        if (lines.size() > MAX_SHOWN) {
            text.append("\n  ... and ").append(count(lines.size() - MAX_SHOWN)).append(" more");
        }
        if (strays > 0) {
            text.append("\nNot captured: ")
                    .append(count(strays))
                    .append(" of threads that belong to none of the tests that run in parallel.");
        }
        return new AssertionError(text.toString());
    }
}
