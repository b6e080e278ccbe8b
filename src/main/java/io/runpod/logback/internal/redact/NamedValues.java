package io.runpod.logback.internal.redact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds values by the sensitive name before them: {@code db_password=hunter2} becomes {@code db_password=[redacted]}.
 * The forms are {@code NAME=VALUE} (also in the text of a map or record, and in a URL), {@code "NAME": VALUE},
 * {@code NAME: VALUE}, and HTTP headers.
 */
record NamedValues(SensitiveNames names) implements Finder {

    static void addTo(Anchors anchors, SensitiveNames names) {
        NamedValues finder = new NamedValues(names);
        String letters = names.lastLetters() + SignedUrl.LAST_LETTERS;
        AsciiSet last = AsciiSet.of(letters + letters.toUpperCase(Locale.ROOT) + "0123456789\\\"'`] \t");
        AsciiSet beforeDigit = Alphabet.WORD.set();
        anchors.add('\'', ',', last, AsciiSet.of(' '), finder);
        for (char delimiter : new char[] {'=', ':'}) {
            for (char c = 0; c < 128; c++) {
                if (letters.indexOf(Character.toLowerCase(c)) >= 0) {
                    anchors.add(c, delimiter, finder.beforeLast(c), AsciiSet.ALL, finder);
                } else if ("\"'`] \t".indexOf(c) >= 0) {
                    anchors.add(c, delimiter, last, AsciiSet.ALL, finder);
                } else if (delimiter == '=' && c >= '0' && c <= '9') {
                    anchors.add(c, delimiter, beforeDigit, AsciiSet.ALL, finder);
                }
            }
        }
    }

    /** The characters that may be before the last letter of a name. */
    private AsciiSet beforeLast(char last) {
        return AsciiSet.matching(c -> mayEndWith((char) c, last));
    }

    private boolean mayEndWith(char beforeLast, char last) {
        return names.mayEndWith(beforeLast, last) || SignedUrl.mayEndWith(beforeLast, last);
    }

    @Override
    public boolean announces(char[] chars, int i, int from, int to) {
        return valueAt(chars, i, from, to) != null;
    }

    @Override
    public boolean find(Scan scan, int i) {
        if (i < scan.maskedTo) {
            return false;
        }
        NamedValue value = valueAt(scan.text, i, scan.from, scan.to);
        return value != null && value.find(scan);
    }

    private @Nullable NamedValue valueAt(char[] chars, int i, int from, int to) {
        int last = NameSpan.lastOf(chars, i, from);
        if (last <= from || !(mayEndWith(chars[last - 1], chars[last]) || isDigitOrNonAscii(chars[last]))) {
            return null;
        }
        boolean isNamed = names.endsWithName(chars, Math.max(from, last - NameSpan.MAX_CHARS), last + 1);
        if (!isNamed && !SignedUrl.mayEndWith(chars[last - 1], chars[last])) {
            return null;
        }
        NameSpan name = NameSpan.of(chars, last, i, from);
        if (isNamed && names.matches(chars, name.start(), last + 1)) {
            return NamedValue.after(name, chars, i, from, to);
        }
        NameSpan afterBreak = isNamed ? name.afterBreak(chars, from) : null;
        if (afterBreak != null && names.matches(chars, afterBreak.start(), last + 1)) {
            return NamedValue.after(afterBreak, chars, i, from, to);
        }
        return SignedUrl.isSignature(name, chars, i, from, to) ? NamedValue.signature(name, i + 1) : null;
    }

    private static boolean isDigitOrNonAscii(char last) {
        return last >= 128 || (last >= '0' && last <= '9');
    }
}
