package io.runpod.logback.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.core.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependenciesTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.2.13", "1.4.14", "1.5.17", "1.5.18-SNAPSHOT"})
    void olderVersionsAreTooOld(String version) {
        assertTrue(Dependencies.isTooOld(version));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"1.5.18", "1.5.38", "1.6.0", "1.7.0-SNAPSHOT", "2", "", " ", "unknown", "${project.version}"})
    void newerAndUnknownVersionsAreNot(String version) {
        assertFalse(Dependencies.isTooOld(version));
    }

    @Test
    void versionIsTheJars() {
        String jar = Context.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertTrue(jar.endsWith("/logback-core-" + Dependencies.logbackVersion() + ".jar"), jar);
    }

    @Test
    void testedVersionsGiveNoWarning() {
        List<String> warnings = new ArrayList<>();
        Dependencies.warnOfOld(warnings::add);
        assertEquals(List.of(), warnings);
    }
}
