package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import io.runpod.logback.support.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page for contributors says of the code is so. */
class ContributingTest {

    private static final Path PAGE = Path.of(".github/CONTRIBUTING.md");
    private static final String ENGINE = "io.runpod.logback.internal.";

    @Test
    void arrowsAreThoseBetweenThePackages() {
        Set<String> drawn = Pages.blocks(PAGE)
                .filter(block -> block.language().equals("mermaid"))
                .flatMap(block -> block.text().lines())
                .map(String::strip)
                .filter(line -> line.contains("-->"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = ArchitectureTest.LIBRARY.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> isOfTheEngine(use.getOriginClass()) && isOfTheEngine(use.getTargetClass()))
                .map(ContributingTest::arrow)
                .filter(arrow -> !arrow.matches("(\\w+) --> \\1"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(found, drawn);
    }

    private static boolean isOfTheEngine(JavaClass type) {
        return type.getPackageName().startsWith(ENGINE);
    }

    private static String arrow(Dependency use) {
        return room(use.getOriginClass()) + " --> " + room(use.getTargetClass());
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(ENGINE.length());
    }

    /** A renamed class would leave a reader without a way to it. */
    @Test
    void classesThatAreNamedExist() throws IOException {
        Set<String> named = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+)(?:\\.\\w+)?`")
                .matcher(Pages.text(PAGE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(named.size() > 60, named::toString);
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .forEach(named::remove);
        }
        assertEquals(Set.of(), named);
    }
}
