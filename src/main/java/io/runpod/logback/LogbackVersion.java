package io.runpod.logback;

import ch.qos.logback.core.Context;
import io.runpod.logback.internal.settings.EnvironmentWarnings;
import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells, once for a context, that the Logback on the class path is older than fixes of known vulnerabilities. For the
 * status, as information: a warning there makes Logback print all of it at each start, while no part that is concerned
 * is used by this library. Silent where the version is not known.
 */
final class LogbackVersion {

    /** By the release notes of Logback up to 1.6.6; those that concern the oldest supported release, or newer ones. */
    static final List<Vulnerability> KNOWN = List.of(
            new Vulnerability("CVE-2025-11226", "1.5.19"),
            new Vulnerability("CVE-2026-1225", "1.5.25"),
            new Vulnerability("CVE-2026-9828", "1.5.33"),
            new Vulnerability("CVE-2026-10532", "1.5.34"),
            new Vulnerability("CVE-2026-13006", "1.5.36"),
            new Vulnerability("CVE-2026-19880", "1.6.3"),
            new Vulnerability("CVE-2026-104721", "1.6.5"));

    record Vulnerability(String id, String fixedIn) {}

    private LogbackVersion() {}

    static void tell(Context context, Consumer<String> info) {
        String note = note(present());
        if (note != null) {
            EnvironmentWarnings.once(context, note, info);
        }
    }

    /** The version of logback-core; null in a named module, and where another jar took Logback's classes in. */
    static @Nullable String present() {
        Package core = Context.class.getPackage();
        String title = core.getImplementationTitle();
        return title != null && title.startsWith("Logback") ? core.getImplementationVersion() : null;
    }

    /** What is to be told of a version, or null. A snapshot of a release counts as older than the release. */
    static @Nullable String note(@Nullable String version) {
        List<Vulnerability> unfixed = unfixed(version);
        if (unfixed.isEmpty()) {
            return null;
        }
        return "Logback " + version + " is older than the fixes of "
                + unfixed.stream().map(it -> it.id + " (" + it.fixedIn + ")").collect(Collectors.joining(", "))
                + ". All are in " + KNOWN.get(KNOWN.size() - 1).fixedIn + ".";
    }

    private static List<Vulnerability> unfixed(@Nullable String version) {
        if (version == null) {
            return List.of();
        }
        try {
            Version present = Version.parse(version);
            return KNOWN.stream()
                    .filter(it -> present.compareTo(Version.parse(it.fixedIn)) < 0)
                    .toList();
        } catch (IllegalArgumentException notAVersion) {
            return List.of();
        }
    }
}
