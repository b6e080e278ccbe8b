package app;

import io.runpod.logback.Extra;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.util.Map;

/** A job whose log must not end it. */
public class Main {

    public static void main(String[] args) {
        RunPodLogger logger = new RunPodLogger();
        RequestScope.run("job-1", () -> {
            logger.info("plain");
            logger.info("map", Map.of("steps", 30));
            if (args.length == 0) {
                logger.with(Extra.extra("model", "sdxl")).info("extra {}", 1, Extra.extra("steps", 30));
                logger.tip("tip");
            }
        });
    }
}
