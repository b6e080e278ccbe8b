package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunPodAppenderTest {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Logger loggerWith(RunPodAppender appender) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger logger = context.getLogger("appender");
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
        return logger;
    }

    private List<String> lines() {
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        lines.forEach(JsonLine::parse);
        return lines;
    }

    @Test
    void encoderWithoutClassIsRunPods() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        String xml = """
                <configuration>
                  <appender name="A" class="io.runpod.logback.RunPodAppender">
                    <encoder><format>json</format></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="A"/></root>
                </configuration>
                """;
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                List.of(),
                context.getStatusManager().getCopyOfStatusList().stream()
                        .filter(status -> status.getLevel() >= Status.WARN)
                        .toList());
        RunPodAppender appender =
                (RunPodAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("A");
        assertInstanceOf(RunPodEncoder.class, appender.getEncoder());
        assertTrue(appender.getEncoder().isStarted());
    }

    @Test
    void elementThatIsGivenTwiceIsReported() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        String xml = """
                <configuration>
                  <appender name="A" class="io.runpod.logback.RunPodAppender">
                    <encoder><format>json</format></encoder><encoder><format>text</format></encoder>
                    <target>stdout</target><target>stderr</target>
                    <queue/><queue/><buffer/><buffer/><sample/><sample/><throttle/><throttle/>
                  </appender>
                  <root level="OFF"><appender-ref ref="A"/></root>
                </configuration>
                """;
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        List<String> warnings = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .map(Status::getMessage)
                .toList();
        for (String name : List.of("encoder", "target", "queue", "buffer", "sample", "throttle")) {
            String warning = name + ": given more than once. Going on with the last one.";
            assertEquals(1, warnings.stream().filter(warning::equals).count(), name + " in " + warnings);
        }
    }

    @Test
    void contextWithoutMdcAdapterLogsWithTheThreadsMdc() {
        Logger logger = loggerWith(new RunPodAppender(new LineSink(out)));
        try (RequestScope scope = RequestScope.open("id-1")) {
            logger.info("whole");
        }
        JsonLine.parse(lines().get(0)).hasMessage("whole").hasRequestId("id-1").hasLevel("INFO");
    }

    @Test
    void filterDenies() {
        RunPodAppender appender = new RunPodAppender(new LineSink(out));
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel("WARN");
        filter.start();
        appender.addFilter(filter);
        Logger logger = loggerWith(appender);
        logger.info("no");
        logger.warn("yes");
        assertEquals(1, lines().size());
    }

    @Test
    void eventLoggedWhileAnotherIsEncodedIsWrittenToo() {
        Logger logger = loggerWith(new RunPodAppender(new LineSink(out)));
        Object talkative = new Object() {
            @Override
            public String toString() {
                logger.info("inner");
                return "text";
            }
        };
        logger.info("outer {}", talkative);
        assertEquals(
                List.of("inner", "outer text"),
                lines().stream().map(line -> JsonLine.parse(line).message()).toList());
    }

    @Test
    void brokenStreamIsCountedAndDoesNotReachTheCaller() {
        RunPodAppender appender = new RunPodAppender(new LineSink(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken");
            }
        }));
        Logger logger = loggerWith(appender);
        logger.info("one");
        logger.info("two");
        assertEquals(2, appender.stats().unwritten());
        appender.stop();
        assertTrue(context.getStatusManager().getCopyOfStatusList().stream()
                .anyMatch(status -> status.getLevel() == Status.WARN
                        && status.getMessage().startsWith("2 lines could not be written")));
    }

    @Test
    void eventThatIsOnItsWayWhenTheAppenderStopsIsWritten() {
        RunPodAppender appender = new RunPodAppender(new LineSink(out));
        Logger logger = loggerWith(appender);
        appender.stop();
        logger.info("late");
        assertEquals(1, lines().size());
    }

    @Test
    void appenderThatWasNeverStartedSaysSoAndWritesNothing() {
        RunPodAppender appender = new RunPodAppender(new LineSink(out));
        appender.setContext(context);
        Logger logger = context.getLogger("appender");
        logger.addAppender(appender);
        logger.warn("early");
        assertEquals(List.of(), lines());
        assertTrue(context.getStatusManager().getCopyOfStatusList().stream()
                .anyMatch(status -> status.getMessage().contains("non started appender")));
    }
}
