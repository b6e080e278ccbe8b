package io.runpod.logback;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.logstash.logback.composite.AbstractFieldJsonProvider;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Every setting as users give it: by its name in Logback's XML. */
class SettingsTest {

    private final LoggerContext context = new LoggerContext();

    @TempDir
    Path folder;

    @BeforeEach
    void giveTheContextTheMdc() {
        context.setMDCAdapter(MDC.getMDCAdapter());
    }

    @AfterEach
    void close() {
        context.stop();
        MDC.clear();
    }

    record Bean(String firstName) {}

    /** A user's decorator. */
    public static final class SnakeCase implements MapperBuilderDecorator<JsonMapper, JsonMapper.Builder> {
        @Override
        public JsonMapper.Builder decorate(JsonMapper.Builder builder) {
            return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }
    }

    /** A user's provider, with a setting of its own. */
    public static final class Constant extends AbstractFieldJsonProvider<ILoggingEvent> {
        private String value = "";

        public void setValue(String value) {
            this.value = value;
        }

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            generator.writeStringProperty(getFieldName(), value);
        }
    }

    private void configure(String appender) throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        String xml =
                "<configuration>" + appender + "<root level=\"TRACE\"><appender-ref ref=\"A\"/></root></configuration>";
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private void configureEncoder(String settings) throws Exception {
        String format = settings.contains("<format>") ? "" : "<format>json</format>";
        configure("<appender name=\"A\" class=\"ch.qos.logback.core.FileAppender\"><file>" + folder.resolve("log")
                + "</file><encoder class=\"io.runpod.logback.RunPodEncoder\">" + format + settings
                + "</encoder></appender>");
    }

    private String written() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** Logs the event that all settings are tried with, and returns what the file holds. */
    private String logOne() throws IOException {
        MDC.put("requestId", "r1");
        MDC.put("jobId", "j1");
        MDC.put("count", "12");
        Logger logger = context.getLogger("a.Logger");
        logger.info(
                "caf\u00e9 {}",
                "x".repeat(20),
                kv("k", List.of(1, 2, 3)),
                kv("s", "y".repeat(20)),
                kv("iban", "DE1"),
                new IllegalStateException("boom"));
        return written();
    }

    private List<Status> problems() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "format          | text          | INFO ",
                "format          | JSON          | {\"requestId\": \"r1\"",
                "ascii           | false         | caf\u00e9",
                "ascii           | true          | caf\\u00e9",
                "include         | logger        | \"level\": \"INFO\", \"logger\": \"a.Logger\"",
                "include         | thread,logger | \"logger\": \"a.Logger\", \"thread\": \"",
                "include         | timestamp     | \"level\": \"INFO\", \"timestamp\": \"20",
                "include         | caller        | .SettingsTest.logOne(SettingsTest.java:",
                "extra           | nested        | \"extra\": {\"k\": [1, 2, 3]",
                "extra           | flat          | \"level\": \"INFO\", \"k\": [1, 2, 3]",
                "extra           | none          | \"level\": \"INFO\"}",
                "showInMessage   | extra         | k=[1, 2, 3] s=yyyy",
                "showInMessage   | stackTrace    | \\njava.lang.IllegalStateException: boom\\n\\tat ",
                "stackTrace      | extra         | \"stack_trace\": \"java.lang.IllegalStateException: boom",
                "stackTrace      | both          | \"stack_trace\": \"java.lang.IllegalStateException: boom",
                "stackTrace      | both          | \\njava.lang.IllegalStateException: boom\\n\\tat ",
                "stackTrace      | none          | xxxx\", \"level\"",
                "stackTraceExclude | org.*, jdk.* | frames excluded\\n\\tat ",
                "maxMessageChars | 20            | ...TRUNCATED ",
                "maxValueChars   | 10            | \"yyyyy\\n...TRUNCATED 10 CHARACTERS...\\nyyyyy\"",
                "maxElements     | 2             | [1, 2, \"...1 more\"]",
                "maxLineBytes    | 512           | \"_dropped\": ",
                "requestIdKey    | jobId         | {\"requestId\": \"j1\"",
                "requestIdKey    | none, jobId   | {\"requestId\": \"j1\"",
                "mdcNumbers      | cou*          | \"count\": 12",
                "redact          | iban          | \"iban\": \"[redacted]\"",
                "redact          | off           | \"iban\": \"DE1\"",
                "redact          | on            | \"iban\": \"DE1\"",
                "redact          | on, iban      | \"iban\": \"[redacted]\"",
                "redact          | prefix:xxx    | caf\\u00e9 [redacted]\\n",
                "color           | never         | {\"requestId\""
            })
    void rightValueTakesEffect(String name, String value, String expected) throws Exception {
        configureEncoder("<" + name + ">" + value + "</" + name + ">");
        String line = logOne();
        assertTrue(line.contains(expected), () -> expected + " in " + line);
        assertEquals(List.of(), problems());
        if (line.startsWith("{")) {
            JsonLine.parse(line.stripTrailing());
        }
    }

    @Test
    void colorIsUsedInTheTextLineWhenAskedFor() throws Exception {
        configureEncoder("<format>text</format><color>always</color>");
        assertTrue(logOne().startsWith("\u001b["));
    }

    @Test
    void zeroLiftsEveryLimit() throws Exception {
        configureEncoder("<maxMessageChars>0</maxMessageChars><maxValueChars>0</maxValueChars>"
                + "<maxElements>0</maxElements><maxLineBytes>0</maxLineBytes>");
        Logger logger = context.getLogger("a");
        logger.info("m".repeat(50_000), kv("s", "s".repeat(50_000)), kv("a", new int[5_000]));
        JsonLine line = JsonLine.parse(written().stripTrailing()).hasMessage("m".repeat(50_000));
        line.hasText("s", "s".repeat(50_000));
        assertEquals(5_000, line.extra("a").size());
        assertEquals(List.of(), problems());
    }

    @Test
    void workerFieldsComeFromTheWorkersVariables() {
        Map<String, String> variables = Map.of(
                "RUNPOD_POD_ID", "pod1", "RUNPOD_GPU_NAME", "NVIDIA+RTX+4090", "RUNPOD_API_KEY", "rpa_ABCDEFGHIJKL");
        try (LogLines lines =
                LogLines.json(variables, encoder -> encoder.setWorkerFields("podId, gpu, dataCenter, apiKey"))) {
            lines.logger.info("m");
            assertEquals(List.of("podId", "gpu"), lines.lastJson().extraNames());
            lines.lastJson().hasText("podId", "pod1").hasText("gpu", "NVIDIA RTX 4090");
            assertEquals(1, lines.problems().size(), lines.problems()::toString);
            assertTrue(lines.problems().get(0).contains("apiKey"), lines.problems()::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format          | xml     | json text",
                "ascii           | yes     | true false",
                "include         | level   | timestamp logger thread caller",
                "extra           | deep    | nested flat none",
                "showInMessage   | mdc     | stackTrace extra",
                "stackTrace      | console | message extra both none",
                "maxMessageChars | -1      | 0",
                "maxMessageChars | many    | 0",
                "maxMessageChars | 4096.0  | 0",
                "maxValueChars   | 4k      | 0",
                "maxValueChars   | 99999999999 | 0",
                "maxElements     | -5      | 0",
                "maxElements     | 1e3     | 0",
                "maxLineBytes    | 16KB    | 0 512",
                "maxLineBytes    | 100     | 0 512",
                "workerFields    | apiKey  | podId endpointId dataCenter gpu",
                "color           | pink    | auto always never"
            })
    void wrongValueIsOneWarningAndTheDefaultHolds(String name, String value, String valid) throws Exception {
        configureEncoder("<" + name + ">" + value + "</" + name + ">");
        List<Status> problems = problems();
        assertEquals(1, problems.size(), problems::toString);
        Status warning = problems.get(0);
        assertEquals(Status.WARN, warning.getLevel());
        assertTrue(warning.getMessage().contains(name), warning::toString);
        assertTrue(warning.getMessage().contains('"' + value + '"'), warning::toString);
        for (String one : valid.split(" ", -1)) {
            assertTrue(warning.getMessage().matches("(?s).*Valid.*\\b" + one + "\\b.*"), warning::toString);
        }
        String line = logOne();
        Files.delete(folder.resolve("log"));
        context.reset();
        configureEncoder(name.equals("format") ? "<format>text</format>" : "");
        String byDefault = logOne();
        assertEquals(withoutFrames(byDefault), withoutFrames(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no | no | on",
                "false | false | on",
                "none | none | on",
                "0 | 0 | on",
                "yes | yes | on",
                "true | true | on",
                "* | * | on",
                "X_IS_UNDEFINED | X_IS_UNDEFINED | on",
                "off, iban | off | on and the others",
                "-, iban | - | on and the others",
                "prefix:, iban | prefix: | on and the others",
                "no, false, iban | no, false | on and the others"
            })
    void whatIsNoNameToRedactIsOneWarning(String value, String wrong, String used) throws Exception {
        configureEncoder("<redact>" + value + "</redact>");
        List<Status> problems = problems();
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(
                "redact: \"" + wrong
                        + "\" is not valid. Valid: on; off (alone); or a list of names of secret fields, -NAME (no secret),"
                        + " prefix:BEGINNING (of tokens, 3 to 64 characters). Going on with " + used + ".",
                problems.get(0).getMessage());
        context.getLogger("a").info("m {}", kv("order_no", 42), kv("is_false", 1), kv("password", "hunter2"));
        assertTrue(written().contains("\"order_no\": 42, \"is_false\": 1, \"password\": \"[redacted]\""), written());
    }

    @Test
    void wrongValueThatIsASecretIsNotTold() throws Exception {
        String secret = "ghp_" + "0a1B2c3D".repeat(4) + "WxYz";
        configureEncoder("<maxElements>" + secret + "</maxElements>");
        String warning = problems().get(0).getMessage();
        assertTrue(warning.startsWith("maxElements: \"[redacted]\" is not valid."), warning);
    }

    @Test
    void listGivenTwiceAddsUp() throws Exception {
        configureEncoder("<redact>iban</redact><redact>acme_key, -cookie</redact><redact>prefix:ACME_</redact>"
                + "<include>logger</include><include>thread</include>"
                + "<mdcNumbers>count</mdcNumbers><mdcNumbers>other</mdcNumbers>"
                + "<requestIdKey>none</requestIdKey><requestIdKey>jobId</requestIdKey>");
        MDC.put("count", "12");
        MDC.put("other", "13");
        MDC.put("jobId", "j1");
        context.getLogger("a").info("ACME_0a1b2c3d", kv("iban", "x"), kv("acme_key", "x"), kv("cookie", "oat"));
        assertEquals(List.of(), problems());
        String line = written();
        assertTrue(line.startsWith("{\"requestId\": \"j1\", \"message\": \"[redacted]\""), line);
        assertTrue(line.contains("\"logger\": \"a\", \"thread\": \""), line);
        assertTrue(line.contains("\"iban\": \"[redacted]\", \"acme_key\": \"[redacted]\", \"cookie\": \"oat\""), line);
        assertTrue(line.contains("\"count\": 12") && line.contains("\"other\": 13"), line);
    }

    /** Redaction would lose a name that is given, because of a variable that is not set. */
    @Test
    void emptySettingAddsNothingToAList() throws Exception {
        configureEncoder("<redact>iban</redact><redact>${NOT_SET:-}</redact>"
                + "<include>logger</include><include>${NOT_SET:-}</include>");
        context.getLogger("a").info("m", kv("iban", "x"));
        assertEquals(List.of(), problems());
        assertTrue(written().contains("\"logger\": \"a\", \"extra\": {\"iban\": \"[redacted]\"}"), written());
    }

    @Test
    void emptySettingIsTheDefaultOfAnother() throws Exception {
        configureEncoder(
                "<maxElements>5</maxElements><maxElements>1</maxElements>" + "<maxElements>${NOT_SET:-}</maxElements>");
        context.getLogger("a").info("m", kv("k", List.of(1, 2)));
        assertEquals(List.of(), problems());
        assertTrue(written().contains("[1, 2]"), written());
    }

    @Test
    void otherSettingGivenTwiceIsTold() throws Exception {
        configureEncoder("<maxElements>5</maxElements><maxElements>1</maxElements>");
        assertEquals(
                List.of("maxElements: given more than once. Going on with the last one, \"1\"."),
                problems().stream().map(Status::getMessage).toList());
        context.getLogger("a").info("m", kv("k", List.of(1, 2)));
        assertTrue(written().contains("[1, \"...1 more\"]"), written());
    }

    private static String withoutFrames(String line) {
        return line.replaceAll("(?s)IllegalStateException: boom.*?\", \"level", "")
                .replaceAll("(?s)\n.*", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxMesageChars", "Includes", "showInMessages", "requestIdKeys", "mask"})
    void mistypedNameIsAWarningThatNamesIt(String name) throws Exception {
        configureEncoder("<" + name + ">5</" + name + ">");
        assertEquals(1, problems().size(), () -> problems().toString());
        assertEquals(Status.WARN, problems().get(0).getLevel());
        assertTrue(
                problems().get(0).getMessage().contains(name), () -> problems().toString());
        assertTrue(logOne().startsWith("{\"requestId\": \"r1\""));
    }

    @Test
    void mdcKeysAreChosenByPatterns() throws Exception {
        configureEncoder(
                "<mdc><include>user*, job*</include><include>tenant</include><exclude>userSession</exclude></mdc>");
        for (String key : List.of("requestId", "userId", "userSession", "jobId", "tenant", "other")) {
            MDC.put(key, "1");
        }
        context.getLogger("a").info("m");
        JsonLine line = JsonLine.parse(written().stripTrailing());
        assertEquals(
                List.of("jobId", "tenant", "userId"),
                line.extraNames().stream().sorted().toList());
        assertEquals(List.of(), problems());
    }

    @Test
    void providersDecoratorsAndConvertersNestAsInLle() throws Exception {
        configureEncoder("<provider class=\"" + Constant.class.getName()
                + "\"><fieldName>const</fieldName><value>c1</value></provider>"
                + "<provider class=\"net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider\"/>"
                + "<decorator class=\"" + SnakeCase.class.getName() + "\"/>"
                + "<decorator class=\"net.logstash.logback.mask.MaskingJsonGeneratorDecorator\">"
                + "<defaultMask>XXX</defaultMask><path>hidden</path></decorator>"
                + "<throwableConverter class=\"net.logstash.logback.stacktrace.ShortenedThrowableConverter\">"
                + "<maxDepthPerThrowable>1</maxDepthPerThrowable></throwableConverter>");
        assertEquals(List.of(), problems());
        context.getLogger("a")
                .info("m", kv("bean", new Bean("joe")), kv("hidden", "h"), new IllegalStateException("boom"));
        JsonLine line = JsonLine.parse(written().stripTrailing());
        line.hasText("const", "c1")
                .hasExtra("bean", "{\"first_name\": \"joe\"}")
                .hasText("hidden", "XXX");
        line.hasText("logger_name", "a");
        assertEquals(1, line.message().split("\tat ", -1).length - 1, line.message());
    }

    @Test
    void encoderWorksInAConsoleAppender() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            configure("<appender name=\"A\" class=\"ch.qos.logback.core.ConsoleAppender\">"
                    + "<encoder class=\"io.runpod.logback.RunPodEncoder\"><format>json</format></encoder></appender>");
            context.getLogger("a").info("m");
        } finally {
            System.setOut(before);
        }
        JsonLine.parse(out.toString(StandardCharsets.UTF_8).stripTrailing()).hasMessage("m");
        assertEquals(List.of(), problems());
    }

    @Test
    void encoderWorksInARollingFileAppender() throws Exception {
        configure("<appender name=\"A\" class=\"ch.qos.logback.core.rolling.RollingFileAppender\"><file>"
                + folder.resolve("log")
                + "</file><rollingPolicy class=\"ch.qos.logback.core.rolling.FixedWindowRollingPolicy\"><fileNamePattern>"
                + folder.resolve("log.%i")
                + "</fileNamePattern><minIndex>1</minIndex><maxIndex>3</maxIndex></rollingPolicy>"
                + "<triggeringPolicy class=\"ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy\">"
                + "<checkIncrement>1</checkIncrement><maxFileSize>100</maxFileSize></triggeringPolicy>"
                + "<encoder class=\"io.runpod.logback.RunPodEncoder\"><format>json</format></encoder></appender>");
        for (int i = 0; i < 3; i++) {
            context.getLogger("a").info("m".repeat(200));
            Thread.sleep(5);
        }
        context.stop();
        assertTrue(Files.exists(folder.resolve("log.1")));
        for (String name : List.of("log", "log.1")) {
            for (String line : Files.readAllLines(folder.resolve(name))) {
                JsonLine.parse(line).hasMessage("m".repeat(200));
            }
        }
        assertEquals(List.of(), problems());
    }

    @Test
    void appenderHasAnEncoderWithOrWithoutOneInTheXml() throws Exception {
        configure("<appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\"/>");
        RunPodAppender appender = (RunPodAppender) context.getLogger("ROOT").getAppender("A");
        assertInstanceOf(RunPodEncoder.class, appender.getEncoder());
        assertTrue(appender.isStarted() && appender.getEncoder().isStarted());
        assertEquals(List.of(), problems());
        context.reset();
        configure("<appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">"
                + "<encoder class=\"io.runpod.logback.RunPodEncoder\"><format>text</format></encoder></appender>");
        appender = (RunPodAppender) context.getLogger("ROOT").getAppender("A");
        assertEquals("INFO   | m\n", encoded(appender));
        assertEquals(List.of(), problems());
        context.reset();
        configure(
                "<appender name=\"A\" class=\"io.runpod.logback.RunPodAppender\">"
                        + "<encoder class=\"ch.qos.logback.classic.encoder.PatternLayoutEncoder\"><pattern>%msg</pattern></encoder></appender>");
        appender = (RunPodAppender) context.getLogger("ROOT").getAppender("A");
        assertEquals("m", encoded(appender));
        assertEquals(List.of(), problems());
    }

    private String encoded(RunPodAppender appender) {
        Logger logger = context.getLogger("a");
        return new String(
                appender.getEncoder().encode(new LoggingEvent("", logger, Level.INFO, "m", null, null)),
                StandardCharsets.UTF_8);
    }

    @Test
    void levelIsDefinedForTheXml() throws Exception {
        System.setProperty("runpod.log.level", "warning");
        try {
            configure("<define name=\"LEVEL\" class=\"io.runpod.logback.RunPodLevel\"/>"
                    + "<logger name=\"defined\" level=\"${LEVEL}\"/>"
                    + "<appender name=\"A\" class=\"ch.qos.logback.core.read.ListAppender\"/>");
            assertEquals(Level.WARN, context.getLogger("defined").getLevel());
        } finally {
            System.clearProperty("runpod.log.level");
        }
        assertFalse(context.getLogger("defined").isInfoEnabled());
        assertEquals(List.of(), problems());
    }
}
