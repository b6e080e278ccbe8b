package io.runpod.logback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What child processes of tests run: applications that know SLF4J only. */
public final class ChildMain {

    private ChildMain() {}

    public static void main(String[] arguments) throws Exception {
        Logger logger = LoggerFactory.getLogger("child");
        switch (arguments[0]) {
            case "lines" -> {
                logLines(logger, Integer.parseInt(arguments[1]));
                exit(arguments[2]);
            }
            case "threads" -> logOnThreads(logger, 8, 5_000);
            case "hook" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> logger.info("from the hook")));
                logger.info("before");
                System.exit(0);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void logLines(Logger logger, int count) {
        for (int i = 0; i < count; i++) {
            logger.info("line {}", i);
        }
    }

    /** Leaves a note that the application came to its end by itself. */
    private static void exit(String note) throws IOException {
        Files.writeString(Path.of(note), "done");
        System.exit(0);
    }

    private static void logOnThreads(Logger logger, int threads, int lines) throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            Thread one = new Thread(() -> {
                for (int i = 0; i < lines; i++) {
                    logger.info("{}:{}", thread, i);
                }
            });
            one.start();
            running.add(one);
        }
        for (Thread one : running) {
            one.join();
        }
    }
}
