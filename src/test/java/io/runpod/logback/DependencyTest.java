package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The page about security names every dependency of the POM that is not of the tests, with its reason. */
class DependencyTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `([\\w.-]+:[\\w.-]+)` \\| (always|optional|compiler) \\| \\S.* \\|");

    @Test
    void readmeListsThePoms() throws Exception {
        List<String> listed = Files.readAllLines(Path.of("src/docs/security.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> row.group(1) + " " + row.group(2))
                .sorted()
                .toList();
        assertEquals(dependencies().stream().sorted().toList(), listed);
    }

    /** With another version they would take a library that was installed before, and not the one beside them. */
    @Test
    void projectsBesideTheLibraryHaveItsVersion() throws Exception {
        String version = text(project(Path.of("pom.xml")), "version", "");
        for (String folder : List.of("jmh", "fuzz", "lincheck", "mutation", "api", "pictures")) {
            Element project = project(Path.of("src", folder, "pom.xml"));
            assertEquals(version, text(project, "version", ""), folder);
            for (Element dependency : children(children(project, "dependencies").get(0), "dependency")) {
                if (text(dependency, "artifactId", "").equals("runpod-logback")) {
                    assertEquals("${project.version}", text(dependency, "version", ""), folder);
                }
            }
        }
    }

    private static Element project(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    private static List<String> dependencies() throws Exception {
        Element project = project(Path.of("pom.xml"));
        List<String> found = new ArrayList<>();
        for (Element dependency : children(children(project, "dependencies").get(0), "dependency")) {
            String scope = text(dependency, "scope", "compile");
            String name = text(dependency, "groupId", "") + ":" + text(dependency, "artifactId", "");
            boolean optional = text(dependency, "optional", "false").equals("true");
            switch (scope) {
                case "compile", "runtime" -> found.add(name + (optional ? " optional" : " always"));
                case "provided" -> found.add(name + (name.equals("org.jspecify:jspecify") ? " compiler" : " optional"));
                case "test" -> {}
                default -> throw new AssertionError(name + ": " + scope);
            }
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name, String otherwise) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? otherwise : found.get(0).getTextContent();
    }
}
