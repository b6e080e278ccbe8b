package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.time.LocalDate;

/** A line's time: milliseconds of the epoch, read from RFC 3339 and shown in UTC, without garbage. */
final class LineTime {

    /** No time, or one that cannot be read. */
    static final long NONE = Long.MIN_VALUE;

    private static final int DATE_CHARS = "2026-01-02".length();
    private static final int TIME_CHARS = "2026-01-02T03:04:05".length();
    private static final long DAY_MILLIS = 86_400_000;

    private LineTime() {}

    /** Reads {@code 2026-01-02T03:04:05.678901Z}: with or without a fraction, {@code Z} or an offset. */
    static long parse(CharSequence text) {
        int length = text.length();
        if (length <= TIME_CHARS || !isShaped(text)) {
            return NONE;
        }
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) {
            return NONE;
        }
        int at = TIME_CHARS;
        int millis = 0;
        if (text.charAt(at) == '.') {
            int digits = 0;
            for (at++; at < length && isDigit(text.charAt(at)); at++, digits++) {
                millis = digits < 3 ? millis * 10 + text.charAt(at) - '0' : millis;
            }
            for (; digits < 3; digits++) {
                millis *= 10;
            }
        }
        int offset = offsetMinutes(text, at);
        if (offset == Integer.MIN_VALUE) {
            return NONE;
        }
        long minutes = (days(number(text, 0, 4), month, day) * 24 + hour) * 60 + minute - offset;
        return (minutes * 60 + second) * 1000 + millis;
    }

    private static boolean isShaped(CharSequence text) {
        for (int i = 0; i < TIME_CHARS; i++) {
            char c = text.charAt(i);
            boolean good = switch (i) {
                case 4, 7 -> c == '-';
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

    private static int offsetMinutes(CharSequence text, int at) {
        int left = text.length() - at;
        char sign = left == 0 ? 0 : text.charAt(at);
        if (left == 1 && (sign == 'Z' || sign == 'z')) {
            return 0;
        }
        if (left != "+01:00".length() || (sign != '+' && sign != '-') || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, 2);
        int minutes = number(text, at + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    /** The number of so many digits, or -1. */
    private static int number(CharSequence text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Days of the epoch, for the civil calendar (years of March, so that the leap day is the last). */
    private static long days(int year, int month, int day) {
        long marchYear = month > 2 ? year : year - 1L;
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1L;
        return marchYear * 365
                + Math.floorDiv(marchYear, 4)
                - Math.floorDiv(marchYear, 100)
                + Math.floorDiv(marchYear, 400)
                + dayOfYear
                - 719_468;
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

    /** Writes {@code 2026-01-02}. */
    static void writeDate(LineBuffer out, long day) {
        String date = LocalDate.ofEpochDay(day).toString();
        out.ascii(date.substring(0, Math.min(DATE_CHARS, date.length())));
    }
}
