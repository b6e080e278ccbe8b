/**
 * Supports tests of code that logs: log calls enter, the lines that a worker would print leave, with assertions on
 * them.
 *
 * <p>{@link io.runpod.logback.test.CapturedLogs} captures lines, {@link io.runpod.logback.test.CaptureLogs} does so for
 * JUnit Jupiter, {@link io.runpod.logback.test.LogAssertions} starts assertions. AssertJ is not needed, and JUnit only
 * for {@code CaptureLogs}: the assertions throw plain {@link java.lang.AssertionError}s.
 *
 * @since 0.1
 */
@NullMarked
package io.runpod.logback.test;

import org.jspecify.annotations.NullMarked;
