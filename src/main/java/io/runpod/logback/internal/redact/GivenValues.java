package io.runpod.logback.internal.redact;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the given values, which are the process's own secrets: if {@code s3cr3t/pw} is given,
 * {@code login s3cr3t/pw failed} becomes {@code login [redacted] failed}. Each is found in all spellings that may occur
 * in a text: raw, escaped as in JSON ({@code s3cr3t\/pw}) and as in URLs ({@code s3cr3t%2Fpw}). Immutable.
 */
final class GivenValues {

    /** The minimum length of a value to be searched for; a shorter one would be found in ordinary words. */
    static final int MIN_CHARS = 8;

    /** A value is recognised by this many first characters, since the rest may be cut off. */
    private static final int MATCHED_CHARS = 32;

    /** The maximum length of a plain word, which has letters only and does not mix cases as passwords do. */
    private static final int MAX_WORD_CHARS = 16;

    /** The characters with a short escape in JSON. */
    private static final String SHORT_ESCAPES = "\"\\\b\f\n\r\t";

    /** The letters of these escapes, in the same order. */
    private static final String SHORT_LETTERS = "\"\\bfnrt";

    /** What Go's {@code encoding/json} escapes by default, with the hexadecimal number of the character. */
    private static final String ESCAPED_BY_GO = "<>&\u2028\u2029";

    /** The same for Gson. */
    private static final String ESCAPED_BY_GSON = "<>&='\u2028\u2029";

    /** The same for {@code System.Text.Json} of .NET. */
    private static final String ESCAPED_BY_NET = "<>&'+`\"";

    /** Characters that no spelling escapes; most secrets have only these. */
    private static final Alphabet NEVER_ESCAPED = Alphabet.WORD;

    /** What an encoder of URLs leaves as it is, besides letters, digits, hyphen and underscore. */
    private static final List<String> UNESCAPED_IN_URLS = List.of(
            ".~", // RFC 3986, Go's queries
            ".~!'()*", // JavaScript's encodeURIComponent
            ".*", // Java's URLEncoder
            ".~/", // Python's quote
            ".", // older encoders of forms
            ".~!$&'()*+,;=", // RFC 3986, user information
            ".~!$&'()*+,;=:@", // the same, paths
            ".~!$'()*+,;:@/?", // Spring's queries
            ".~$&+=:@", // Go's paths
            ".~$&+,;=", // Go's user information
            ".~!'()*;/?:@&=+$,", // JavaScript's encodeURI
            ".~!'()*;/?:@&=+$,[]"); // Java's URI

    private final List<String> spellings;

    /**
     * Finds a value in one spelling.
     *
     * @param anchor the index of the anchor's second character in the spelling
     */
    private record Spelling(String text, int anchor) implements Finder {

        @Override
        public boolean mayFind(char[] chars, int i, int from, int to) {
            int start = i - anchor;
            return start >= from && lengthAt(text, chars, start, to) > 0;
        }

        @Override
        public boolean find(Scan scan, int i) {
            int start = i - anchor;
            int length = start < scan.from ? 0 : lengthAt(text, scan.text, start, scan.to);
            return length > 0 && scan.found(start, start + length, Continuation.TOKEN);
        }
    }

    GivenValues(List<String> values) {
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
                    spelling, MATCHED_CHARS, AsciiSet.ALL, AsciiSet.ALL, anchor -> new Spelling(spelling, anchor));
        }
    }

    /** The length of the longest given value at {@code start}; 0 = none is there. */
    int lengthAt(char[] chars, int start, int to) {
        int longest = 0;
        for (int i = 0; i < spellings.size(); i++) {
            longest = Math.max(longest, lengthAt(spellings.get(i), chars, start, to));
        }
        return longest;
    }

    /**
     * The number of the spelling's first characters that are at {@code start}; 0 if they are neither the whole spelling
     * nor at least {@link #MATCHED_CHARS}.
     */
    private static int lengthAt(String spelling, char[] chars, int start, int to) {
        int limit = Math.min(spelling.length(), to - start);
        int n = 0;
        while (n < limit && chars[start + n] == spelling.charAt(n)) {
            n++;
        }
        return n >= Math.min(MATCHED_CHARS, spelling.length()) ? n : 0;
    }

    private static void addSpellings(String value, Set<String> all) {
        all.add(value);
        if (value.chars().allMatch(c -> NEVER_ESCAPED.has((char) c))) {
            return;
        }
        for (boolean slash : new boolean[] {false, true}) {
            all.add(asJson(value, slash, false, "", true));
            all.add(asJson(value, slash, true, "", true));
            all.add(asJson(value, slash, true, "", false));
        }
        all.add(asJson(value, false, false, ESCAPED_BY_GO, true));
        all.add(asJson(value, false, false, ESCAPED_BY_GSON, true));
        all.add(asJson(value, false, true, ESCAPED_BY_NET, false));
        for (String unescaped : UNESCAPED_IN_URLS) {
            for (String blank : List.of("%20", "+")) {
                all.add(asUrl(value, unescaped, blank, false));
                all.add(asUrl(value, unescaped, blank, true));
            }
        }
    }

    /**
     * The value in a text of JSON.
     *
     * @param slash whether slashes are escaped
     * @param ascii whether all that is not ASCII is escaped
     * @param others further characters that are escaped with their number
     * @param lower whether hexadecimal digits are in lower case
     */
    private static String asJson(String value, boolean slash, boolean ascii, String others, boolean lower) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int shortEscape = others.indexOf(c) >= 0 ? -1 : SHORT_ESCAPES.indexOf(c);
            if (shortEscape >= 0) {
                json.append('\\').append(SHORT_LETTERS.charAt(shortEscape));
            } else if (c == '/' && slash) {
                json.append("\\/");
            } else if (c < ' ' || (ascii && c >= 0x7f) || others.indexOf(c) >= 0) {
                appendHex(json.append("\\u"), c, 4, lower);
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    private static String asUrl(String value, String unescaped, String blank, boolean lower) {
        StringBuilder url = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (NEVER_ESCAPED.has(c) || unescaped.indexOf(c) >= 0) {
                url.append(c);
            } else if (c == ' ') {
                url.append(blank);
            } else {
                appendHex(url.append('%'), c, 2, lower);
            }
        }
        return url.toString();
    }

    private static void appendHex(StringBuilder text, char c, int digits, boolean lower) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            char digit = Character.forDigit(c >> shift & 0xf, 16);
            text.append(lower ? digit : Character.toUpperCase(digit));
        }
    }
}
