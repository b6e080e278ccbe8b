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

    /**
     * Starts assertions on all lines of a capture.
     *
     * @param logs the capture; its lines are taken now (to wait for later ones: {@link LogsAssert#within})
     * @return the assertions
     */
    public static LogsAssert assertThat(CapturedLogs logs) {
        return new LogsAssert(logs);
    }

    /**
     * Starts assertions on one line.
     *
     * @param line the line
     * @return the assertions
     */
    public static LineAssert assertThat(CapturedLine line) {
        return new LogsAssert(line).hasLine();
    }
}
