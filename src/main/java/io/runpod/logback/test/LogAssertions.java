package io.runpod.logback.test;

/**
 * Starts assertions on captured lines. Its methods can be imported together with those of AssertJ of the same name.
 *
 * <pre>{@code
 * import static io.runpod.logback.test.LogAssertions.assertThat;
 *
 * assertThat(logs).hasLine().withLevel(Level.WARN).withExtra("steps", 10);
 * assertThat(logs).hasNoLineFrom(Level.ERROR);
 * }</pre>
 *
 * @since 0.1
 */
public final class LogAssertions {

    private LogAssertions() {}

    /** Starts assertions on the lines that a capture has now. {@link LogsAssert#within} waits for later ones. */
    public static LogsAssert assertThat(CapturedLogs logs) {
        return new LogsAssert(logs);
    }

    /** Starts assertions on one line. */
    public static LineAssert assertThat(CapturedLine line) {
        return new LogsAssert(line).hasLine();
    }
}
