package io.runpod.logback.viewer;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads the times of {@code --since}. They are in UTC, like the times that are shown. */
final class SinceTime {

    static final String VALID =
            "a time in UTC such as 2026-01-02T03:04:05Z, \"2026-01-02 03:04\", 2026-01-02 or 03:04, "
                    + "or how long ago: 30s, 10m, 2h, 1d, 1h30m";

    private SinceTime() {}

    /** Returns milliseconds of the epoch; null if the text is no time. */
    static @Nullable Long parse(String text, Clock clock) {
        try {
            long whole = new LineTime().parse(text);
            return whole != LineTime.NONE ? whole : shortTime(text.replace(' ', 'T'), clock);
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }

    private static long shortTime(String text, Clock clock) {
        if (text.matches("\\d+[dhms].*")) {
            int afterDays = text.indexOf('d') + 1;
            String rest = text.substring(afterDays);
            Duration ago = Duration.parse("P" + text.substring(0, afterDays) + "T" + (rest.isEmpty() ? "0s" : rest));
            return clock.instant().minus(ago).toEpochMilli();
        }
        if (text.indexOf('T') >= 0) {
            return millis(LocalDateTime.parse(text));
        }
        if (text.indexOf('-') >= 0) {
            return millis(LocalDate.parse(text).atStartOfDay());
        }
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDateTime today = LocalTime.parse(text).atDate(now.toLocalDate());
        return millis(today.isAfter(now) ? today.minusDays(1) : today);
    }

    private static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
