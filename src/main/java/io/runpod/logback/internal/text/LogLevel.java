package io.runpod.logback.internal.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The levels that a line shows, and the names and numbers that set a threshold ({@code LOG_LEVELS} in {@code
 * rp_logger.py}).
 */
public enum LogLevel {
    TRACE(0, "\u001b[90m"),
    DEBUG(1, "\u001b[36m"),
    INFO(2, "\u001b[32m"),
    WARN(3, "\u001b[33m"),
    ERROR(4, "\u001b[31m"),
    /** The SDK's level for advice. It has the rank of INFO, but is written at every threshold except NOTSET. */
    TIP(2, "\u001b[35m");

    /** The number of ranks. */
    public static final int RANKS = 5;

    /** The threshold if none is set. */
    public static final String DEFAULT_THRESHOLD = "INFO";

    /** The valid thresholds, as warnings name them. */
    public static final String VALID_THRESHOLDS =
            "NOTSET, TRACE, DEBUG, INFO, WARN (or WARNING), ERROR (or FATAL, CRITICAL), or 0 to 5";

    private static final List<String> THRESHOLDS = List.of("OFF", "TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    private static final int WIDTH = 7;
    private static final String RESET = "\u001b[0m";

    // Logback's Level.ERROR_INT and so on; copied, since the viewer runs without Logback.
    private static final int LOGBACK_ERROR = 40_000;
    private static final int LOGBACK_WARN = 30_000;
    private static final int LOGBACK_INFO = 20_000;
    private static final int LOGBACK_DEBUG = 10_000;

    private final int rank;

    /** The beginning of a text line: the padded level and a bar. */
    private final String head;

    /** The same with the level in color. */
    private final String coloredHead;

    /** @param color SGR parameters (ECMA-48 section 8.3.117): grey, cyan, green, yellow, red, magenta */
    LogLevel(int rank, String color) {
        this.rank = rank;
        String padded = name() + " ".repeat(WIDTH - name().length());
        this.head = padded + "| ";
        this.coloredHead = color + padded + RESET + "| ";
    }

    /** Returns the level for Logback's number. A number between two standard levels becomes the lower one. */
    public static LogLevel ofLogback(int level) {
        if (level >= LOGBACK_ERROR) {
            return ERROR;
        } else if (level >= LOGBACK_WARN) {
            return WARN;
        } else if (level >= LOGBACK_INFO) {
            return INFO;
        }
        return level >= LOGBACK_DEBUG ? DEBUG : TRACE;
    }

    /** Returns the rank of the level: 0 (TRACE) to 4 (ERROR). */
    public int rank() {
        return rank;
    }

    /** Returns Logback's name of a threshold, or null if the value is not one. */
    public static @Nullable String parseThreshold(String value) {
        String name = value.trim().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "NOTSET" -> "OFF";
            case "WARNING" -> "WARN";
            case "FATAL", "CRITICAL" -> "ERROR";
            case "TRACE", "DEBUG", "INFO", "WARN", "ERROR" -> name;
            case "0", "1", "2", "3", "4", "5" -> THRESHOLDS.get(name.charAt(0) - '0');
            default -> null;
        };
    }

    /** Writes the beginning of a text line: the level and a bar. */
    public void writeTo(LineBuffer out, boolean colored) {
        out.ascii(colored ? coloredHead : head);
    }
}
