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
import org.junit.jupiter.api.Test;

/** Requests to a real server, by a real client. */
class RequestsTest {

    private static final Pattern PORT = Pattern.compile("on port (\\d+) \\(http\\)");

    @Test
    void everyLineCarriesItsOwnRequestsId() throws Exception {
        Worker.Running worker = Worker.jar(Path.of("target/app.jar"))
                .onRunPod()
                .args("--server.port=0", "--runpod.log.web.quiet-paths=/ping,*.css")
                .start();
        Matcher port = PORT.matcher(worker.awaitText("Started Application"));
        assertTrue(port.find());
        Load load = new Load(port.group(1));
        load.run(600, List.of("/mono", "/blocking", "/flux"));
        HttpResponse<String> failed = load.get("/fails?id=x", "failing-1");
        assertEquals(500, failed.statusCode());
        assertEquals("failing-1", failed.headers().firstValue("X-Request-ID").orElseThrow());
        String made = load.get("/mono?id=made", "not an id")
                .headers()
                .firstValue("X-Request-ID")
                .orElseThrow();
        assertNotEquals("not an id", made);
        load.get("/ping", "health-1");
        load.get("/%70ing;v=1", "health-2");
        load.get("/mono;.css?id=style", "not-quiet");
        worker.terminate();
        List<Line> lines = worker.await().lines();
        Load.check(lines, 600, 2);
        Line servers = lines.stream()
                .filter(line -> line.level().equals("ERROR"))
                .findFirst()
                .orElseThrow();
        assertTrue(servers.message().contains("broken for x"), servers::toString);
        assertEquals("failing-1", servers.requestId());
        assertEquals(made, Line.withMessage(lines, "begins for made").requestId());
        assertEquals(made, Line.withMessage(lines, "ends for made").requestId());
        assertEquals("not-quiet", Line.withMessage(lines, "begins for style").requestId());
        assertTrue(lines.stream().noneMatch(line -> line.message().equals("pinged")));
        assertEquals(
                "health-1", Line.withMessage(lines, "pinged with a warning").requestId());
    }

    @Test
    void summaryHasTheRouteAndTheStatus() throws Exception {
        Worker.Running worker = Worker.jar(Path.of("target/app.jar"))
                .onRunPod()
                .args("--server.port=0", "--runpod.log.web.summary=true")
                .start();
        Matcher port = PORT.matcher(worker.awaitText("Started Application"));
        assertTrue(port.find());
        Load load = new Load(port.group(1));
        load.get("/mono?id=x", "good-1");
        load.get("/fails?id=x", "failing-1");
        worker.terminate();
        List<String> summaries = worker.await().lines().stream()
                .filter(line -> line.message().equals("Request finished"))
                .map(Line::toString)
                .toList();
        assertEquals(2, summaries.size(), summaries::toString);
        assertTrue(summaries.get(0).contains("\"route\":\"/mono\",\"status\":200"), summaries::toString);
        assertTrue(summaries.get(1).contains("\"route\":\"/fails\",\"status\":500"), summaries::toString);
    }
}
