package app;

import static io.runpod.logback.test.LogAssertions.assertThat;

import io.runpod.logback.test.CaptureLogs;
import io.runpod.logback.test.CapturedLogs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@CaptureLogs
@Isolated // these two are needed only if your tests run in parallel
@Execution(ExecutionMode.SAME_THREAD)
class CapturedRequestsTest {
    @Value("${local.server.port}")
    int port;

    @Test
    void linesOfARequestHaveItsId(CapturedLogs logs) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/sync?id=x"))
                .header("X-Request-ID", "a1")
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(logs)
                .hasLine()
                .withMessage("begins for x")
                .withRequestId("a1")
                .once();
    }
}
