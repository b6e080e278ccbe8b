package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
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

/**
 * Reads the times before and in log lines, to the millisecond, and writes them in UTC. Reads RFC 3339, also with a
 * blank for the T, slashes for the hyphens, a comma for the point, or no zone, which means UTC. A formatter of {@code
 * java.time} takes five times as long. Not thread-safe.
 */
final class LineTime {

    /** No time, or one that cannot be read. */
    static final long NONE = Long.MIN_VALUE;

    static final String VALID_SINCE =
            "a time in UTC such as 2026-01-02T03:04:05Z, \"2026-01-02 03:04\", 2026-01-02 or 03:04, "
                    + "or how long ago: 30s, 10m, 2h, 1d, 1h30m";

    private static final int TIME_CHARS = "2026-01-02T03:04:05".length();
    private static final int ZONE_CHARS = " +01:00".length();
    private static final Pattern ZONE = Pattern.compile(" UTC| ?([+-])(\\d\\d):?(\\d\\d)");
    private static final long DAY_MILLIS = 86_400_000;
    private static final int MAX_CHARS = 64;

    /** The last time that was read, in milliseconds of the epoch. */
    long millis = NONE;

    /** The index after the last time that was read. */
    int end;

    /** Whether the last time that was read has a zone. */
    boolean zoned;

    /** Reads the time that begins at {@code from}. Returns false if there is none. */
    boolean read(byte[] text, int from, int to) {
        int year = to - from < TIME_CHARS ? -1 : number(text, from, 4);
        if (year < 0) {
            return false;
        }
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2); // 60 is a leap second
        boolean isShaped = (text[from + 4] == '-' || text[from + 4] == '/')
                && (text[from + 7] == '-' || text[from + 7] == '/')
                && ((text[from + 10] | 0x20) == 't' || text[from + 10] == ' ')
                && text[from + 13] == ':'
                && text[from + 16] == ':';
        if (!isShaped || second < 0 || second > 60) {
            return false;
        }
        try {
            LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute);
            millis = (time.toEpochSecond(ZoneOffset.UTC) + second) * 1000;
        } catch (DateTimeException noTime) {
            return false;
        }
        end = from + TIME_CHARS;
        readFraction(text, to);
        readZone(text, to);
        return end == to || !Character.isLetterOrDigit(text[end]);
    }

    /** Returns the milliseconds of a text that is only a time; {@link #NONE} for any other text. */
    long parse(String text) {
        byte[] bytes = text.length() > MAX_CHARS ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return read(bytes, 0, bytes.length) && end == bytes.length ? millis : NONE;
    }

    /** Returns the milliseconds of a time on the command line ({@link #VALID_SINCE}); null if it is not valid. */
    static @Nullable Long since(String text, Clock clock) {
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

    private void readFraction(byte[] text, int to) {
        if (end + 1 < to && (text[end] == '.' || text[end] == ',') && number(text, end + 1, 1) >= 0) {
            long unit = 100;
            for (end++; end < to && number(text, end, 1) >= 0; end++) {
                millis += unit * (text[end] - '0');
                unit /= 10;
            }
        }
    }

    private void readZone(byte[] text, int to) {
        zoned = end < to && (text[end] | 0x20) == 'z';
        if (zoned) {
            end++;
            return;
        }
        Matcher zone = ZONE.matcher(new String(text, end, Math.min(ZONE_CHARS, to - end), StandardCharsets.ISO_8859_1));
        zoned = zone.lookingAt();
        if (zoned) {
            end += zone.end();
            if (zone.group(1) != null) {
                long minutes = Integer.parseInt(zone.group(2)) * 60L + Integer.parseInt(zone.group(3));
                millis -= (zone.group(1).equals("-") ? -1 : 1) * minutes * 60_000L;
            }
        }
    }

    /** Returns the number, or -1 if one of the characters is no digit. */
    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS);
    }

    /** Writes {@code 03:04:05.678}. */
    static void writeTime(LineBuffer out, long millis) {
        int ofDay = (int) Math.floorMod(millis, DAY_MILLIS);
        out.digits(ofDay / 3_600_000, 2);
        out.put(':');
        out.digits(ofDay / 60_000 % 60, 2);
        out.put(':');
        out.digits(ofDay / 1000 % 60, 2);
        out.put('.');
        out.digits(ofDay % 1000, 3);
    }

    static String date(long day) {
        return LocalDate.ofEpochDay(day).toString();
    }
}
