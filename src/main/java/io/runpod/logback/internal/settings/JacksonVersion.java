package io.runpod.logback.internal.settings;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.PackageVersion;

/**
 * Warns at start if jackson-annotations is too old for Jackson 3. Without this warning, users notice the problem only
 * when values are missing. Jackson 2 and Jackson 3 share jackson-annotations, so another library's Jackson 2 may bring
 * an old version along.
 */
final class JacksonVersion {

    private JacksonVersion() {}

    /** Checks the versions on the class path; {@code warn} takes the warning, if there is one. */
    static void check(Consumer<String> warn) {
        try {
            compare(warn);
        } catch (LinkageError missing) {
            warn.accept("Jackson 3 or its annotations cannot be loaded: " + missing
                    + ". Needed: jackson-databind 3.0.4 or newer"
                    + " and jackson-annotations 2.20 or newer. Going on without the values that they write.");
        }
    }

    /**
     * Compares the versions. Jackson 3.0 needs annotations 2.20, later versions of Jackson need 2.21. Annotations 2.20
     * are recognised by a constant that they added, 2.21 by a class.
     */
    private static void compare(Consumer<String> warn) {
        Version jackson = PackageVersion.VERSION;
        boolean isVersion30 = jackson.getMajorVersion() == 3 && jackson.getMinorVersion() == 0;
        if (isVersion30 ? !hasShapes() : !hasSerializeAs()) {
            Package annotations = JsonFormat.class.getPackage();
            warn.accept(message(
                    annotations == null ? null : annotations.getImplementationVersion(),
                    jackson.toString(),
                    isVersion30 ? "2.20" : "2.21"));
        }
    }

    static String message(@Nullable String found, String jackson, String needed) {
        return "jackson-annotations " + (found == null ? "(of an unknown version)" : found) + " is too old for Jackson "
                + jackson + ". Needed: com.fasterxml.jackson.core:jackson-annotations " + needed
                + " or newer. Going on without the values that it cannot write.";
    }

    private static boolean hasShapes() {
        return Arrays.stream(JsonFormat.Shape.values())
                .anyMatch(shape -> shape.name().equals("POJO"));
    }

    private static boolean hasSerializeAs() {
        return JsonFormat.class.getResource("JsonSerializeAs.class") != null;
    }
}
