package io.runpod.logback.internal.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the text line is coloured. */
public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * Decides for a stream. {@code AUTO} follows the informal standards no-color.org and force-color.org.
     *
     * @param console whether the lines go to standard output
     */
    boolean isColored(Environment environment, boolean console) {
        if (this != AUTO) {
            return this == ALWAYS;
        }
        if (environment.variable("NO_COLOR") != null || !console) {
            return false;
        }
        String force = environment.variable("FORCE_COLOR");
        if (force != null) {
            return !force.equals("0") && !force.equalsIgnoreCase("false");
        }
        return !"dumb".equals(environment.variable("TERM")) && isTerminal();
    }

    /** Whether standard output is a terminal; Java 17 itself can tell only of standard input and output together. */
    @SuppressWarnings("SystemConsoleNull") // asked only where null still means "no terminal"
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | RuntimeException noProc) {
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }
}
