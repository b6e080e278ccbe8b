package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.support.Pages;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of settings says what the code does: names, defaults and what is valid. */
class SettingsPageTest {

    private static final String WRONG = "?";

    /** What the code says of a wrong value. */
    private static final Pattern REFUSAL =
            Pattern.compile("(\\w+): \"\\?\" is not valid\\. Valid: (.*)\\. Going on with (.*)\\.");

    private static final Map<String, Class<?>> STAGES = Map.of(
            "throttle", ThrottleStage.class,
            "sample", SampleStage.class,
            "buffer", BufferStage.class,
            "queue", QueueStage.class);

    private static final Pattern NUMBER = Pattern.compile("(\\d[\\d,]*) ?(ms|s|min|day)?\\b");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "day", 86_400_000L);

    /** A row: its name as {@code `throttle`: `burst`}, and the cells after the meaning. */
    private record Row(String name, String byDefault, String valid) {}

    private static Row row(String name) {
        return Pages.rows("settings.md").stream()
                .filter(cells -> cells.size() == 4 && cells.get(0).equals(name))
                .map(cells -> new Row(name, cells.get(2), cells.get(3)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + name));
    }

    private static List<Method> setters(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && method.getName().matches("(set|add)[A-Z].*"))
                .filter(method -> !Set.of("setParent", "setName", "addFilter").contains(method.getName()))
                .toList();
    }

    private static String setting(Method setter) {
        String name = setter.getName();
        return Character.toLowerCase(name.charAt(3)) + name.substring(4);
    }

    @TestFactory
    Stream<DynamicTest> encoderAgrees() {
        return agree(RunPodEncoder.class, "", encoder -> {
            RunPodEncoder started = (RunPodEncoder) encoder;
            return statusOf(context -> {
                started.setContext(context);
                started.start();
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> appenderAgrees() {
        return agree(RunPodAppender.class, "", appender -> warningsOf((RunPodAppender) appender));
    }

    @TestFactory
    Stream<DynamicTest> stagesAgree() {
        return STAGES.entrySet().stream()
                .flatMap(stage -> agree(stage.getValue(), stage.getKey(), bean -> {
                    RunPodAppender appender = new RunPodAppender();
                    setters(RunPodAppender.class).stream()
                            .filter(setter -> setter.getParameterTypes()[0] == stage.getValue())
                            .findFirst()
                            .orElseThrow()
                            .invoke(appender, bean);
                    return warningsOf(appender);
                }));
    }

    private interface Start {
        List<String> warnings(Object bean) throws Exception;
    }

    private interface InContext {
        void start(LoggerContext context) throws Exception;
    }

    private static List<String> warningsOf(RunPodAppender appender) throws Exception {
        return statusOf(context -> {
            appender.setContext(context);
            appender.start();
            appender.stop();
        });
    }

    private static List<String> statusOf(InContext what) throws Exception {
        LoggerContext context = new LoggerContext();
        what.start(context);
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == Status.WARN)
                .map(Status::getMessage)
                .toList();
    }

    /** Each setting has a row; each that can be wrong is given a wrong value, and its row says what the warning says. */
    private static Stream<DynamicTest> agree(Class<?> type, String stage, Start start) {
        return setters(type).stream()
                .filter(setter -> !STAGES.containsValue(setter.getParameterTypes()[0]))
                .map(setter -> DynamicTest.dynamicTest(type.getSimpleName() + "." + setting(setter), () -> {
                    String name = "`" + setting(setter) + "`";
                    Row row = row(stage.isEmpty() ? name : "`" + stage + "`: " + name);
                    if (setter.getParameterTypes()[0] == String.class) {
                        Object bean = type.getConstructor().newInstance();
                        setter.invoke(bean, WRONG);
                        for (String warning : start.warnings(bean)) {
                            assertAgrees(row, warning);
                        }
                    }
                }));
    }

    private static void assertAgrees(Row row, String warning) {
        Matcher refusal = REFUSAL.matcher(warning);
        assertTrue(refusal.matches(), warning);
        String valid = refusal.group(2).replaceFirst(", as .*", "");
        assertTrue(numbers(row.valid()).containsAll(numbers(valid)), row + " beside: " + warning);
        if (valid.matches("[\\w.]+(, [\\w.]+)*")) {
            assertEquals(Set.of(valid.split(", ", -1)), quoted(row.valid()), warning);
        }
        String byDefault = refusal.group(3).replace("the others", "none");
        assertTrue(
                numbers(byDefault).isEmpty()
                        ? row.byDefault().matches("`?" + byDefault + "\\b.*")
                        : numbers(row.byDefault()).containsAll(numbers(byDefault)),
                row + " beside: " + warning);
    }

    /** Numbers, and times in milliseconds. */
    private static Set<Long> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(found -> Long.parseLong(found.group(1).replace(",", ""))
                        * (found.group(2) == null ? 1 : MILLIS.get(found.group(2))))
                .collect(Collectors.toSet());
    }

    private static Set<String> quoted(String cell) {
        return Pattern.compile("`([^`]*)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Their descriptions are for an IDE; what stands in both is alike. */
    @TestFactory
    Stream<DynamicTest> springsMetadataAgrees() throws Exception {
        JsonNode metadata = new JsonMapper()
                .readTree(Files.readString(Path.of("src/main/resources/META-INF/spring-configuration-metadata.json")));
        return metadata.get("properties")
                .valueStream()
                .map(property ->
                        DynamicTest.dynamicTest(property.get("name").asString(), () -> assertAgrees(property)));
    }

    private static void assertAgrees(JsonNode property) {
        String name = property.get("name").asString();
        if (name.matches(".*\\.(mdc\\..*|providers|decorators)")) {
            String end = name.substring("runpod.log.".length());
            assertTrue(Pages.text("settings.md").contains("`" + end + "`"), end);
            return;
        }
        Row row = row("`" + (name.matches("runpod\\.log\\.(web\\..*|level)") ? name : camelCase(name)) + "`");
        JsonNode byDefault = property.get("defaultValue");
        if (byDefault != null) {
            String shown = byDefault.isArray() ? byDefault.get(0).asString() : byDefault.asString();
            assertTrue(row.byDefault().matches("`?" + shown + "\\b.*"), row + " beside: " + shown);
        }
    }

    private static String camelCase(String property) {
        return Pattern.compile("-(\\w)")
                .matcher(property.substring("runpod.log.".length()))
                .replaceAll(found -> found.group(1).toUpperCase(java.util.Locale.ROOT));
    }

    /** In the text of all pages: elements, properties, variables. */
    @Test
    void whatOtherPagesNameIsSomethingThatCanBeSet() {
        Set<String> elements = Stream.concat(
                        Stream.of(RunPodEncoder.class, RunPodAppender.class), STAGES.values().stream())
                .flatMap(type -> setters(type).stream())
                .map(SettingsPageTest::setting)
                .collect(Collectors.toCollection(TreeSet::new));
        elements.addAll(OF_OTHERS);
        String metadata = Pages.text(Path.of("src/main/resources/META-INF/spring-configuration-metadata.json"));
        Set<String> unknown = new TreeSet<>();
        for (Path page : Pages.all()) {
            String text = Pages.text(page);
            named("`</?(\\w+)[^`]*`", text)
                    .filter(name -> !elements.contains(name))
                    .forEach(unknown::add);
            named("(runpod\\.log(?:\\.[a-z-]+)+)", text)
                    .filter(name -> !metadata.contains('"' + name + '"') && !METERS.contains(name))
                    .forEach(unknown::add);
            named("`(RUNPOD_[A-Z_]+)", text)
                    .filter(name -> !Pages.text("settings.md").contains("`" + name + "`"))
                    .forEach(unknown::add);
        }
        assertEquals(Set.of(), unknown);
    }

    private static Stream<String> named(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
    }

    /** Elements of Logback's, Spring's and Maven's, and those within one of the library's. */
    private static final Set<String> OF_OTHERS = Set.of(
            "configuration",
            "define",
            "dependencyManagement",
            "exclude",
            "filter",
            "include",
            "layout",
            "springProfile",
            "turboFilter",
            "volume");

    private static final Set<String> METERS = Set.of("runpod.log.lines", "runpod.log.waiting");

    /** As they stand in the sources, which nothing else reads the environment by. */
    @Test
    void everyVariableThatIsReadIsInTheTable() throws Exception {
        String page = Pages.text("settings.md");
        Pattern name = Pattern.compile("\"((?:RUNPOD_[A-Z_]+)|NO_COLOR|FORCE_COLOR|TERM)\"");
        int found = 0;
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                for (MatchResult read :
                        name.matcher(Files.readString(source)).results().toList()) {
                    assertTrue(page.contains("`" + read.group(1) + "`"), read.group(1) + " of " + source);
                    found++;
                }
            }
        }
        assertTrue(found > 10);
    }
}
