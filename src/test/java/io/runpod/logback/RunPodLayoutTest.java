package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.support.JsonLine;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPodLayoutTest {

    private static final String SETTINGS = """
            <format>json</format>
            <redact>ssn</redact>
            <maxMessageChars>40</maxMessageChars>
            <customFields>{"app": "worker"}</customFields>
            <mdc><exclude>hidden</exclude></mdc>
            """;

    /** The setters and adders that a class declares, with the types that they take. */
    private static Set<String> settings(Class<?> bean) {
        return Arrays.stream(bean.getDeclaredMethods())
                .filter(method -> method.getName().matches("(set|add)[A-Z].*"))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(RunPodLayoutTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getGenericParameterTypes());
    }

    @Test
    void hasEverySettingOfTheEncoder() {
        Set<String> ofEncoder = settings(RunPodEncoder.class);
        Set<String> ofLayout = settings(RunPodLayout.class);
        ofEncoder.removeIf(setting -> setting.startsWith("setParent[")); // Logback's, for encoders only
        ofLayout.removeIf(setting -> setting.startsWith("setContext[")); // passed on to the encoder
        assertEquals(ofEncoder, ofLayout);
    }

    @Test
    void writesTheLineOfTheEncoder(@TempDir Path directory) throws Exception {
        Path byEncoder = directory.resolve("encoder.jsonl");
        Path byLayout = directory.resolve("layout.jsonl");
        String configuration = "<configuration>"
                + appender(
                        "ENCODER",
                        byEncoder,
                        "<encoder class='io.runpod.logback.RunPodEncoder'>" + SETTINGS + "</encoder>")
                + appender(
                        "LAYOUT",
                        byLayout,
                        "<encoder class='ch.qos.logback.core.encoder.LayoutWrappingEncoder'><charset>UTF-8</charset>"
                                + "<layout class='io.runpod.logback.RunPodLayout'>" + SETTINGS + "</layout></encoder>")
                + "<root level='INFO'><appender-ref ref='ENCODER'/><appender-ref ref='LAYOUT'/></root></configuration>";
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                List.of(),
                context.getStatusManager().getCopyOfStatusList().stream()
                        .filter(status -> status.getLevel() >= Status.WARN)
                        .toList());
        context.getMDCAdapter().put("requestId", "r-1");
        context.getMDCAdapter().put("hidden", "not shown");
        Logger logger = context.getLogger("app.Worker");
        logger.info(
                "Generated image {} \u00e4\u4e2d {}", "x".repeat(100), Extra.extra("ssn", "123-45-6789", "steps", 30));
        context.stop();
        String line = Files.readString(byLayout);
        assertEquals(Files.readString(byEncoder), line);
        JsonLine.parse(line);
        assertEquals(1, line.lines().count());
    }

    private static String appender(String name, Path file, String encoder) {
        return "<appender name='" + name + "' class='ch.qos.logback.core.FileAppender'><file>" + file + "</file>"
                + encoder + "</appender>";
    }
}
