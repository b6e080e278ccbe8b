package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.spring.SpringProblems;
import io.runpod.logback.support.Pages;
import io.runpod.logback.support.Pages.Block;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What the pages show works: Java compiles, XML is loaded by Logback, properties are known, links lead somewhere. What this
 * build cannot compile is a file of an application in {@code src/it}, which does.
 */
class PagesTest {

    /** Those that a test looks at, and pictures. */
    private static final Set<String> LANGUAGES =
            Set.of("groovy", "java", "json", "kotlin", "mermaid", "properties", "sh", "text", "xml", "yaml");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

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

    private static Stream<DynamicTest> each(Stream<Block> blocks, ThrowingConsumer test) {
        return blocks.map(block -> DynamicTest.dynamicTest(block.toString(), () -> test.accept(block.text())));
    }

    private interface ThrowingConsumer {
        void accept(String text) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() {
        return Stream.concat(Pages.all().stream(), Stream.of(Pages.FOLDER.resolve("llms.txt")))
                .flatMap(page -> LINK.matcher(Pages.text(page))
                        .results()
                        .map(link -> DynamicTest.dynamicTest(
                                page + ": " + link.group(), () -> assertLeadsSomewhere(page, link))));
    }

    private static void assertLeadsSomewhere(Path page, MatchResult link) {
        Path target = link.group(1).isEmpty()
                ? page
                : page.resolveSibling(link.group(1)).normalize();
        assertTrue(Files.exists(target), target.toString());
        if (link.group(2) != null) {
            assertTrue(Pages.anchors(target).contains(link.group(2)), link.group());
        }
    }

    @Test
    void everyPageIsLinkedFromTheReadmeAndListedForMachines() {
        for (Path page : Pages.ofTheFolder()) {
            String name = page.getFileName().toString();
            assertTrue(Pages.text(Pages.README).contains("(src/docs/" + name), name);
            assertTrue(Pages.text("llms.txt").contains("(" + name + ")"), name);
            assertTrue(name.matches("[a-z-]+\\.md"), name);
        }
    }

    @Test
    void everyBlockIsOfALanguageThatIsChecked() {
        for (Block block : Pages.blocks()) {
            assertTrue(LANGUAGES.contains(block.language()), block + " is of: " + block.language());
        }
    }

    @TestFactory
    Stream<DynamicTest> javaCompiles() {
        return each(Pages.blocks("java"), code -> {
            if (!Pages.isFileOfAnApplication(code)) {
                compile(code);
            }
        });
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

    /** Gradle is not here to run it. */
    @TestFactory
    Stream<DynamicTest> otherCodeIsOfAnApplicationOrForGradle() {
        return each(
                Stream.of("kotlin", "groovy", "yaml").flatMap(Pages::blocks),
                code -> assertTrue(
                        Pages.isFileOfAnApplication(code) || code.contains("io.runpod:runpod-logback:"), code));
    }

    @TestFactory
    Stream<DynamicTest> xmlLoads() {
        return each(Pages.blocks("xml"), xml -> {
            if (xml.startsWith("<configuration") && !Pages.isFileOfAnApplication(xml)) {
                load(xml);
            } else {
                assertTrue(xml.matches("(?s)<(configuration|dependency|project)\\b.*"), xml);
            }
        });
    }

    private static void load(String xml) throws Exception {
        LoggerContext context = new LoggerContext();
        // for appenders that connect at once
        try (ServerSocket server = new ServerSocket(0)) {
            String reachable = xml.replace("localhost:4560", "localhost:" + server.getLocalPort());
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(new ByteArrayInputStream(reachable.getBytes(StandardCharsets.UTF_8)));
            assertEquals(
                    List.of(),
                    context.getStatusManager().getCopyOfStatusList().stream()
                            .filter(status -> status.getLevel() >= Status.WARN)
                            .toList());
        } finally {
            context.stop();
        }
    }

    @TestFactory
    Stream<DynamicTest> springsPropertiesAreKnown() {
        return each(Pages.blocks("properties"), text -> {
            Properties shown = new Properties();
            shown.load(new StringReader(text));
            StandardEnvironment environment = new StandardEnvironment();
            environment.getPropertySources().addFirst(new PropertiesPropertySource("page", shown));
            List<String> warnings = new ArrayList<>();
            SpringProblems.report(environment, warnings::add);
            assertEquals(List.of(), warnings);
        });
    }

    @Test
    void versionIsThePoms() {
        String pom = Pages.text(Path.of("pom.xml"));
        Pattern version = Pattern.compile("<artifactId>runpod-logback</artifactId>\\s*<version>(.*?)</version>");
        Matcher own = version.matcher(pom);
        assertTrue(own.find());
        Pattern shown = Pattern.compile(
                version + "|io\\.runpod:runpod-logback:([\\w.]+(?:-SNAPSHOT)?)|runpod-logback-([\\w.-]+)-viewer\\.jar");
        Stream<Path> pages = Stream.concat(Pages.all().stream(), Stream.of(Pages.FOLDER.resolve("llms.txt")));
        List<String> versions = pages.flatMap(
                        page -> shown.matcher(Pages.text(page)).results())
                .map(found -> Stream.of(1, 2, 3)
                        .map(found::group)
                        .filter(text -> text != null)
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertTrue(versions.size() > 5, versions::toString);
        assertEquals(Set.of(own.group(1)), Set.copyOf(versions));
    }

    /** In the shell's blocks and in tables: the tests that are named, and the projects beside their sources. */
    @Test
    void commandsNameWhatIsThere() throws Exception {
        Set<String> named = new TreeSet<>();
        for (Path page : Pages.all()) {
            String text = Pages.text(page);
            Pattern.compile("-Dtest=([\\w,]+)")
                    .matcher(text)
                    .results()
                    .flatMap(tests -> Stream.of(tests.group(1).split(",", -1)))
                    .forEach(named::add);
            for (MatchResult project :
                    Pattern.compile("-f (src/\\w+)").matcher(text).results().toList()) {
                assertTrue(Files.exists(Path.of(project.group(1), "pom.xml")), project.group());
            }
        }
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Set<String> classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .collect(Collectors.toSet());
            named.removeAll(classes);
        }
        assertEquals(Set.of(), named);
    }

    @Test
    void everyOptionOfLlesEncoderHasARow() {
        String page = Pages.text("from-other-formats.md");
        Set<String> options = Stream.of(LogstashEncoder.class.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith("net.logstash"))
                .map(method -> method.getName())
                .filter(name -> name.matches("(set|add)[A-Z].*") && !name.equals("setProviders"))
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .filter(option -> !page.contains("`" + option + "`"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), options);
    }

    /** Of the report that the benchmarks write, and the README's chart of the page. */
    @Test
    void figuresAreThoseOfTheReport() {
        String report = Pages.text(Path.of("src/jmh/results/table.md"));
        List<String> figures = Pattern.compile("[\\d,]+ ns[\\\\*]* / [\\d,]+ B")
                .matcher(Pages.text("benchmarks.md"))
                .results()
                .map(MatchResult::group)
                .toList();
        assertTrue(figures.size() > 20);
        figures.forEach(figure -> assertTrue(report.contains(figure), figure));
        String chart = Pages.blocks(Pages.README)
                .filter(block -> block.language().equals("mermaid"))
                .findFirst()
                .orElseThrow()
                .text();
        for (String figure : chart.replaceAll("(?s).*bar \\[(.*?)\\].*", "$1").split(", ", -1)) {
            String shown = String.format(java.util.Locale.ROOT, "|%,d ns", Integer.parseInt(figure));
            assertTrue(Pages.text("benchmarks.md").contains(shown), shown);
        }
    }
}
