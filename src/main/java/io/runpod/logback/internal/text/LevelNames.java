package io.runpod.logback.internal.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The SDK's level names and numbers ({@code LOG_LEVELS} in {@code rp_logger.py}) in Logback's terms. */
public final class LevelNames {

    public static final String DEFAULT = "INFO";

    /** The valid values, for messages. */
    public static final String VALID = "NOTSET, TRACE, DEBUG, INFO, WARN (or WARNING), ERROR, or 0 to 5";

    private static final List<String> BY_NUMBER = List.of("OFF", "TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    private LevelNames() {}

    /** Logback's name of the level, or null where the value is none. */
    public static @Nullable String parse(String value) {
        String name = value.trim().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "NOTSET" -> "OFF";
            case "WARNING" -> "WARN";
            case "TRACE", "DEBUG", "INFO", "WARN", "ERROR" -> name;
            case "0", "1", "2", "3", "4", "5" -> BY_NUMBER.get(name.charAt(0) - '0');
            default -> null;
        };
    }
}
