package app;

import static io.runpod.logback.Extra.extra;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.util.List;
import org.slf4j.LoggerFactory;

public final class Main {

    private static final RunPodLogger logger = new RunPodLogger();

    /** A bean: Jackson reads it by reflection, so its package is open to Jackson. */
    record Size(int width, int height) {}

    private Main() {}

    public static void main(String[] args) {
        try (var scope = RequestScope.open("job-1")) {
            logger.info("Generated image", extra("dimensions", List.of(1024, 768), "steps", 30));
            LoggerFactory.getLogger(Main.class)
                    .atInfo()
                    .addKeyValue("size", new Size(3, 4))
                    .log("with a record");
        }
    }
}
