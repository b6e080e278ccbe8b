package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.test.CapturedLogs;
import io.runpod.logback.test.LogAssertions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README and the pages beside it show works: Java compiles, XML is loaded by Logback, lines are printed, links
 * lead somewhere.
 */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    /** What the snippets that are not whole classes take for granted. */
    private static final String SURROUNDINGS = """
            import static io.runpod.logback.Extra.extra;
            import io.runpod.logback.*;
            import java.util.*;
            import java.util.concurrent.*;
            class Snippet {
                RunPodLogger logger = RunPodLogger.of("snippet");
                String input = "";
                String infer(String of) { return of; }
                Map<String, Object> processData(Object of) { return Map.of(); }
                %s
            }
            """;

    @TempDir
    Path classes;

    private static final Path README = Path.of("README.md");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("src/docs"))) {
            return Stream.concat(Stream.of(README, Path.of(".github/CONTRIBUTING.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** The README's blocks of a language, then those of the other pages. */
    private static Stream<String> blocks(String language) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path page : pages()) {
            BLOCK.matcher(Files.readString(page))
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .forEach(block -> found.add(block.group(2)));
        }
        return found.stream();
    }

    /** The anchors that GitHub gives the headings of a page. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)")
                    .matcher(Files.readString(page))
                    .results()
                    .forEach(link -> tests.add(DynamicTest.dynamicTest(
                            page + ": " + link.group(), () -> assertLeadsSomewhere(page, link))));
        }
        assertTrue(tests.size() > 20);
        return tests.stream();
    }

    private static void assertLeadsSomewhere(Path page, MatchResult link) throws IOException {
        Path target = link.group(1).isEmpty()
                ? page
                : page.resolveSibling(link.group(1)).normalize();
        assertTrue(Files.exists(target), target.toString());
        if (link.group(2) != null) {
            assertTrue(anchors(target).contains(link.group(2)), link.group());
        }
    }

    /** Each of them is run as it stands, by the invoker plugin. */
    @Test
    void theFirstStepsAreWhatProjectsOfTheirOwnRun() throws IOException {
        String version = Pattern.compile("<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        String pom = Files.readString(Path.of("src/it/readme-plain/pom.xml")).replace("@project.version@", version);
        assertTrue(blocks("xml").anyMatch(pom::equals), pom);
        String worker = Files.readString(Path.of("src/it/readme-plain/src/main/java/Worker.java"));
        assertTrue(blocks("java").anyMatch(worker::equals), worker);
        var command = new java.util.Properties();
        command.load(Files.newBufferedReader(Path.of("src/it/readme-plain/command.properties")));
        String plain = "RUNPOD_ENDPOINT_ID=local mvn " + goals("readme-plain") + " -Dexec.executable="
                + command.getProperty("exec.executable") + " \"-Dexec.args=" + command.getProperty("exec.args")
                + "\"\n";
        assertTrue(blocks("sh").anyMatch(plain::equals), plain);
        String boot = Files.readString(Path.of("src/it/readme-boot/pom.xml")).replace("@project.version@", version);
        String dependency = blocks("xml")
                .filter(xml -> xml.startsWith("<dependency"))
                .findFirst()
                .orElseThrow();
        assertTrue(boot.contains(dependency.indent(4)), dependency);
        String run = "RUNPOD_ENDPOINT_ID=local mvn " + goals("readme-boot") + "\n";
        assertTrue(blocks("sh").anyMatch(run::equals), run);
    }

    private static String goals(String project) throws IOException {
        var invoker = new java.util.Properties();
        invoker.load(Files.newBufferedReader(Path.of("src/it", project, "invoker.properties")));
        assertEquals("local", invoker.getProperty("invoker.environmentVariables.RUNPOD_ENDPOINT_ID"));
        return invoker.getProperty("invoker.goals");
    }

    @Test
    void aFailureOfTheTestKitReadsAsShown() throws IOException {
        try (CapturedLogs logs = CapturedLogs.start("INFO")) {
            try (RequestScope ignored = RequestScope.open("a1")) {
                RunPodLogger.of("readme").info("Job received");
                RunPodLogger.of("readme").warn("Few steps", Extra.extra("steps", 10));
            }
            AssertionError failure = assertThrows(
                    AssertionError.class,
                    () -> LogAssertions.assertThat(logs)
                            .hasLine()
                            .withLevel("WARN")
                            .withExtra("steps", 30));
            assertTrue(blocks("text").anyMatch((failure.getMessage() + "\n")::equals), failure.getMessage());
        }
    }

    @TestFactory
    Stream<DynamicTest> javaCompiles() throws IOException {
        return blocks("java").map(code -> DynamicTest.dynamicTest(firstLine(code), () -> compile(code)));
    }

    private void compile(String code) {
        List<String> attempts = code.contains("class ")
                ? List.of(code)
                : List.of(
                        SURROUNDINGS.formatted(code),
                        SURROUNDINGS.formatted("void run() throws Exception {\n" + code + "}"));
        List<String> problems = new ArrayList<>();
        for (String attempt : attempts) {
            String problem = problemOf(attempt);
            if (problem.isEmpty()) {
                return;
            }
            problems.add(problem);
        }
        throw new AssertionError(String.join("\n\n", problems));
    }

    private String problemOf(String source) {
        Matcher name = Pattern.compile("class (\\w+)").matcher(source);
        assertTrue(name.find());
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(new StringWriter(), null, diagnostics, options, null, List.of(file))
                .call();
        return compiled ? "" : diagnostics.getDiagnostics() + "\n" + source;
    }

    @TestFactory
    Stream<DynamicTest> configurationsLoad() throws IOException {
        return blocks("xml")
                .filter(xml -> xml.startsWith("<configuration"))
                .map(xml -> DynamicTest.dynamicTest(firstLine(xml), () -> load(xml)));
    }

    private void load(String xml) throws Exception {
        // Spring's element is Spring's to read; what is in it is read here for one of the profiles.
        String plain = Pattern.compile("<springProfile name=\"prod\">.*?</springProfile>", Pattern.DOTALL)
                .matcher(xml)
                .replaceAll("")
                .replaceAll("</?springProfile[^>]*>", "");
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(plain.getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                List.of(),
                context.getStatusManager().getCopyOfStatusList().stream()
                        .filter(status -> status.getLevel() >= Status.WARN)
                        .toList());
        context.stop();
    }

    /** The application that runs with it has a copy. */
    @Test
    void theConfigurationForSpringIsWhatAnApplicationIsRunWith() throws IOException {
        String run = Files.readString(Path.of("src/it/boot-own-xml/src/main/resources/logback-spring.xml"));
        assertTrue(blocks("xml").anyMatch(run::equals), run);
    }

    @Test
    void springsPropertiesAreKnown() throws Exception {
        var shown = new java.util.Properties();
        shown.load(new java.io.StringReader(blocks("properties").findFirst().orElseThrow()));
        assertEquals(3, shown.size());
        var environment = new org.springframework.core.env.StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new org.springframework.core.env.PropertiesPropertySource("readme", shown));
        List<String> warnings = new ArrayList<>();
        io.runpod.logback.spring.SpringProblems.report(environment, warnings::add);
        assertEquals(List.of(), warnings);
    }

    @Test
    void dependencyIsTheProjectsOwn() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String dependency = blocks("xml")
                .filter(xml -> xml.startsWith("<dependency"))
                .findFirst()
                .orElseThrow();
        for (String element : List.of("groupId", "artifactId", "version")) {
            Matcher shown =
                    Pattern.compile("<" + element + ">.*?</" + element + ">").matcher(dependency);
            assertTrue(shown.find() && pom.contains(shown.group()), element);
        }
    }

    @Test
    void firstLinesAreWhatIsPrinted() throws IOException {
        try (LogLines json = LogLines.json().attachTo("readme", ch.qos.logback.classic.Level.INFO);
                LogLines text = LogLines.text().attachTo("readme", ch.qos.logback.classic.Level.INFO)) {
            try (RequestScope ignored = RequestScope.open("a1f3-u1")) {
                RunPodLogger.of("readme").info("Generated image", Extra.extra("dimensions", "1024x1024", "steps", 30));
            }
            assertEquals(blocks("json").findFirst().orElseThrow(), json.last());
            assertEquals(blocks("text").findFirst().orElseThrow(), text.last());
        }
    }

    @Test
    void everySettingOfTheEncoderIsInTheTable() throws IOException {
        String readme = Files.readString(README);
        for (var method : RunPodEncoder.class.getMethods()) {
            String name = method.getName();
            if (method.getDeclaringClass() == RunPodEncoder.class
                    && (name.startsWith("set") || name.startsWith("add"))
                    && !name.equals("setParent")) {
                String setting = Character.toLowerCase(name.charAt(3)) + name.substring(4);
                assertTrue(readme.contains("| `" + setting + "` |"), setting);
            }
        }
    }

    @Test
    void everySettingOfTheAppenderIsInTheTable() throws IOException {
        String readme = Files.readString(README);
        Map<String, Class<?>> owners = Map.of(
                "", RunPodAppender.class,
                "throttle", ThrottleStage.class,
                "sample", SampleStage.class,
                "buffer", BufferStage.class,
                "queue", QueueStage.class);
        owners.forEach((stage, owner) -> {
            for (var method : owner.getDeclaredMethods()) {
                String name = method.getName();
                if (name.startsWith("set") && !name.equals("setName") && !owners.containsKey(decapitalized(name))) {
                    String setting = (stage.isEmpty() ? "" : "`" + stage + "`: ") + "`" + decapitalized(name) + "`";
                    assertTrue(readme.contains("| " + setting + " |"), setting);
                }
            }
        });
    }

    /** As they stand in the sources, which nobody else reads the environment by. */
    @Test
    void everyVariableThatIsReadIsInTheTable() throws IOException {
        String readme = Files.readString(README);
        Pattern name = Pattern.compile("\"((?:RUNPOD_[A-Z_]+)|NO_COLOR|FORCE_COLOR|TERM)\"");
        int found = 0;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            // Markers have such names too.
            for (Path source : sources.filter(file -> Files.isRegularFile(file) && !file.endsWith("RunPodMarker.java"))
                    .toList()) {
                for (MatchResult read :
                        name.matcher(Files.readString(source)).results().toList()) {
                    assertTrue(readme.contains("`" + read.group(1) + "`"), read.group(1) + " of " + source);
                    found++;
                }
            }
        }
        assertTrue(found > 10);
    }

    private static String decapitalized(String setter) {
        return Character.toLowerCase(setter.charAt(3)) + setter.substring(4);
    }

    private static String firstLine(String block) {
        return block.lines().findFirst().orElse("").strip();
    }
}
