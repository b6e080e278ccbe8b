package io.runpod.logback.internal.settings;

import ch.qos.logback.core.Context;
import java.lang.module.ModuleDescriptor.Version;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Warns at start if the Logback on the class path is older than this library is tested with. */
final class LogbackVersion {

    private static final String MIN = "1.5.18";

    private LogbackVersion() {}

    static void check(Consumer<String> warn) {
        String present = present();
        if (isTooOld(present)) {
            warn.accept(
                    "Logback " + present + " is too old. Needed: ch.qos.logback:logback-classic " + MIN + " or newer.");
        }
    }

    /** Returns the version of logback-core; null in a named module, or if Logback was repackaged into another jar. */
    static @Nullable String present() {
        Package core = Context.class.getPackage();
        String title = core.getImplementationTitle();
        return title != null && title.startsWith("Logback") ? core.getImplementationVersion() : null;
    }

    /** Returns whether a version is too old. An unknown or unreadable version is not. */
    static boolean isTooOld(@Nullable String version) {
        try {
            return version != null && Version.parse(version).compareTo(Version.parse(MIN)) < 0;
        } catch (IllegalArgumentException notAVersion) {
            return false;
        }
    }
}
