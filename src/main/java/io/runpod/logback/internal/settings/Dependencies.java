package io.runpod.logback.internal.settings;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells once on standard error which dependency is missing, or too old to work at all: a build tool may choose an older
 * one for the sake of another library. It names no class of theirs, so that it can be loaded beside any of them.
 */
public final class Dependencies {

    private static final String JACKSON = "tools.jackson.core.JsonGenerator";
    private static final String MAPPER = "tools.jackson.databind.ObjectMapper";

    private static final Pattern VERSION_OF_JAR = Pattern.compile("-([0-9][^/]*)\\.jar(!/)?$");

    /** Whether slf4j-api is there in version 2, which Logback's own classes need. */
    public static final boolean HAS_SLF4J_2 = find("org.slf4j.spi.LoggingEventAware") != null;

    /** Whether the encoder can be loaded. */
    public static final boolean CAN_ENCODE = HAS_SLF4J_2 && find(JACKSON) != null && find(MAPPER) != null;

    static {
        for (String problem : problems()) {
            System.err.println("runpod-logback: " + problem);
        }
    }

    private Dependencies() {}

    /** Loads this class, and so tells what is wrong, unless that was told. */
    public static void check() {}

    private static List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!HAS_SLF4J_2) {
            problems.add(tooOld("slf4j-api", "org.slf4j.LoggerFactory", "org.slf4j:slf4j-api 2.0.17")
                    + " Without it Logback does not start, and nothing is logged.");
        }
        if (find("ch.qos.logback.classic.spi.Configurator$ExecutionStatus") == null) {
            problems.add(tooOld(
                    "logback-classic", "ch.qos.logback.classic.Logger", "ch.qos.logback:logback-classic 1.5.18"));
        }
        if (find(JACKSON) == null || find(MAPPER) == null) {
            problems.add("Jackson 3 is missing. Needed: tools.jackson.core:jackson-databind 3.0 or newer."
                    + " Without it lines are as Logback prints them.");
        }
        if (!hasArguments()) {
            problems.add(tooOld(
                            "logstash-logback-encoder",
                            "net.logstash.logback.argument.StructuredArgument",
                            "net.logstash.logback:logstash-logback-encoder 9.0")
                    + " Without it fields of its arguments and markers are lost.");
        }
        return problems;
    }

    /** Returns whether LLE writes with Jackson 3, as it does from version 9. */
    private static boolean hasArguments() {
        Class<?> argument = find("net.logstash.logback.argument.StructuredArgument");
        Class<?> generator = find(JACKSON);
        if (argument == null || generator == null) {
            return argument != null;
        }
        try {
            Method[] methods = argument.getMethods();
            return Arrays.stream(methods)
                    .anyMatch(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {generator}));
        } catch (LinkageError ofJackson2) {
            return false;
        }
    }

    private static String tooOld(String what, String type, String needed) {
        Class<?> found = find(type);
        return what + (found == null ? " is missing." : version(found) + " is too old.") + " Needed: " + needed
                + " or newer.";
    }

    /** Returns the version that the jar is named with, since not all say it in their manifest; empty = not known. */
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

    private static @Nullable Class<?> find(String name) {
        try {
            return Class.forName(name, false, Dependencies.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError missing) {
            return null;
        }
    }
}
