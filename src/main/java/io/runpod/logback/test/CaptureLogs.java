package io.runpod.logback.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Captures the lines of each test of a JUnit Jupiter class, or of one test method, even if tests run in parallel. The
 * test and its {@code @BeforeEach} methods get them as a parameter of type {@link CapturedLogs}.
 *
 * <pre>{@code
 * @CaptureLogs(level = "DEBUG")
 * class WorkerTest {
 *     @Test
 *     void fewStepsAreWarnedOf(CapturedLogs logs) {
 *         worker.handle(new Job("a1", 10));
 *         assertThat(logs).hasLine().withLevel(WARN).withRequestId("a1").withExtra("steps", 10);
 *     }
 * }
 * }</pre>
 *
 * @see CapturedLogs which lines belong to a test
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(CaptureLogsExtension.class)
public @interface CaptureLogs {

    /**
     * Returns the level from which lines are captured, even if the level of a logger is higher.
     *
     * @return a level as in {@code RUNPOD_LOG_LEVEL} (TRACE, DEBUG, INFO, WARN, ERROR, in any case); default: empty,
     *     the loggers' own levels
     */
    String level() default "";
}
