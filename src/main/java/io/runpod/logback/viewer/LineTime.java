package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads the times that stand before or in log lines, to the millisecond, and writes them in UTC: RFC 3339, and its like with
 * a blank, slashes, a comma, or without a zone, which then is UTC. A formatter of {@code java.time} reads a fifth as fast. Not
 * thread-safe.
 */
final class LineTime {

    /** No time, or one that cannot be read. */
    static final long NONE = Long.MIN_VALUE;

    private static final int TIME_CHARS = "2026-01-02T03:04:05".length();
    private static final long DAY_MILLIS = 86_400_000;
    private static final int MAX_CHARS = 64;

    private long millis = NONE;
    private int end;
    private boolean zoned;

    /** The last date that was read, as a number like 20260102, and its day of the epoch. */
    private int date;

    private long epochDay;

    /** Reads the time that the text begins with at {@code from}; false where none stands there. */
    boolean read(byte[] text, int from, int to) {
        if (to - from < TIME_CHARS || !isShaped(text, from)) {
            return false;
        }
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        if (hour > 23 || minute > 59 || second > 60 || !readDate(text, from)) {
            return false;
        }
        millis = ((epochDay * 24 + hour) * 60 + minute) * 60_000 + second * 1000L;
        end = from + TIME_CHARS;
        readFraction(text, to);
        readZone(text, to);
        return end == to || !Character.isLetterOrDigit(text[end]);
    }

    /** Reads a text that is a time and nothing else; {@link #NONE} where it is not. */
    long parse(CharSequence text) {
        int length = text.length();
        if (length > MAX_CHARS) {
            return NONE;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Math.min(text.charAt(i), 0x7f);
        }
        return read(bytes, 0, length) && end == length ? millis : NONE;
    }

    private static boolean isShaped(byte[] text, int from) {
        for (int i = 0; i < TIME_CHARS; i++) {
            byte c = text[from + i];
            boolean good = switch (i) {
                case 4, 7 -> c == '-' || c == '/';
                case 10 -> c == 'T' || c == 't' || c == ' ';
                case 13, 16 -> c == ':';
                default -> isDigit(c);
            };
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private boolean readDate(byte[] text, int from) {
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int read = (year * 100 + month) * 100 + day;
        if (read != date) {
            try {
                epochDay = LocalDate.of(year, month, day).toEpochDay();
            } catch (DateTimeException noDay) {
                return false;
            }
            date = read;
        }
        return true;
    }

    private void readFraction(byte[] text, int to) {
        if (end + 1 < to && (text[end] == '.' || text[end] == ',') && isDigit(text[end + 1])) {
            long unit = 100;
            for (end++; end < to && isDigit(text[end]); end++) {
                millis += unit * (text[end] - '0');
                unit /= 10;
            }
        }
    }

    private void readZone(byte[] text, int to) {
        int start = end;
        if (end < to && (text[end] | 0x20) == 'z') {
            end++;
        } else if (end + 3 < to
                && text[end] == ' '
                && text[end + 1] == 'U'
                && text[end + 2] == 'T'
                && text[end + 3] == 'C') {
            end += 4;
        } else {
            int at = end < to && text[end] == ' ' ? end + 1 : end;
            int minutes = at + 3 < to && text[at + 3] == ':' ? at + 4 : at + 3;
            boolean signed = minutes + 1 < to && (text[at] == '+' || text[at] == '-');
            if (signed
                    && isDigit(text[at + 1])
                    && isDigit(text[at + 2])
                    && isDigit(text[minutes])
                    && isDigit(text[minutes + 1])) {
                long offset = number(text, at + 1, 2) * 60L + number(text, minutes, 2);
                millis -= (text[at] == '-' ? -1 : 1) * offset * 60_000L;
                end = minutes + 2;
            }
        }
        zoned = end > start;
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Milliseconds of the epoch. */
    long millis() {
        return millis;
    }

    /** Whether the time has a zone. */
    boolean isZoned() {
        return zoned;
    }

    /** The index after the time. */
    int end() {
        return end;
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
