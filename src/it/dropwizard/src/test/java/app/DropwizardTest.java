package app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.it.Load;
import io.runpod.it.Worker;
import java.io.File;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DropwizardTest {

    private static final Pattern PORT = Pattern.compile("\\{0\\.0\\.0\\.0:(\\d+)");

    @Test
    void everyLineCarriesItsOwnRequestsId() throws Exception {
        Worker.Running worker = Worker.java("-cp", "target/app.jar" + File.pathSeparator + "target/lib/*", "app.Main")
                .args("server", "server.yml")
                .onRunPod()
                .start();
        Matcher port = PORT.matcher(worker.awaitText("Started oejs.Server"));
        assertTrue(port.find());
        new Load(port.group(1)).run(600, List.of("/sync"));
        worker.terminate();
        Load.check(worker.await().lines(), 600, 2);
    }
}
