package io.runpod.logback.bench;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what a call costs whose level is off, before, during and after a request with a level of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class DisabledLevelBenchmark {

    /** Whether a request of another thread has a level of its own. */
    public enum Level {
        NEVER,
        BEFORE,
        NOW
    }

    @Param
    Level levelOfAnother;

    private final Logger slf4j = LoggerFactory.getLogger("com.example.worker.Disabled");
    private final RunPodLogger runPod = RunPodLogger.of("com.example.worker.Disabled");
    private volatile boolean ends;
    private final Thread other = new Thread(this::hold);

    @Setup
    public void openOne() throws InterruptedException {
        if (levelOfAnother == Level.NEVER) {
            return;
        }
        ends = levelOfAnother == Level.BEFORE;
        other.start();
        if (ends) {
            other.join();
        } else {
            Thread.sleep(100);
        }
    }

    private void hold() {
        RequestScope scope = RequestScope.open("other").level("DEBUG");
        try {
            while (!ends) {
                Thread.sleep(10);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            scope.close();
        }
    }

    @TearDown
    public void close() throws InterruptedException {
        ends = true;
        other.join();
    }

    @Benchmark
    public void slf4j() {
        slf4j.debug("off");
    }

    @Benchmark
    public void runPod() {
        runPod.debug("off");
    }
}
