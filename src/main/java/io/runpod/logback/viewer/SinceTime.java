package io.runpod.logback.viewer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the times of {@code --since}; they are in UTC, as those that are shown. */
final class SinceTime {

    static final String VALID =
            "a time in UTC such as 2026-01-02T03:04:05Z, \"2026-01-02 03:04\", 2026-01-02 or 03:04, "
                    + "or how long ago: 30s, 10m, 2h, 1d, 1h30m";

    private static final Pattern AGO =
            Pattern.compile("(?=\\d)(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");

    private SinceTime() {}

    /** Milliseconds of the epoch; {@link LineTime#NONE} where the text is no time. */
    static long parse(String text, Clock clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            Duration back = Duration.ofDays(number(ago.group(1)))
                    .plusHours(number(ago.group(2)))
                    .plusMinutes(number(ago.group(3)))
                    .plusSeconds(number(ago.group(4)));
            return clock.millis() - back.toMillis();
        }
        long whole = new LineTime().parse(text);
        return whole != LineTime.NONE ? whole : shortTime(text.replace(' ', 'T'), clock);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long shortTime(String text, Clock clock) {
        try {
            if (text.indexOf('T') >= 0) {
                return millis(LocalDateTime.parse(text));
            }
            if (text.indexOf('-') >= 0) {
                return millis(LocalDate.parse(text).atStartOfDay());
            }
            LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
            LocalDateTime today = LocalTime.parse(text).atDate(now.toLocalDate());
            return millis(today.isAfter(now) ? today.minusDays(1) : today);
        } catch (DateTimeException noTime) {
            return LineTime.NONE;
        }
    }

    private static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
