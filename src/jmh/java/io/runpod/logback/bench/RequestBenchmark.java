package io.runpod.logback.bench;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
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
import org.slf4j.spi.MDCAdapter;

/** Shows what the lines of one request cost: the logger's calls, the MDC, the events, the encoding. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RequestBenchmark {

    @Param({"OURS", "BOUND", "LLE_COMPOSITE", "LLE_LOGSTASH", "LOGBACK_TRIMMED", "ECS"})
    EncoderKind encoder;

    private final MDCAdapter mdc = Call.CONTEXT.getMDCAdapter();
    private final Logger logger = Call.CONTEXT.getLogger("com.example.worker.RequestHandler");
    private final Failures failures = Failures.same();
    private final Counter counter = new Counter();
    private int requests;

    /** Encodes, and counts the bytes. */
    private static final class Counter extends AppenderBase<ILoggingEvent> {
        private Encoder<ILoggingEvent> encoder;
        private int bytes;

        @Override
        protected void append(ILoggingEvent event) {
            bytes += encoder.encode(event).length;
        }
    }

    @Setup
    public void make() {
        counter.encoder = ((LogbackLines) encoder.start().apply(Sample.S.call())).encoder();
        counter.setContext(Call.CONTEXT);
        counter.start();
        logger.setAdditive(false);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        logger.addAppender(counter);
    }

    @TearDown
    public void end() {
        logger.detachAppender(counter);
    }

    @Benchmark
    public int request() {
        mdc.put("requestId", Sample.REQUEST_ID);
        logger.info("Job received");
        logger.debug("Input has {} keys", 5);
        logger.atInfo().addKeyValue("model", "sdxl-turbo").log("Model is loaded");
        for (int step = 1; step <= 10; step++) {
            logger.info("Step {} of {}", step, 10);
        }
        logger.debug("Latent has {} channels", 4);
        logger.warn("Memory of the GPU is nearly full: {} of {} MiB", 79_104, 81_559);
        logger.debug("Retries left: {}", 2);
        logger.atInfo()
                .addKeyValue("dimensions", "1024x1024")
                .addKeyValue("generation_time", 2.34)
                .log("Generated image {}", "portrait-0017.png");
        logger.info("Uploading to {}", "s3://renders/portrait-0017.png");
        logger.error("Upload failed", failures.next());
        logger.info("Job finished");
        mdc.remove("requestId");
        return counter.bytes + requests++;
    }

    /** Whether an encoder writes the key-values. */
    static boolean isWhole(EncoderKind kind) {
        return kind == null || Sample.M.isWhole(kind);
    }
}
