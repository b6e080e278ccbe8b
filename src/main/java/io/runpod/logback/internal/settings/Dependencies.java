package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.Configurator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventAware;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.cfg.PackageVersion;

/**
 * Reports once on standard error which dependencies are missing or too old to work at all. A build tool may choose an
 * older one because another library asks for it. Each foreign class is named only in a lambda, so that this class
 * itself can be loaded without it.
 */
public final class Dependencies {

    private static final Pattern VERSION_OF_JAR = Pattern.compile("-([0-9][^/!]*)\\.jar(!/?)?$");

    /** Whether slf4j-api has version 2, which Logback's own classes need. */
    public static final boolean HAS_SLF4J_2 = find(() -> LoggingEventAware.class) != null;

    private static final boolean HAS_JACKSON_3 =
            find(() -> JsonGenerator.class) != null && find(() -> PackageVersion.class) != null;

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
            problems.add(problem("logback-classic", find(() -> Level.class), "ch.qos.logback:logback-classic 1.5.18"));
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
}
