package io.runpod.logback.support;

import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.Extra;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** What child processes of tests run: applications whose first loggers are this library's. */
public final class StartingMain {

    private StartingMain() {}

    private static final class First {
        static final RunPodLogger LOGGER = new RunPodLogger().with(Extra.extra("bound", 1));
    }

    private static final class Second {
        static final RunPodLogger LOGGER = new RunPodLogger().with(Extra.extra("bound", 2));
    }

    private static final class Dying {
        static final int VALUE = Integer.parseInt("no number");
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "twice" -> logFromTwoThreadsAtOnce();
            case "main" -> {
                RunPodLogger.of("app").info("started");
                throw new IllegalStateException("main ends");
            }
            case "thread" -> {
                RunPodLogger.of("app").info("started");
                Thread thread = new Thread(
                        () -> {
                            RequestScope.open("r1");
                            throw new IllegalStateException("thread ends");
                        },
                        "worker");
                thread.start();
                thread.join();
            }
            case "carried" -> {
                RunPodLogger.of("app").info("started");
                Thread thread;
                try (RequestScope scope = RequestScope.open("r1")) {
                    Runnable task = () -> {
                        throw new IllegalStateException("task ends");
                    };
                    thread = new Thread(RequestScope.wrap(task));
                }
                thread.start();
                thread.join();
            }
            case "stopped" -> {
                RunPodLogger.of("app").info("started");
                ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
                throw new IllegalStateException("main ends");
            }
            case "initializer" -> {
                RunPodLogger.of("app").info("started");
                RunPodLogger.of("app").info("{}", Dying.VALUE);
            }
            case "unreadable" -> {
                RunPodLogger.of("app").info("started");
                throw new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("no message");
                    }
                };
            }
            case "handler" -> {
                Thread.setDefaultUncaughtExceptionHandler(
                        (thread, problem) -> System.out.println("own handler: " + problem.getMessage()));
                RunPodLogger.of("app").info("started");
                throw new IllegalStateException("main ends");
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void logFromTwoThreadsAtOnce() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        Thread first = new Thread(() -> {
            await(go);
            for (int i = 0; i < 3; i++) {
                First.LOGGER.info("first {}", i);
            }
        });
        Thread second = new Thread(() -> {
            await(go);
            for (int i = 0; i < 3; i++) {
                Second.LOGGER.info("second {}", i);
            }
        });
        first.start();
        second.start();
        go.countDown();
        first.join();
        second.join();
        First.LOGGER.info("first last");
        Second.LOGGER.info("second last");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
