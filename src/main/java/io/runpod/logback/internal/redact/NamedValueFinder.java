package io.runpod.logback.internal.redact;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds values by the sensitive name before them: {@code db_password=hunter2} becomes {@code db_password=[redacted]}.
 * The forms are {@code NAME=VALUE} (also in the text of a map or record, and in a URL), {@code "NAME": VALUE},
 * {@code NAME: VALUE}, and HTTP headers.
 */
record NamedValueFinder(SensitiveNames names) implements Finder {

    /** The maximum length of a number after a name, and of the backslashes before an escaped equals sign. */
    private static final int MAX_NUMBER_CHARS = 8;

    /** An equals sign as JSON escapes it, without its last character, which is a {@code d} in any case. */
    private static final String ESCAPED_EQUALS = "\\u003";

    private static final String DIGITS = "0123456789";

    /**
     * The digits that a name before a colon may end with. With all digits, texts with times and ports would take
     * longer.
     */
    private static final String DIGITS_BEFORE_COLON = "12";

    /** The characters that may be between a name and its delimiter. */
    private static final String AFTER_NAME = "\"'`] \t\n_*";

    static void addTo(Anchors anchors, SensitiveNames names) {
        NamedValueFinder finder = new NamedValueFinder(names);
        String letters = names.lastLetters() + Signature.LAST_LETTERS;
        String last = letters + letters.toUpperCase(Locale.ROOT);
        String notAscii = notAscii(last);
        String beforeNotAscii = notAscii(names.lettersBeforeLast());
        AsciiSet lastOrQuote = AsciiSet.of(last + notAscii + DIGITS + AFTER_NAME + '\\');
        AsciiSet lastOrBracket = AsciiSet.of(last + notAscii + DIGITS + AFTER_NAME + "\\[");
        AsciiSet lastOrSeparator = AsciiSet.of(last + notAscii + "._-");
        anchors.add('\'', ',', lastOrQuote, AsciiSet.of(' '), finder);
        anchors.add('3', 'd', AsciiSet.of('0'), AsciiSet.ALL, finder); // an escaped equals sign
        anchors.add('3', 'D', AsciiSet.of('0'), AsciiSet.ALL, finder);
        anchors.add('-', NamedValue.ARROW, AsciiSet.of(' '), AsciiSet.of(' '), finder);
        for (char delimiter : new char[] {'=', ':'}) {
            for (char c = 0; c < 128; c++) {
                AsciiSet colour = c == ColorCodes.LAST ? AsciiSet.of(ColorCodes.BEFORE_LAST) : AsciiSet.EMPTY;
                boolean isLast = letters.indexOf(Character.toLowerCase(c)) >= 0;
                if (notAscii.indexOf(c) >= 0 || (isLast && c <= '9')) {
                    anchors.add(c, delimiter, AsciiSet.ALL, AsciiSet.ALL, finder);
                } else if (isLast) {
                    anchors.add(
                            c, delimiter, finder.beforeLast(c, beforeNotAscii).or(colour), AsciiSet.ALL, finder);
                } else if (c == ColorCodes.LAST) {
                    anchors.add(c, delimiter, colour, AsciiSet.ALL, finder);
                } else if (AFTER_NAME.indexOf(c) >= 0) {
                    anchors.add(c, delimiter, c == ']' ? lastOrBracket : lastOrQuote, AsciiSet.ALL, finder);
                } else if (DIGITS.indexOf(c) >= 0 && (delimiter == '=' || DIGITS_BEFORE_COLON.indexOf(c) >= 0)) {
                    AsciiSet before = delimiter == '=' ? Alphabet.DOTTED.set() : lastOrSeparator;
                    anchors.add(c, delimiter, before, AsciiSet.ALL, finder);
                }
            }
        }
    }

    /** The lower seven bits of the letters that are not ASCII; {@link Anchors} compares only these. */
    private static String notAscii(String letters) {
        StringBuilder low = new StringBuilder();
        (letters + letters.toUpperCase(Locale.ROOT))
                .chars()
                .filter(c -> c >= 128)
                .forEach(c -> low.append((char) (c & 0x7f)));
        return low.toString();
    }

    /** The characters that may be before the last letter of a name. */
    private AsciiSet beforeLast(char last, String notAscii) {
        return AsciiSet.matching(c -> mayEndWith((char) c, last)
                || notAscii.indexOf(c) >= 0
                || ((c | 0x20) == 'u' && (last | 0x20) == 'e')); // the end of a value field (NamedEntry)
    }

    private boolean mayEndWith(char beforeLast, char last) {
        return names.mayEndWith(beforeLast, last) || Signature.mayEndWith(beforeLast, last);
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        return valueAt(chars, i, from, to) != null;
    }

    @Override
    public boolean find(Scan scan, int i) {
        if (i < scan.maskedTo && (i >= scan.credentialsTo || i < scan.namedTo)) {
            return false;
        }
        NamedValue value = valueAt(scan.text, i, scan.from, scan.to);
        return value != null && value.find(scan);
    }

    /**
     * The value after the delimiter that ends at {@code i}; usually null. The method is short, since it is called
     * often.
     */
    private @Nullable NamedValue valueAt(char[] chars, int i, int from, int to) {
        int delimiterAt = chars[i] == '=' || chars[i] == ':' ? i : delimiterAt(chars, i, from);
        int last = delimiterAt < 0 ? -1 : NameSpan.lastOf(chars, delimiterAt, from);
        return last > from && isExamined(chars[last - 1], chars[last])
                ? valueAfterNameOrEntry(chars, last, delimiterAt, i, from, to)
                : null;
    }

    /** Whether a name, a number after a name, or {@code value} may end with these two characters. */
    private boolean isExamined(char beforeLast, char last) {
        return mayEndWith(beforeLast, last)
                || ((last | 0x20) == 'e'
                        ? (beforeLast | 0x20) == 'u'
                        : !Alphabet.ALPHANUMERIC.has(last) || last <= '9');
    }

    private @Nullable NamedValue valueAfterNameOrEntry(
            char[] chars, int last, int delimiterAt, int i, int from, int to) {
        NamedValue value = mayEndWith(chars[last - 1], chars[last]) || endsWithNumber(chars, last, from)
                ? valueAfter(chars, last, delimiterAt, i, from, to)
                : null;
        return value == null && NamedEntry.mayEndAt(chars, last, from)
                ? entryValue(chars, last, delimiterAt, i, from, to)
                : value;
    }

    private @Nullable NamedValue entryValue(char[] chars, int last, int delimiterAt, int i, int from, int to) {
        NameSpan name = NamedEntry.nameBefore(chars, last, delimiterAt, from);
        if (name == null && NamedEntry.isNamedAfter(names, chars, i + 1, to)) {
            return NamedValue.after(NameSpan.of(chars, last, delimiterAt, from), chars, i, to);
        }
        return name != null && names.matches(chars, name.start(), name.end())
                ? NamedValue.after(name, chars, i, to)
                : null;
    }

    private @Nullable NamedValue valueAfter(char[] chars, int last, int delimiterAt, int i, int from, int to) {
        boolean isNamed = names.endsWithName(chars, Math.max(from, last - NameSpan.MAX_CHARS), last + 1);
        if (!isNamed && !Signature.mayEndWith(chars[last - 1], chars[last])) {
            return null;
        }
        NameSpan name = NameSpan.of(chars, last, delimiterAt, from);
        NamedValue value = valueOf(name, isNamed, chars, i, from, to);
        NameSpan afterEscape = value == null ? name.afterEscape(chars, from) : null;
        return afterEscape == null ? value : valueOf(afterEscape, isNamed, chars, i, from, to);
    }

    private @Nullable NamedValue valueOf(NameSpan name, boolean isNamed, char[] chars, int i, int from, int to) {
        if (isNamed && names.matches(chars, name.start(), name.end())) {
            return NamedValue.after(name, chars, i, to);
        }
        return Signature.isAt(name, chars, i, from, to) ? NamedValue.signature(name, i + 1) : null;
    }

    /** The index of the first character of the delimiter that ends at {@code i}; -1 = there is none. */
    private static int delimiterAt(char[] chars, int i, int from) {
        return switch (chars[i]) {
            case 'd', 'D' -> escapedDelimiter(chars, i, from);
            case NamedValue.ARROW -> i - 1;
            default -> i;
        };
    }

    /** Whether a number or separator ends at {@code last}, and a possible name ends before it. */
    private boolean endsWithNumber(char[] chars, int last, int from) {
        int i = last;
        int min = Math.max(from, last - MAX_NUMBER_CHARS);
        while (i > min && !Character.isLetter(chars[i])) {
            i--;
        }
        return i < last && i > min && mayEndWith(chars[i - 1], chars[i]);
    }

    /** The index of the equals sign, escaped in JSON as <code>&#92;u003d</code>, that ends at {@code i}; -1 = none. */
    private static int escapedDelimiter(char[] chars, int i, int from) {
        int start = i - ESCAPED_EQUALS.length();
        if (start < from || !Chars.isAt(ESCAPED_EQUALS, chars, start, i)) {
            return -1;
        }
        return start - Chars.backslashesBefore(chars, start, Math.max(from, start - MAX_NUMBER_CHARS));
    }

    /**
     * Recognises signatures of presigned URLs: AWS ({@code X-Amz-Signature}, and {@code Signature} of version 2 and
     * CloudFront), Google ({@code X-Goog-Signature}) and Azure ({@code sig}). {@code ?sig=abcdefgh12345678} becomes
     * {@code ?sig=[redacted]}.
     */
    private static final class Signature {

        /** The last letters of the names. */
        static final String LAST_LETTERS = "eg";

        private static final List<String> NAMES = List.of("x-amz-signature", "x-goog-signature", "signature", "sig");

        private static final int MIN_CHARS = 16;

        private Signature() {}

        /** Whether a name of a signature may end with these two letters. */
        static boolean mayEndWith(char beforeLast, char last) {
            char first = (char) (beforeLast | 0x20);
            char second = (char) (last | 0x20);
            return (first == 'r' && second == 'e') || (first == 'i' && second == 'g');
        }

        /** Whether the name is that of a signature, in a query, and the value is long enough for one. */
        static boolean isAt(NameSpan name, char[] chars, int delimiterAt, int from, int to) {
            if (":,>".indexOf(chars[delimiterAt]) >= 0
                    || name.isQuoted()
                    || !isName(name, chars)
                    || !isInQuery(name, chars, from)) {
                return false;
            }
            int end = Math.min(to, delimiterAt + 1 + MIN_CHARS);
            for (int i = delimiterAt + 1; i < end; i++) {
                if (!Alphabet.ANY_BASE64.has(chars[i]) && chars[i] != '%' && chars[i] != '~') {
                    return false;
                }
            }
            return end == delimiterAt + 1 + MIN_CHARS;
        }

        private static boolean isName(NameSpan name, char[] chars) {
            for (String known : NAMES) {
                if (known.length() == name.length() && name.endsWith(known, chars)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether the name is in the query of a URL or in a list, such as that of AWS's {@code Authorization} header. */
        private static boolean isInQuery(NameSpan name, char[] chars, int from) {
            if (name.start() == from) {
                return true;
            }
            char before = chars[name.start() - 1];
            return before == ' ' || "?&;,".indexOf(before) >= 0 || "?&".indexOf(name.before()) >= 0;
        }
    }
}
