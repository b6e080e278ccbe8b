package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.JsonLine;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that come one after the other need the memory of one. */
@Tag("slow")
class WorkspaceMemoryTest {

    private static final int THREADS = 500;

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(20);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static void onAThread(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4_000, 200_000})
    void manyThreadsKeepTheMemoryOfOne(int length) throws InterruptedException {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.start();
        String message = "m".repeat(length);
        var logger = new ch.qos.logback.classic.LoggerContext().getLogger("app");
        Runnable large = () -> {
            for (Throwable thrown : new Throwable[] {null, new RuntimeException(message)}) {
                byte[] line = encoder.encode(new ch.qos.logback.classic.spi.LoggingEvent(
                        "fqcn", logger, ch.qos.logback.classic.Level.INFO, message + " {}", thrown, new Object[] {
                            kv("payload", message)
                        }));
                JsonLine.parse(new String(line, StandardCharsets.UTF_8));
            }
        };
        for (int i = 0; i < 20; i++) {
            onAThread(large);
        }
        long before = used();
        for (int i = 0; i < THREADS; i++) {
            onAThread(large);
        }
        long kept = used() - before;
        assertTrue(kept < 1_000_000, () -> kept + " bytes kept");
        assertTrue(encoder.isStarted());
    }

    @Test
    void oneLargeLineDoesNotKeepItsBuffers() throws InterruptedException {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        encoder.setMaxLineBytes("0");
        encoder.setMaxMessageChars("0");
        encoder.setMaxValueChars("0");
        encoder.start();
        var logger = new ch.qos.logback.classic.LoggerContext().getLogger("app");
        long before = used();
        encodeLarge(encoder, logger);
        long kept = used() - before;
        assertTrue(kept < 2_000_000, () -> kept + " bytes kept");
        assertTrue(encoder.isStarted());
    }

    private static void encodeLarge(RunPodEncoder encoder, ch.qos.logback.classic.Logger logger) {
        String large = "\u6f22".repeat(5_000_000);
        encoder.encode(new ch.qos.logback.classic.spi.LoggingEvent(
                "fqcn", logger, ch.qos.logback.classic.Level.INFO, large, null, new Object[] {kv("payload", large)}));
    }
}
