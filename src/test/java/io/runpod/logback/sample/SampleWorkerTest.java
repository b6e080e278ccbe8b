package io.runpod.logback.sample;

import static io.runpod.logback.test.LogAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.slf4j.event.Level.DEBUG;
import static org.slf4j.event.Level.ERROR;
import static org.slf4j.event.Level.INFO;
import static org.slf4j.event.Level.WARN;

import io.runpod.logback.sample.SampleWorker.Job;
import io.runpod.logback.test.CaptureLogs;
import io.runpod.logback.test.CapturedLogs;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the sample worker logs; also an example of how a worker's log is tested. */
@CaptureLogs(level = "INFO")
class SampleWorkerTest {

    private static Job job(String input) {
        return new Job("job-1", new JsonMapper().readTree(input));
    }

    @Test
    void aGoodJobIsToldFromBeginToEnd(CapturedLogs logs) {
        SampleWorker.handle(job("{\"prompt\": \"a cat\", \"width\": 640, \"height\": 480, \"steps\": 30}"));
        assertThat(logs.lines().get(0)).withLevel(INFO).withMessage("Job received");
        assertThat(logs)
                .hasLine()
                .withMessage("Job finished")
                .withExtra("outcome", "ok")
                .withExtra("dimensions", "640x480")
                .once();
        assertThat(logs)
                .hasLine()
                .withMessage("Image generation finished")
                .withExtra("prompt_chars", 5)
                .once();
        assertThat(logs).hasLine().withRequestId("job-1").times(logs.lines().size());
        assertThat(logs).hasNoLineFrom(WARN);
    }

    @Test
    void fewStepsAreWarnedOf(CapturedLogs logs) {
        SampleWorker.handle(job("{\"steps\": 10}"));
        assertThat(logs).hasLine().withLevel(WARN).withExtra("steps", 10).withExtra("recommended", 20);
        assertThat(logs).hasNoLineFrom(ERROR);
    }

    @Test
    void aBadJobIsAnErrorWithItsStackTrace(CapturedLogs logs) {
        SampleWorker.handle(job("{\"steps\": 0}"));
        assertThat(logs)
                .hasLine()
                .withLevel(ERROR)
                .withMessageContaining(
                        "Job finished\njava.lang.IllegalArgumentException: steps must be at least 1, not 0\n")
                .withMessageContaining("at io.runpod.logback.sample.SampleWorker.generate")
                .withExtra("outcome", "error")
                .withExtra("error_code", "BAD_INPUT")
                .withException(IllegalArgumentException.class)
                .once();
    }

    @Test
    void aKeyInTheInputIsNotPrinted(CapturedLogs logs) {
        SampleWorker.handle(job("{\"steps\": 30, \"api_key\": \"rpa_THISISNOTAREALKEY1234567890\"}"));
        assertEquals(-1, logs.toString().indexOf("NOTAREALKEY"));
    }

    @Test
    @CaptureLogs(level = "DEBUG")
    void parametersAreShownFromDebugOn(CapturedLogs logs) {
        SampleWorker.handle(job("{\"width\": 64, \"height\": 64, \"steps\": 30}"));
        assertThat(logs).hasLine().withLevel(DEBUG).withExtra("size", "64x64").withExtra("steps", 30);
    }
}
