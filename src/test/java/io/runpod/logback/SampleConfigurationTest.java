package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.support.JsonLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleConfigurationTest {

    @Test
    void sampleLoadsWithoutWarningAndWritesItsFile(@TempDir Path directory) throws Exception {
        String sample = Files.readString(Path.of("logback-sample.xml"));
        Path file = directory.resolve("logback.xml");
        // The volume is a directory of the test's, everything else is as shipped.
        Files.writeString(
                file,
                sample.replace(
                        "class=\"io.runpod.logback.RunPodLogDirectory\"/>",
                        "class=\"io.runpod.logback.RunPodLogDirectory\"><volume>" + directory + "</volume></define>"));
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(file.toFile());
        assertEquals(
                List.of(),
                context.getStatusManager().getCopyOfStatusList().stream()
                        .filter(status -> status.getLevel() >= Status.WARN)
                        .toList());
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        assertInstanceOf(RunPodAppender.class, root.getAppender("CONSOLE"));
        root.detachAppender("CONSOLE");
        context.getLogger("sample").info("to the file");
        context.stop();
        List<String> lines = Files.readAllLines(directory.resolve("logs/worker-local.jsonl"));
        assertEquals(1, lines.size());
        JsonLine.parse(lines.get(0)).hasMessage("to the file");
    }
}
