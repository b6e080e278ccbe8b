package io.runpod.logback.internal.redact;

import org.jspecify.annotations.Nullable;

/**
 * Finds the values of names that announce secrets, wherever a text has a name, a sign and a value: {@code NAME=VALUE}, also
 * in the text of a map or a record and in a URL, {@code "NAME": VALUE}, {@code NAME: VALUE}, and the headers of HTTP.
 */
record NamedValues(SensitiveNames names) implements Finder {

    static void addTo(Anchors anchors, SensitiveNames names) {
        NamedValues finder = new NamedValues(names);
        for (char sign : new char[] {'=', ':'}) {
            String letters = names.lastLetters() + SignedUrl.LAST_LETTERS;
            for (int i = 0; i < letters.length(); i++) {
                anchors.add(letters.charAt(i), sign, finder);
                anchors.add(Character.toUpperCase(letters.charAt(i)), sign, finder);
            }
            for (char after : new char[] {'"', '\'', '`', ']', ' ', '\t'}) {
                anchors.add(after, sign, finder);
            }
        }
        for (char digit = '0'; digit <= '9'; digit++) {
            anchors.add(digit, '=', finder);
        }
    }

    @Override
    public boolean announces(char[] chars, int i, int from, int to) {
        return valueAt(chars, i, from, to) != null;
    }

    @Override
    public boolean find(Pass pass, int i) {
        if (i < pass.maskedTo) {
            return false;
        }
        NamedValue value = valueAt(pass.text, i, pass.from, pass.to);
        return value != null && value.find(pass);
    }

    private @Nullable NamedValue valueAt(char[] chars, int i, int from, int to) {
        int last = NameBefore.lastOf(chars, i, from);
        if (last <= from || !(names.mayEndWith(chars[last - 1], chars[last]) || isUnusual(chars, last))) {
            return null;
        }
        NameBefore name = NameBefore.of(chars, last, i, from);
        if (names.matches(chars, name.start(), last + 1)) {
            return NamedValue.after(name, chars, i, from, to);
        }
        return SignedUrl.isSignature(name, chars, i, from, to) ? NamedValue.signature(name, i + 1) : null;
    }

    private static boolean isUnusual(char[] chars, int last) {
        return chars[last] >= 128 || (chars[last] >= '0' && chars[last] <= '9') || SignedUrl.mayEnd(chars, last);
    }
}
