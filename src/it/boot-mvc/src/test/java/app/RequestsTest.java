package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Line;
import io.runpod.it.Load;
import io.runpod.it.Worker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests to a real server, by a real client. */
class RequestsTest {

    private static final Pattern PORT = Pattern.compile("on port (\\d+) \\(http");
    private static final List<String> PATHS = List.of("/sync", "/callable", "/raw", "/deferred", "/events", "/async");

    private static Worker worker() {
        return Worker.jar(Path.of("target/app.jar"))
                .jvm("-Dspring.aot.enabled=" + Boolean.getBoolean("aot"))
                .args("--server.port=0");
    }

    private static String port(Worker.Running worker) throws InterruptedException {
        Matcher port = PORT.matcher(worker.awaitText("Started Application"));
        assertTrue(port.find());
        return port.group(1);
    }

    private static void assertAnswer(int status, String id, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode());
        assertEquals(id, answer.headers().firstValue("X-Request-ID").orElseThrow());
    }

    @Tag("container")
    @Test
    void everyLineCarriesItsOwnRequestsId() throws Exception {
        Worker.Running worker = worker().onRunPod()
                .args("--runpod.log.web.quiet-paths=/ping, /health/*")
                .start();
        Load load = new Load(port(worker));
        load.run(600, PATHS);
        assertAnswer(500, "failing-1", load.get("/fails?id=x", "failing-1"));
        assertAnswer(500, "broken-1", load.get("/broken", "broken-1"));
        assertAnswer(500, "early-1", load.get("/early", "early-1"));
        assertAnswer(503, "late-1", load.get("/late", "late-1"));
        assertAnswer(200, "reset-1", load.get("/reset", "reset-1"));
        String made = load.get("/sync?id=made", "not an id")
                .headers()
                .firstValue("X-Request-ID")
                .orElseThrow();
        assertNotEquals("not an id", made);
        load.get("/ping", "health-1");
        HttpResponse<String> sly = load.get("/health/..;/plain/x", "sly-1");
        worker.terminate();
        Worker.Output output = worker.await();
        List<Line> lines = output.lines();
        Load.check(lines, 600, 2);
        assertEquals("failing-1", Line.problem(lines, "broken for x").requestId());
        assertEquals(
                "broken-1",
                Line.problem(lines, "IllegalStateException: broken\n").requestId());
        assertEquals("early-1", Line.problem(lines, "fails early").requestId());
        assertEquals(made, Line.withMessage(lines, "begins for made").requestId());
        assertTrue(lines.stream().noneMatch(line -> line.message().equals("pinged")));
        assertEquals(
                "health-1", Line.withMessage(lines, "pinged with a warning").requestId());
        if (sly.statusCode() == 200) { // Jetty and Undertow refuse such a path
            assertEquals("sly-1", Line.withMessage(lines, "plain servlet").requestId());
        }
        Line begins = Line.withMessage(lines, "begins for load-0");
        if (Boolean.getBoolean("tracing")) {
            assertTrue(begins.extra().get("traceId").getAsString().matches("[0-9a-f]{32}"), begins::toString);
            assertTrue(begins.extra().get("spanId").getAsString().matches("[0-9a-f]{16}"), begins::toString);
        }
    }

    @Test
    void switchedOffThereAreNoIds() throws Exception {
        Worker.Running worker =
                worker().onRunPod().args("--runpod.log.web.enabled=false").start();
        HttpResponse<String> answer = new Load(port(worker)).get("/sync?id=plain", "given-1");
        assertTrue(answer.headers().firstValue("X-Request-ID").isEmpty());
        worker.terminate();
        assertEquals(
                null,
                Line.withMessage(worker.await().lines(), "begins for plain").requestId());
    }

    @Tag("container")
    @Test
    void detailsOfAnAsynchronousRequestAreKeptUntilItEnds() throws Exception {
        Worker.Running worker = worker().onRunPod()
                .args("--logging.config=classpath:buffer.xml")
                .start();
        Load load = new Load(port(worker));
        load.get("/story?fails=false", "good-1");
        load.get("/story?fails=true", "bad-1");
        load.get("/refused", "refused-1");
        worker.terminate();
        List<Line> story = worker.await().lines().stream()
                .filter(line -> line.message().startsWith("story"))
                .toList();
        assertEquals(
                List.of(
                        "bad-1 story begins",
                        "bad-1 story goes on",
                        "bad-1 story fails",
                        "refused-1 story is refused",
                        "refused-1 story of an error page"),
                story.stream()
                        .map(line -> line.requestId() + " " + line.message())
                        .toList());
    }

    @Tag("container")
    @Test
    void eachRequestHasOneSummary() throws Exception {
        Worker.Running worker =
                worker().onRunPod().args("--runpod.log.web.summary=true").start();
        Load load = new Load(port(worker));
        load.get("/sync?id=a", "sync-1");
        load.get("/callable?id=b", "callable-1");
        load.get("/fails?id=c", "fails-1");
        load.get("/broken", "broken-1");
        load.get("/refused", "refused-1");
        worker.terminate();
        List<Line> lines = worker.await().lines();
        List<String> summaries = lines.stream()
                .filter(line -> line.message().equals("Request finished"))
                .map(line -> line.requestId() + " " + line.extra().get("method").getAsString() + " "
                        + line.extra().get("route").getAsString() + " "
                        + line.extra().get("status").getAsInt() + " "
                        + line.extra().get("outcome").getAsString())
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "broken-1 GET /broken 500 error",
                        "callable-1 GET /callable 200 ok",
                        "fails-1 GET /fails 500 error",
                        "refused-1 GET /refused 503 error",
                        "sync-1 GET /sync 200 ok"),
                summaries);
        assertTrue(
                lines.stream().noneMatch(line -> line.message().startsWith("Exception sending request destroyed")),
                "the container blames nobody for an asynchronous failure");
    }

    @Test
    void terminatedInMidLoadItWritesEveryLine() throws Exception {
        Worker.Running worker =
                worker().onRunPod().args("--server.shutdown=graceful").start();
        Load load = new Load(port(worker));
        Thread killer = new Thread(() -> {
            try {
                worker.awaitText("for load-49");
                Thread.sleep(300);
                worker.terminate();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        killer.start();
        int answered = load.runUntilItEnds(PATHS);
        killer.join();
        List<Line> lines = worker.await().lines();
        long begins = lines.stream()
                .filter(line -> line.message().startsWith("begins for load-"))
                .count();
        long ends = lines.stream()
                .filter(line -> line.message().startsWith("ends for load-"))
                .count();
        assertEquals(begins, ends);
        assertTrue(answered > 0 && ends >= answered, answered + " answered, " + ends + " lines");
        Line.withMessage(lines, "Graceful shutdown complete");
    }
}
