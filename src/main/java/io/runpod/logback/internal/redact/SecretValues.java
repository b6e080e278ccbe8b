package io.runpod.logback.internal.redact;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The given values, which are the process's own secrets, in each spelling that a text may have: raw, escaped as in
 * JSON, and escaped as in URLs: {@code pass/word1}, {@code pass\/word1} and {@code pass%2Fword1}. Immutable.
 */
final class SecretValues {

    /** The minimum length of a value that is searched; a shorter one would be found in ordinary words. */
    static final int MIN_CHARS = 8;

    /** The maximum length of a plain word: one of letters only that does not mix cases, as a password does. */
    private static final int MAX_WORD_CHARS = 16;

    /** The characters with a short escape in JSON. */
    private static final String SHORT_ESCAPES = "\"\\\b\f\n\r\t";

    /** The letters of these escapes, in the same order. */
    private static final String SHORT_LETTERS = "\"\\bfnrt";

    private final List<String> spellings;

    SecretValues(List<String> values) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : values) {
            if (value.length() >= MIN_CHARS && !isPlainWord(value)) {
                addSpellings(value, all);
            }
        }
        spellings = List.copyOf(all);
    }

    /** Whether the value is a word that any text may have: {@code postgres}, {@code Production}, {@code DISABLED}. */
    static boolean isPlainWord(String value) {
        if (value.length() > MAX_WORD_CHARS
                || !value.chars().allMatch(c -> Alphabet.ALPHANUMERIC.has((char) c) && c > '9')) {
            return false;
        }
        String rest = value.substring(1);
        return rest.equals(rest.toLowerCase(Locale.ROOT)) || value.chars().noneMatch(c -> c >= 'a');
    }

    void addTo(Anchors anchors) {
        for (String spelling : spellings) {
            anchors.addText(
                    spelling,
                    GivenValue.MATCHED_CHARS,
                    AsciiSet.ALL,
                    AsciiSet.ALL,
                    anchor -> new GivenValue(spelling, anchor));
        }
    }

    /** The length of the given value at {@code start}; 0 = none is there. */
    int lengthAt(char[] chars, int start, int to) {
        int longest = 0;
        for (int i = 0; i < spellings.size(); i++) {
            longest = Math.max(longest, GivenValue.lengthAt(spellings.get(i), chars, start, to));
        }
        return longest;
    }

    private static void addSpellings(String value, Set<String> all) {
        all.add(value);
        for (boolean slash : new boolean[] {false, true}) {
            all.add(asJson(value, slash, false, "%04x"));
            for (String digits : List.of("%04x", "%04X")) {
                all.add(asJson(value, slash, true, digits));
            }
        }
        // The characters that RFC 3986, JavaScript, Java and HTML forms do not escape.
        for (String unescaped : List.of("-._~", "-._~!'()*", "-._*", "-._~/", "-._")) {
            for (String blank : List.of("%20", "+")) {
                all.add(asUrl(value, unescaped, blank, "%%%02X"));
                all.add(asUrl(value, unescaped, blank, "%%%02x"));
            }
        }
    }

    private static String asJson(String value, boolean slash, boolean ascii, String digits) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int shortEscape = SHORT_ESCAPES.indexOf(c);
            if (shortEscape >= 0) {
                json.append('\\').append(SHORT_LETTERS.charAt(shortEscape));
            } else if (c == '/' && slash) {
                json.append("\\/");
            } else if (c < ' ' || (ascii && c >= 0x7f)) {
                json.append("\\u").append(String.format(digits, (int) c));
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    private static String asUrl(String value, String unescaped, String blank, String format) {
        StringBuilder url = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (Alphabet.ALPHANUMERIC.has(c) || unescaped.indexOf(c) >= 0) {
                url.append(c);
            } else {
                url.append(c == ' ' ? blank : String.format(format, (int) c));
            }
        }
        return url.toString();
    }
}
