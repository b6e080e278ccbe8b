package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes numbers as CPython's {@code json.dumps} does: with the shortest digits that give the same double; in plain
 * notation between 1e-4 and 1e16, outside as {@code 1e-05} or {@code 1e+16}.
 */
final class NumberText {

    /** Maximum number of digits. A longer number is written as a string, because parsers reject it or lose digits. */
    static final int MAX_DIGITS = 100;

    /** Doubles below this are first tried as whole thousandths, whose shortest digits need no search. */
    private static final double FAST_RANGE = 1e11;

    private static final BigDecimal MAX_DOUBLE = BigDecimal.valueOf(Double.MAX_VALUE);
    private static final int SMALLEST_DOUBLE_EXPONENT = -323;

    private NumberText() {}

    /** Writes a finite double. */
    static void write(LineBuffer out, double value) {
        double size = Math.abs(value);
        if (size <= 2 * Double.MIN_VALUE && size > 0) {
            // For these two doubles Java writes one digit more than is needed.
            out.ascii(value < 0 ? "-" : "");
            out.ascii(size == Double.MIN_VALUE ? "5e-324" : "1e-323");
            return;
        }
        double thousandths = size * 1000;
        if (size < FAST_RANGE && size >= 0.001 && thousandths == Math.rint(thousandths) && thousandths / 1000 == size) {
            // At most 15 digits that give the same double: no other digits are shorter.
            writeThousandths(out, value < 0, (long) thousandths);
        } else {
            shortest(out, NumberOutput.toString(value, true));
        }
    }

    /** Writes a finite float, with the shortest digits that give the same float. */
    static void write(LineBuffer out, float value) {
        shortest(out, NumberOutput.toString(value, true));
    }

    private static void writeThousandths(LineBuffer out, boolean negative, long thousandths) {
        if (negative) {
            out.put('-');
        }
        out.number(thousandths / 1000);
        out.put('.');
        int fraction = (int) (thousandths % 1000);
        if (fraction % 100 == 0) {
            out.put('0' + fraction / 100);
        } else if (fraction % 10 == 0) {
            out.digits(fraction / 10, 2);
        } else {
            out.digits(fraction, 3);
        }
    }

    /** Rewrites Java's notation ({@code 1.0E-5}) to Python's ({@code 1e-05}). */
    private static void shortest(LineBuffer out, String java) {
        int first = 0;
        if (java.charAt(0) == '-') {
            out.put('-');
            first = 1;
        }
        int point = java.indexOf('.');
        int e = java.indexOf('E', point);
        int end = e < 0 ? java.length() : e;
        // The value is 0.DIGITS times ten to this power.
        int power = point - first + (e < 0 ? 0 : Integer.parseInt(java, e + 1, java.length(), 10));
        while (first < end - 1 && (java.charAt(first) == '0' || first == point)) {
            power -= first == point ? 0 : 1;
            first++;
        }
        while (end > first + 1 && (java.charAt(end - 1) == '0' || end - 1 == point)) {
            end--;
        }
        int count = end - first - (point > first && point < end ? 1 : 0);
        if (java.charAt(first) == '0') {
            out.ascii("0.0");
        } else if (power > 16 || power < -3) {
            out.put(java.charAt(first));
            if (count > 1) {
                out.put('.');
                digits(out, java, after(first, point), end, point);
            }
            out.ascii(power < 1 ? "e-" : "e+");
            out.digits(Math.abs(power - 1), 2);
        } else if (power <= 0) {
            out.ascii("0.");
            zeros(out, -power);
            digits(out, java, first, end, point);
        } else if (power >= count) {
            digits(out, java, first, end, point);
            zeros(out, power - count);
            out.ascii(".0");
        } else {
            // Without an exponent, Java and Python put the point in the same place.
            int middle = e < 0 ? point : first;
            for (int i = 0; e >= 0 && i < power; i++) {
                middle = after(middle, point);
            }
            digits(out, java, first, middle, point);
            out.put('.');
            digits(out, java, middle, end, point);
        }
    }

    /** Returns the index of the digit after the one at {@code i}. */
    private static int after(int i, int point) {
        return i + 1 == point ? i + 2 : i + 1;
    }

    /** Writes the digits of {@code [from, to)} without the point. */
    private static void digits(LineBuffer out, String java, int from, int to, int point) {
        if (from <= point && point < to) {
            out.ascii(java, from, point);
            out.ascii(java, point + 1, to);
        } else {
            out.ascii(java, from, to);
        }
    }

    private static void zeros(LineBuffer out, int count) {
        for (int i = 0; i < count; i++) {
            out.put('0');
        }
    }

    /** Returns a number as JSON; null if it must be written as a string, because parsers may not read it. */
    static @Nullable String plain(BigInteger value) {
        if (value.bitLength() > MAX_DIGITS * 4) {
            return null;
        }
        String text = value.toString();
        return text.length() - (value.signum() < 0 ? 1 : 0) <= MAX_DIGITS ? text : null;
    }

    static @Nullable String plain(BigDecimal value) {
        if (value.unscaledValue().bitLength() > MAX_DIGITS * 4 || value.precision() > MAX_DIGITS) {
            return null;
        }
        long exponent = (long) value.precision() - value.scale();
        boolean inRange = value.signum() == 0
                ? Math.abs((long) value.scale()) <= MAX_DIGITS
                : exponent >= SMALLEST_DOUBLE_EXPONENT
                        && exponent <= 309
                        && value.abs().compareTo(MAX_DOUBLE) <= 0;
        return inRange ? value.toString() : null;
    }

    /** Returns the text of a number that {@link #plain} refused; of a very large number only its size in bits. */
    static String string(Number value) {
        boolean isDecimal = value instanceof BigDecimal;
        BigInteger digits = isDecimal ? ((BigDecimal) value).unscaledValue() : (BigInteger) value;
        int bits = digits.bitLength();
        return bits > 1 << 16 ? (isDecimal ? "[decimal of " : "[integer of ") + bits + " bits]" : value.toString();
    }

    /** Whether a text is a number by RFC 8259 section 6, and one that {@link #plain} would write as a number. */
    static boolean isNumber(String text) {
        int n = text.length();
        int i = n > 0 && text.charAt(0) == '-' ? 1 : 0;
        int whole = digitsFrom(text, i);
        if (n > MAX_DIGITS || whole == i || (text.charAt(i) == '0' && whole > i + 1)) {
            return false;
        }
        i = whole;
        if (i < n && text.charAt(i) == '.') {
            int fraction = digitsFrom(text, i + 1);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < n && (text.charAt(i) | 0x20) == 'e') {
            i++;
            if (i < n && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int exponent = digitsFrom(text, i);
            if (exponent == i || exponent - i > 4) {
                return false;
            }
            i = exponent;
        }
        return i == n && isInRange(text);
    }

    /** Whether a double can hold the number: it is not too large, and not so small that it would become zero. */
    private static boolean isInRange(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) && (value != 0 || new BigDecimal(text).signum() == 0);
    }

    private static int digitsFrom(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
