package app;

import static io.runpod.logback.Extra.extra;
import static io.runpod.logback.test.LogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.slf4j.event.Level.INFO;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.test.CaptureLogs;
import io.runpod.logback.test.CapturedLine;
import io.runpod.logback.test.CapturedLogs;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The library's part for tests, beside AssertJ and on Spring Boot's JUnit; the tests run in parallel. */
@CaptureLogs(level = "info")
class CapturedLinesTest {

    private static final RunPodLogger logger = new RunPodLogger();

    @RepeatedTest(20)
    void aTestSeesItsOwnLinesAndThoseOfItsThreads(RepetitionInfo repetition, CapturedLogs logs) throws Exception {
        String id = "job-" + repetition.getCurrentRepetition();
        Runnable work = () -> {
            try (var scope = RequestScope.open(id)) {
                IntStream.range(0, 50).forEach(step -> logger.info("step", extra("n", step)));
            }
        };
        Thread thread = new Thread(work);
        thread.start();
        work.run();
        thread.join();
        assertThat(logs).hasSize(100).hasLine().withRequestId(id).times(100);
        assertThat(logs).hasLine().withLevel(INFO).withExtra("n", 49).times(2);
        assertThat(logs.lines()).extracting(CapturedLine::requestId).containsOnly(id);
        assertThat(logs.strays()).isZero();
    }
}
