package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.LogbackVersion.Vulnerability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogbackVersionTest {

    @Test
    void noteNamesEachFixThatIsMissing() {
        assertEquals(
                "Logback 1.5.38 is older than the fixes of CVE-2026-19880 (1.6.3), CVE-2026-104721 (1.6.5). "
                        + "All are in 1.6.5.",
                LogbackVersion.note("1.5.38"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5.18,          CVE-2025-11226",
        "1.5.19-SNAPSHOT, CVE-2025-11226",
        "1.5.19,          CVE-2026-1225",
        "1.5.20,          CVE-2026-1225",
        "1.5.25,          CVE-2026-9828",
        "1.5.33,          CVE-2026-10532",
        "1.5.34,          CVE-2026-13006",
        "1.5.36,          CVE-2026-19880",
        "1.6.0,           CVE-2026-19880",
        "1.6.3,           CVE-2026-104721",
        "1.6.5-SNAPSHOT,  CVE-2026-104721"
    })
    void noteBeginsWithTheFirstFixThatIsMissing(String version, String first) {
        String note = LogbackVersion.note(version);
        assertNotNull(note);
        assertTrue(note.startsWith("Logback " + version + " is older than the fixes of " + first + " "), note);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"1.6.5", "1.6.6", "1.6.10", "1.7.0-SNAPSHOT", "2", "", " ", "unknown", "${project.version}"})
    void newOrUnknownVersionsAreSilent(String version) {
        assertNull(LogbackVersion.note(version));
    }

    @Test
    void versionIsTheJars() {
        String jar = Context.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertTrue(jar.endsWith("/logback-core-" + LogbackVersion.present() + ".jar"), jar);
    }

    @Test
    void toldOnceForAContextAndNotAsAWarning() {
        ContextBase context = new ContextBase();
        start(context);
        start(context);
        String note = LogbackVersion.note(LogbackVersion.present());
        List<Status> told = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getMessage().startsWith("Logback "))
                .toList();
        assertEquals(
                Stream.ofNullable(note).toList(),
                told.stream().map(Status::getMessage).toList());
        assertTrue(told.stream().allMatch(status -> status.getLevel() == Status.INFO));
    }

    private static void start(Context context) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setContext(context);
        encoder.start();
    }

    @Test
    void readmeHasThemAll() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("src/docs/security.md")).stream()
                .filter(line -> line.startsWith("| CVE-"))
                .toList();
        assertEquals(LogbackVersion.KNOWN.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Vulnerability known = LogbackVersion.KNOWN.get(i);
            assertTrue(rows.get(i).startsWith("| " + known.id() + " | " + known.fixedIn() + " | "), rows.get(i));
        }
    }
}
