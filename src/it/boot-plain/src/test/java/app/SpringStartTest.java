package app;

import static io.runpod.logback.test.LogAssertions.assertThat;
import static org.slf4j.event.Level.ERROR;

import io.runpod.logback.test.CaptureLogs;
import io.runpod.logback.test.CapturedLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.SpringApplication;

/** Spring stops Logback's context and configures it anew when it starts: lines are captured nevertheless. */
@CaptureLogs
@Isolated
class SpringStartTest {

    @Test
    void linesOfAnApplicationThatStartsInATestAreCaptured(CapturedLogs logs) {
        SpringApplication.run(Application.class).close();
        assertThat(logs)
                .hasLine()
                .withMessage("handled in seconds=2.5")
                .withRequestId("job-1")
                .once();
        assertThat(logs)
                .hasLine()
                .withMessage("on another thread")
                .withRequestId("job-1")
                .once();
        assertThat(logs).hasLine().withLevel(ERROR).withException(IllegalStateException.class);
    }
}
