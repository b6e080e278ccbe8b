package io.runpod.logback.viewer;

import io.runpod.logback.internal.settings.ColorMode;
import io.runpod.logback.internal.text.LogLevel;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the texts of options to values, or says what would be valid. */
final class ViewerOptions {

    static final int MAX_WIDTH = 10_000;

    private ViewerOptions() {}

    private static TypeConversionException refusal(String value, String valid) {
        return new TypeConversionException("\"" + value + "\" is not valid. Valid: " + valid);
    }

    /** {@code --level}. */
    static final class Level implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String value) {
            LogLevel level = LogLine.level(value);
            if (level != null) {
                return level;
            }
            String name = LogLevel.parseThreshold(value); // 1 to 5
            if (name == null || name.equals("OFF")) {
                throw refusal(value, "TRACE, DEBUG, INFO, WARN (or WARNING), ERROR, or 1 to 5");
            }
            return LogLevel.valueOf(name);
        }
    }

    /** {@code --color}. */
    static final class Color implements ITypeConverter<ColorMode> {
        @Override
        public ColorMode convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "auto" -> ColorMode.AUTO;
                case "always" -> ColorMode.ALWAYS;
                case "never" -> ColorMode.NEVER;
                default -> throw refusal(value, "auto, always, never");
            };
        }
    }

    /** {@code --width}. */
    static final class Width implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int width = Integer.parseInt(value);
                if (width == 0 || (width >= LineWrap.MIN_WIDTH && width <= MAX_WIDTH)) {
                    return width;
                }
            } catch (NumberFormatException noNumber) {
                // handled as one out of range
            }
            throw refusal(value, "0 (lines are not broken), " + LineWrap.MIN_WIDTH + " to " + MAX_WIDTH);
        }
    }

    /** {@code --request}. */
    static final class Request implements ITypeConverter<LineFilter.Glob> {
        @Override
        public LineFilter.Glob convert(String value) {
            return glob(value, "a request id, or a part of one with * for the rest");
        }
    }

    /** {@code --worker}. */
    static final class Worker implements ITypeConverter<LineFilter.Glob> {
        @Override
        public LineFilter.Glob convert(String value) {
            return glob(value, "a worker's id, or a part of one with * for the rest");
        }
    }

    private static LineFilter.Glob glob(String value, String valid) {
        if (value.isEmpty()) {
            throw refusal(value, valid);
        }
        return new LineFilter.Glob(value);
    }

    /** {@code --grep}. */
    static final class Text implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String value) {
            try {
                return Pattern.compile(value);
            } catch (PatternSyntaxException problem) {
                throw refusal(
                        value,
                        "a regular expression of Java; " + problem.getDescription() + " at position "
                                + Math.max(0, problem.getIndex()));
            }
        }
    }
}
