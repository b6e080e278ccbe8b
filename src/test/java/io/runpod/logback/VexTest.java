package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The VEX document says the same as the table of known vulnerabilities. */
class VexTest {

    private static final Pattern ROW = Pattern.compile("\\| (CVE-[0-9-]+) \\| ([0-9.]+) \\| .*");

    @Test
    void vulnerabilitiesAreThoseOfTheTable() throws Exception {
        List<String> table = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Path.of("src/docs"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Files.readAllLines(page).stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .forEach(row -> table.add(row.group(1) + ": Fixed in Logback " + row.group(2) + "."));
            }
        }
        List<String> document = new ArrayList<>();
        for (JsonNode known :
                JsonMapper.shared().readTree(Path.of("src/main/vex/vex.json")).get("vulnerabilities")) {
            document.add(known.get("id").asString() + ": "
                    + known.get("recommendation").asString());
            assertEquals("not_affected", known.get("analysis").get("state").asString());
        }
        assertFalse(document.isEmpty());
        assertEquals(table, document);
    }
}
