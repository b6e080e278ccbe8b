package io.runpod.logback.internal.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Decides whether the text line is coloured. */
public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    /** Where an encoder's lines go, if this is known. Only the process's own streams can be terminals. */
    public enum Destination {
        STANDARD_OUTPUT,
        STANDARD_ERROR,
        ELSEWHERE,
        UNKNOWN
    }

    /**
     * Returns whether lines to this destination are coloured.
     *
     * @param destination where the lines go
     */
    boolean isColored(Environment environment, Destination destination) {
        return (this != AUTO || destination != Destination.ELSEWHERE)
                && isColored(environment, () -> switch (destination) {
                    case STANDARD_OUTPUT -> isTerminal(1);
                    case STANDARD_ERROR -> isTerminal(2);
                    case ELSEWHERE, UNKNOWN -> false;
                });
    }

    /**
     * Returns whether lines are coloured. {@code AUTO} follows the informal standards no-color.org and force-color.org.
     *
     * @param terminal returns whether the lines go to a terminal; called only if nothing else decides
     */
    public boolean isColored(Environment environment, BooleanSupplier terminal) {
        if (this != AUTO) {
            return this == ALWAYS;
        }
        if (environment.variable("NO_COLOR") != null || "dumb".equals(environment.variable("TERM"))) {
            return false;
        }
        String force = environment.variable("FORCE_COLOR");
        if (force != null) {
            return !force.equals("0") && !force.equalsIgnoreCase("false");
        }
        return terminal.getAsBoolean();
    }

    /**
     * Returns whether standard output or standard error is a terminal. Reads Linux's {@code /proc}, because Java 17 can
     * only tell whether standard input and output both are terminals.
     *
     * @param descriptor 1 = standard output, 2 = standard error
     */
    @SuppressWarnings("SystemConsoleNull") // called only where null still means "no terminal"
    public static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | RuntimeException noProc) {
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }
}
