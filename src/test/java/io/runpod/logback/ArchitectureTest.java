package io.runpod.logback;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows between the packages. Only what goes into the jars is looked at, no tests and no sample. */
class ArchitectureTest {
    private static final String PUBLIC_PACKAGE = "io.runpod.logback";
    private static final String ENGINE_ROOT = "io.runpod.logback.internal.";
    private static final String ENGINE = ENGINE_ROOT + ".";
    private static final String SPRING = "io.runpod.logback.spring..";
    private static final String MICROMETER = "io.runpod.logback.micrometer";
    private static final String TEST = "io.runpod.logback.test";
    private static final String VIEWER = "io.runpod.logback.viewer";

    /** What Logback's XML fills and what users call. */
    private static final Set<String> BEANS = Set.of(
            "io.runpod.logback.RunPodAppender",
            "io.runpod.logback.RunPodConfigurator",
            "io.runpod.logback.RunPodEncoder",
            "io.runpod.logback.RunPodLogger",
            "io.runpod.logback.RequestScope");

    /** What the viewer uses of the engine beside its texts. */
    private static final Set<String> VIEWERS_OWN =
            Set.of("io.runpod.logback.internal.settings.ColorMode", "io.runpod.logback.internal.settings.Environment");

    static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PUBLIC_PACKAGE);

    static final JavaClasses IN_THE_JAR = LIBRARY.that(not(resideInAPackage(VIEWER)));

    /** The public package counts as one of the slices, not with those below it. */
    @Test
    void packagesFormNoCycle() {
        slices().matching("io.runpod.(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void engineNeverSeesABean() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat(describe("are beans or nested in one", ArchitectureTest::isPartOfABean))
                .check(LIBRARY);
    }

    /** A renamed bean would leave {@link #engineNeverSeesABean} without anything to find. */
    @ParameterizedTest
    @FieldSource("BEANS")
    void beanKeptFromTheEngineExists(String bean) {
        assertTrue(LIBRARY.contain(bean), bean);
    }

    @Test
    void engineKnowsNothingOfLogbacksXml() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback.core.joran..")
                .check(LIBRARY);
    }

    @Test
    void springIsKnownToItsOwnPackageOnly() {
        DescribedPredicate<JavaClass> spring =
                resideInAPackage("org.springframework..").or(resideInAPackage(SPRING));
        noClasses()
                .that()
                .resideOutsideOfPackage(SPRING)
                .should()
                .dependOnClassesThat(spring)
                .check(LIBRARY);
    }

    /** It is not in the library's jar, and neither is picocli. */
    @Test
    void viewerIsKnownToNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage(VIEWER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(VIEWER, "picocli..")
                .check(LIBRARY);
    }

    /** These, and what they need themselves, are what the POM puts into the viewer's jar. */
    @Test
    void viewerKnowsLittleOfTheLibrary() {
        classes()
                .that()
                .resideInAPackage(VIEWER)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                VIEWER,
                                "io.runpod.logback.internal.text",
                                "java..",
                                "picocli..",
                                "tools.jackson.core..",
                                "org.jspecify.annotations")
                        .or(describe(
                                "are of the viewer's jar",
                                type -> VIEWERS_OWN.contains(type.getName()) || type.isPrimitive() || type.isArray())))
                .check(LIBRARY);
    }

    @Test
    void whatTheViewerSharesKnowsNothingOfLogback() {
        noClasses()
                .that()
                .resideInAnyPackage("io.runpod.logback.internal.text", "io.runpod.logback.internal.redact")
                .or(describe("are of the viewer's jar", type -> VIEWERS_OWN.contains(type.getName())))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ch.qos.logback..", "net.logstash..", "org.slf4j..", "tools.jackson.databind..")
                .check(LIBRARY);
    }

    @Test
    void whatFindsSecretsKnowsNothingElse() {
        classes()
                .that()
                .resideInAPackage("io.runpod.logback.internal.redact")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("io.runpod.logback.internal.redact", "java..", "org.jspecify.annotations")
                                .or(describe("are the language's own", type -> type.isPrimitive() || type.isArray())))
                .check(LIBRARY);
    }

    @Test
    void whatIsForTestsIsKnownToNobodyElse() {
        DescribedPredicate<JavaClass> forTests = resideInAPackage("org.junit..").or(resideInAPackage(TEST));
        noClasses()
                .that()
                .resideOutsideOfPackage(TEST)
                .should()
                .dependOnClassesThat(forTests)
                .check(LIBRARY);
    }

    /** A test that has another framework uses all but the annotation and what is behind it. */
    @Test
    void junitIsKnownToItsAnnotationOnly() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("CaptureLogs")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(LIBRARY);
    }

    @Test
    void publicTypesLiveInThePublicPackageTheEngineOrAnOptionalPart() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .resideInAnyPackage(PUBLIC_PACKAGE, ENGINE, SPRING, MICROMETER, TEST, VIEWER)
                .check(LIBRARY);
    }

    @Test
    void publicClassesAreFinal() {
        classes()
                .that()
                .resideInAnyPackage(PUBLIC_PACKAGE, TEST)
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotAnnotations()
                .and()
                .areNotEnums()
                .and()
                .areNotRecords()
                .should()
                .haveModifier(FINAL)
                .check(LIBRARY);
    }

    /** Read from the sources, as the class files do not have it. */
    @Test
    void whatUsersSeeSaysSinceWhen() throws IOException {
        Pattern published = Pattern.compile(
                "^public (?:(?:final|abstract|sealed) )*(?:class|interface|@interface|enum|record) ",
                Pattern.MULTILINE);
        int checked = 0;
        for (String part : List.of("", "/spring", "/micrometer", "/test")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/io/runpod/logback" + part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String source = Files.readString(file);
                    if (published.matcher(source).find() || file.endsWith("package-info.java")) {
                        assertTrue(source.contains("\n * @since "), file.toString());
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked > 20, "" + checked);
    }

    /** What each room of the engine may know of the others; {@code redact} knows none. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "redact", List.of(),
            "text", List.of("redact"),
            "trace", List.of("text"),
            "json", List.of("redact", "text"),
            "settings", List.of("redact", "text", "json"),
            "scope", List.of("text", "settings"),
            "line", List.of("redact", "text", "trace", "json", "settings"),
            "appender", List.of("text", "scope", "line"));

    @ParameterizedTest
    @FieldSource("ROOMS")
    void roomKnowsOnlyThoseBelowIt(String room) {
        List<String> allowed = new ArrayList<>(ARROWS.get(room));
        allowed.add(room);
        String[] others = ARROWS.keySet().stream()
                .filter(other -> !allowed.contains(other))
                .map(other -> ENGINE_ROOT + other)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ENGINE_ROOT + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(LIBRARY);
    }

    static final List<String> ROOMS = List.copyOf(ARROWS.keySet());

    @Test
    void everyRoomHasItsArrows() {
        Set<String> found = new TreeSet<>();
        LIBRARY.that(resideInAPackage(ENGINE)).forEach(type -> found.add(type.getPackageName()));
        assertEquals(
                ROOMS.stream().map(room -> ENGINE_ROOT + room).collect(Collectors.toCollection(TreeSet::new)), found);
    }

    /** There public means that another package uses it. */
    @Test
    void publicTypesOfTheEngineAreUsedByOtherPackages() {
        List<String> unused = LIBRARY.that(resideInAPackage(ENGINE)).stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getDirectDependenciesToSelf().stream()
                        .allMatch(use -> use.getOriginClass().getPackageName().equals(type.getPackageName())))
                .map(JavaClass::getName)
                .toList();
        assertEquals(List.of(), unused);
    }

    @Test
    void noTwoTypesHaveOneSimpleName() {
        Map<String, List<String>> bySimpleName = LIBRARY.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertEquals(
                List.of(),
                bySimpleName.values().stream().filter(names -> names.size() > 1).toList());
    }

    /** Doclint does not ask for comments, so that of overloads only one is documented in full. */
    @Test
    void publicMembersHaveAComment() throws IOException {
        Pattern member =
                Pattern.compile("^    (?:public|protected) [^=;]*[({]$|^    (?:public|protected) .*\\) .*\\{$");
        List<String> without = new ArrayList<>();
        for (String part : List.of("", "/spring", "/micrometer", "/test")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/io/runpod/logback" + part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    List<String> lines = Files.readAllLines(file);
                    boolean published = lines.stream().anyMatch(line -> line.startsWith("public "));
                    for (int i = 1; published && i < lines.size(); i++) {
                        int before = i - 1;
                        while (lines.get(before).startsWith("    @")
                                && !lines.get(before).startsWith("    @Override")) {
                            before--;
                        }
                        if (member.matcher(lines.get(i)).find()
                                && !lines.get(before).endsWith("*/")
                                && !lines.get(before).startsWith("    @Override")) {
                            without.add(
                                    file + ":" + (i + 1) + " " + lines.get(i).strip());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), without);
    }

    private static boolean isPartOfABean(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return BEANS.contains(nested < 0 ? name : name.substring(0, nested));
    }
}
