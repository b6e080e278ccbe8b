package app;

import static io.runpod.logback.Extra.extra;
import static net.logstash.logback.argument.StructuredArguments.kv;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public final class Main {

    private static final RunPodLogger logger = new RunPodLogger();
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        logger.info("starting");
        try (var scope = RequestScope.open("job-1")) {
            logger.info("Generated image", extra("dimensions", "1024x1024", "steps", 30));
            log.info("card {}", kv("card", Map.of("number", "4111111111111111")));
            log.debug("details");
            log.error("failed", new IllegalStateException("broken"));
        }
    }
}
