package io.runpod.logback.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.sift.MDCBasedDiscriminator;
import ch.qos.logback.classic.sift.SiftingAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.runpod.logback.Access;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.ThrottleStage;
import io.runpod.logback.internal.appender.LineSink;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RunPodLogMetricsTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = context.getLogger("test.metrics");
    private final RunPodAppender appender = Access.appender(new LineSink(new ByteArrayOutputStream()));

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        appender.stop();
    }

    @Test
    void linesAreCountedByWhatBecameOfThem() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new RunPodLogMetrics().bindTo(registry);
        ThrottleStage throttle = new ThrottleStage();
        throttle.setLinesPerSecond("1");
        throttle.setBurst("2");
        appender.setThrottle(throttle);
        appender.setContext(context);
        appender.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
        context.getLogger("test.metrics.child").addAppender(appender);
        for (int i = 0; i < 5; i++) {
            logger.info("same");
        }
        context.getLogger("test.metrics.child").detachAppender(appender);
        assertEquals(2, count(registry, "written"));
        assertEquals(3, count(registry, "throttled"));
        assertEquals(0, count(registry, "unwritten"));
        assertEquals(0, registry.get("runpod.log.waiting").gauge().value());
    }

    @Test
    void linesOfAnAppenderBehindAnotherAreCounted() throws InterruptedException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new RunPodLogMetrics().bindTo(registry);
        appender.setContext(context);
        appender.start();
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.addAppender(appender);
        async.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(async);
        logger.info("behind another appender");
        for (int i = 0; i < 500 && count(registry, "written") == 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(1, count(registry, "written"));
        logger.detachAppender(async);
        async.stop();
    }

    @Test
    void linesOfAnAppenderBehindASiftingAppenderAreCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new RunPodLogMetrics().bindTo(registry);
        appender.setContext(context);
        appender.start();
        MDCBasedDiscriminator tenant = new MDCBasedDiscriminator();
        tenant.setKey("tenant");
        tenant.setDefaultValue("none");
        tenant.start();
        SiftingAppender sifting = new SiftingAppender();
        sifting.setContext(context);
        sifting.setDiscriminator(tenant);
        sifting.setAppenderFactory((anyContext, value) -> appender);
        sifting.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(sifting);
        logger.info("behind another appender");
        assertEquals(1, count(registry, "written"));
        logger.detachAppender(sifting);
        sifting.stop();
    }

    private static double count(SimpleMeterRegistry registry, String outcome) {
        return registry.get("runpod.log.lines")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }
}
