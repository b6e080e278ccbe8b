package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses settings. A wrong value is reported with its setting and the valid values, and the default is used. */
public final class SettingParser {

    private static final int MAX_SHOWN = 100;

    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,9})\\s*(?:(|ms|milli|millis|milliseconds?)|(s|seconds?)|(min|minutes?)|(h|hours?)|(d|days?))",
            Pattern.CASE_INSENSITIVE);

    /** The units in the order of the groups of {@link #TIME}. */
    private static final String[] UNITS = {"ms", "s", "min", "h", "day"};

    private static final long[] UNIT_MILLIS = {1, 1000, 60_000, 3_600_000, 86_400_000};

    private final Consumer<String> warn;
    private final UnaryOperator<String> naming;

    public SettingParser(Consumer<String> warn) {
        this(warn, UnaryOperator.identity());
    }

    /**
     * Creates a parser.
     *
     * @param warn receives one message for each wrong setting
     * @param naming returns what the user calls a setting
     */
    public SettingParser(Consumer<String> warn, UnaryOperator<String> naming) {
        this.warn = warn;
        this.naming = naming;
    }

    public <E extends Enum<E>> E choice(String name, @Nullable String value, Class<E> type, E byDefault) {
        if (value == null) {
            return byDefault;
        }
        E found = find(value, type);
        if (found == null) {
            refuse(name, value, names(type), camelCase(byDefault));
            return byDefault;
        }
        return found;
    }

    /**
     * Parses a list of choices into the order of the enum. Wrong items are left out. If all items are wrong, the
     * default is used.
     */
    <E extends Enum<E>> Set<E> choices(String name, @Nullable String value, Class<E> type, Set<E> byDefault) {
        if (value == null) {
            return byDefault;
        }
        Set<E> chosen = EnumSet.noneOf(type);
        List<String> wrong = new ArrayList<>();
        for (String item : list(value)) {
            E found = find(item, type);
            if (found == null) {
                wrong.add(item);
            } else {
                chosen.add(found);
            }
        }
        boolean nothingLeft = chosen.isEmpty() && !wrong.isEmpty();
        Set<E> used = nothingLeft ? byDefault : chosen;
        for (String item : wrong) {
            refuse(name, item, names(type), used.isEmpty() ? "none" : names(used.stream()));
        }
        return used;
    }

    public boolean flag(String name, @Nullable String value, boolean byDefault) {
        if (value == null) {
            return byDefault;
        }
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                refuse(name, value, "true, false", Boolean.toString(byDefault));
                yield byDefault;
            }
        };
    }

    /** Parses a whole number: 0, or {@code min} to {@code max}. */
    public int number(String name, @Nullable String value, int min, int max, int byDefault) {
        String range = (min > 1 ? "0 or " + min : "0") + " to " + max;
        return number(name, value, number -> number == 0 || (number >= min && number <= max), range, byDefault);
    }

    /** Parses a whole number from {@code min} to {@code max}; 0 is valid only if it lies between them. */
    public int count(String name, @Nullable String value, int min, int max, int byDefault) {
        return number(name, value, number -> number >= min && number <= max, min + " to " + max, byDefault);
    }

    private int number(String name, @Nullable String value, IntPredicate valid, String range, int byDefault) {
        if (value == null) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value.trim().replace("_", ""));
            if (valid.test(number)) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        refuse(name, value, "whole numbers, " + range, Integer.toString(byDefault));
        return byDefault;
    }

    /** Parses a duration of 0 to {@code maxMillis} into milliseconds. A number without a unit is in milliseconds. */
    public long millis(String name, @Nullable String value, long maxMillis, long byDefault) {
        if (value == null) {
            return byDefault;
        }
        Matcher time = TIME.matcher(value.trim());
        if (time.matches()) {
            long millis = Long.parseLong(time.group(1));
            for (int unit = 0; unit < UNITS.length; unit++) {
                if (time.group(unit + 2) != null) {
                    millis *= UNIT_MILLIS[unit];
                }
            }
            if (millis <= maxMillis) {
                return millis;
            }
        }
        String valid = "a time from 0 to " + time(maxMillis) + ", as 500 ms, 2 s, 1 min"
                + (maxMillis < UNIT_MILLIS[3] ? "" : ", 1 h");
        refuse(name, value, valid, time(byDefault));
        return byDefault;
    }

    /** Returns a time in its largest whole unit: {@code 10 min}. */
    private static String time(long millis) {
        if (millis == 0) {
            return "0";
        }
        int unit = UNITS.length - 1;
        while (millis % UNIT_MILLIS[unit] != 0) {
            unit--;
        }
        return millis / UNIT_MILLIS[unit] + " " + UNITS[unit];
    }

    /** Returns the items of a list separated by commas or white space. */
    public static List<String> list(@Nullable String value) {
        List<String> items = new ArrayList<>();
        if (value != null) {
            for (String item : value.split("[,\\s]+", -1)) {
                if (!item.isEmpty()) {
                    items.add(item);
                }
            }
        }
        return items;
    }

    public void refuse(String name, String value, String valid, String used) {
        warn.accept(refusal(naming.apply(name), value, valid, used));
    }

    static String refusal(String name, String value, String valid, String used) {
        String safe = redacted(value);
        String shown = safe.length() > MAX_SHOWN ? safe.substring(0, MAX_SHOWN) + "..." : safe;
        return name + ": \"" + shown + "\" is not valid. Valid: " + valid + ". Going on with " + used + ".";
    }

    /** Redacts secrets in a wrong value, because status messages are printed. */
    private static String redacted(String value) {
        BoundedText text = new BoundedText().reset().append(value);
        text.redact(new Redactor(List.of()));
        return text.toString();
    }

    private static <E extends Enum<E>> @Nullable E find(String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (camelCase(constant).equalsIgnoreCase(value.trim())) {
                return constant;
            }
        }
        return null;
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return names(Stream.of(type.getEnumConstants()));
    }

    private static <E extends Enum<E>> String names(Stream<E> constants) {
        return constants.map(SettingParser::camelCase).collect(Collectors.joining(", "));
    }

    /** Returns a constant's name as a configuration has it: {@code stackTrace} for {@code STACK_TRACE}. */
    private static String camelCase(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        boolean upperNext = false;
        for (char c : constant.name().toCharArray()) {
            if (c == '_') {
                upperNext = true;
            } else {
                name.append(upperNext ? c : Character.toLowerCase(c));
                upperNext = false;
            }
        }
        return name.toString();
    }
}
