package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventAware;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.PackageVersion;

/**
 * Reports dependencies that are missing or too old, because a build tool may choose an older one that another library
 * asks for. If nothing can work, this is reported once, on standard error ({@link #check}). If only values may be
 * missing from lines, each start gives a warning ({@link #warnOfOld}).
 *
 * <p>Each foreign class is named only in a lambda or in a method that is called late, so that this class itself can be
 * loaded without it.
 */
public final class Dependencies {

    private static final String MIN_LOGBACK = "1.5.18";

    private static final Pattern VERSION_OF_JAR = Pattern.compile("-([0-9][^/!]*)\\.jar(!/?)?$");

    /** Whether slf4j-api has version 2, which Logback's own classes need. */
    public static final boolean HAS_SLF4J_2 = find(() -> LoggingEventAware.class) != null;

    private static final boolean HAS_JACKSON_3 =
            find(() -> JsonGenerator.class) != null && find(() -> PackageVersion.class) != null;

    /** Whether LLE is there, of any version. Without it, the fields of a call cannot be loaded. */
    public static final boolean HAS_LOGSTASH = find(() -> StructuredArgument.class) != null;

    /** Whether the encoder can be loaded. */
    public static final boolean CAN_ENCODE = HAS_SLF4J_2 && HAS_JACKSON_3;

    static {
        for (String problem : problems()) {
            System.err.println("runpod-logback: " + problem);
        }
    }

    private Dependencies() {}

    /** Makes the JVM initialise this class, which reports the problems. Does nothing the second time. */
    public static void check() {}

    private static List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!HAS_SLF4J_2) {
            problems.add(problem("slf4j-api", find(() -> Logger.class), "org.slf4j:slf4j-api 2.0.17")
                    + " Without it Logback does not start, and nothing is logged.");
        }
        if (find(() -> Configurator.ExecutionStatus.class) == null) { // since 1.3
            problems.add(problem(
                    "logback-classic", find(() -> Level.class), "ch.qos.logback:logback-classic " + MIN_LOGBACK));
        }
        if (!HAS_JACKSON_3) {
            problems.add("Jackson 3 is missing. Needed: tools.jackson.core:jackson-databind 3.0.4 or newer."
                    + " Without it lines are as Logback prints them.");
        }
        if (find(() -> MapperBuilderDecorator.class) == null) { // since 9.0, which writes with Jackson 3
            problems.add(problem(
                            "logstash-logback-encoder",
                            find(() -> StructuredArgument.class),
                            "net.logstash.logback:logstash-logback-encoder 9.0")
                    + " Without it fields of its arguments and markers are lost.");
        }
        return problems;
    }

    private static String problem(String what, @Nullable Class<?> found, String needed) {
        return what + (found == null ? " is missing." : version(found) + " is too old.") + " Needed: " + needed
                + " or newer.";
    }

    /** Returns the version in the name of the jar, because not all manifests have it; empty = not known. */
    private static String version(Class<?> type) {
        try {
            String jar =
                    String.valueOf(type.getProtectionDomain().getCodeSource().getLocation());
            Matcher version = VERSION_OF_JAR.matcher(jar);
            return version.find() ? " " + version.group(1) : "";
        } catch (RuntimeException unknown) { // no code source
            return "";
        }
    }

    private static @Nullable Class<?> find(Supplier<Class<?>> type) {
        try {
            return type.get();
        } catch (LinkageError missing) {
            return null;
        }
    }

    /**
     * Warns if the Logback on the class path is older than this library is tested with, and if jackson-annotations is
     * too old for Jackson 3. Jackson 2 and 3 share jackson-annotations, so another library's Jackson 2 may bring an old
     * version along.
     */
    public static void warnOfOld(Consumer<String> warn) {
        String logback = logbackVersion();
        if (isTooOld(logback)) {
            warn.accept("Logback " + logback + " is too old. Needed: ch.qos.logback:logback-classic " + MIN_LOGBACK
                    + " or newer.");
        }
        try {
            warnOfOldAnnotations(warn);
        } catch (LinkageError missing) {
            warn.accept("Jackson 3 or its annotations cannot be loaded: " + missing
                    + ". Needed: jackson-databind 3.0.4 or newer"
                    + " and jackson-annotations 2.20 or newer. Going on without the values that they write.");
        }
    }

    /** Returns the version of logback-core; null in a named module, or if Logback was repackaged into another jar. */
    static @Nullable String logbackVersion() {
        Package core = Context.class.getPackage();
        String title = core.getImplementationTitle();
        return title != null && title.startsWith("Logback") ? core.getImplementationVersion() : null;
    }

    /** Returns whether a version of Logback is too old. An unknown or unreadable version is not. */
    static boolean isTooOld(@Nullable String version) {
        try {
            return version != null
                    && ModuleDescriptor.Version.parse(version).compareTo(ModuleDescriptor.Version.parse(MIN_LOGBACK))
                            < 0;
        } catch (IllegalArgumentException notAVersion) {
            return false;
        }
    }

    /**
     * Compares the versions. Jackson 3.0 needs annotations 2.20, later versions of Jackson need 2.21. Annotations 2.20
     * are recognised by a constant that they added, 2.21 by a class.
     */
    private static void warnOfOldAnnotations(Consumer<String> warn) {
        Version jackson = PackageVersion.VERSION;
        boolean isVersion30 = jackson.getMajorVersion() == 3 && jackson.getMinorVersion() == 0;
        if (isVersion30 ? !hasShapes() : !hasSerializeAs()) {
            Package annotations = JsonFormat.class.getPackage();
            String found = annotations == null ? null : annotations.getImplementationVersion();
            warn.accept("jackson-annotations " + (found == null ? "(of an unknown version)" : found)
                    + " is too old for Jackson " + jackson
                    + ". Needed: com.fasterxml.jackson.core:jackson-annotations " + (isVersion30 ? "2.20" : "2.21")
                    + " or newer. Going on without the values that it cannot write.");
        }
    }

    private static boolean hasShapes() {
        return Arrays.stream(JsonFormat.Shape.values())
                .anyMatch(shape -> shape.name().equals("POJO"));
    }

    private static boolean hasSerializeAs() {
        return JsonFormat.class.getResource("JsonSerializeAs.class") != null;
    }
}
