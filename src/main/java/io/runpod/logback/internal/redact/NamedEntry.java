package io.runpod.logback.internal.redact;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name in an entry that has one field for its name and one for its value. Lists of environment variables
 * have such entries: {@code {"key": "DB_PASSWORD", "value": "hunter2"}},
 * {@code EnvVar(name=DB_PASSWORD, value=hunter2)}; also XML attributes ({@code name="password" value="hunter2"}), and
 * Spring Boot's message about a wrong property.
 */
final class NamedEntry {

    /** The name of the field that holds the value; below, the value field. */
    static final String VALUE = "value";

    /** The names of the field that holds the name. */
    static final String[] NAMES = {"name", "key", "property"};

    private static final int MAX_BLANKS = 32;

    /** How far a name is searched after the value field. */
    private static final int MAX_VALUE_CHARS = 256;

    private NamedEntry() {}

    /** Whether the name of a value field ends with the character at {@code last}, which is not the text's first. */
    static boolean mayEndAt(char[] chars, int last, int from) {
        return chars[last] == 'e' && chars[last - 1] == 'u' && isWord(VALUE, chars, last + 1, from);
    }

    /**
     * The name in the field before the value field; null if there is no such field. Its quote, level and character
     * before are those of the value field, because they decide where the value ends.
     *
     * @param last the index of the last character of {@code value}
     */
    static @Nullable NameSpan nameBefore(char[] chars, int last, int delimiterAt, int from) {
        int i = skipBack(chars, last - VALUE.length(), from, "\\\"'");
        int end = skipBack(chars, i, from, " \t\r\n");
        boolean isAttribute = end >= from && end < i && chars[end] != ',' && chars[end + 1] != '\n';
        if (end >= from && chars[end] == ',') {
            end = skipBack(chars, end - 1, from, " \t\r\n");
        } else if (end < from || end == i) {
            return null;
        }
        char quote = end >= from && Chars.isQuote(chars[end]) ? chars[end] : 0;
        end = quote == 0 ? end : skipBack(chars, end - 1, from, "\\");
        int start = end;
        int min = Math.max(from, end - NameSpan.MAX_CHARS);
        while (start >= min && (Chars.isNameChar(chars[start]) || chars[start] == '-')) {
            start--;
        }
        int delimiter = skipBack(chars, start, from, quote == 0 ? " " : " \\" + quote);
        if (start == end || delimiter < from || (chars[delimiter] != '=' && (chars[delimiter] != ':' || isAttribute))) {
            return null;
        }
        int field = skipBack(chars, delimiter - 1, from, " \\\"'") + 1;
        for (String name : NAMES) {
            if (isWord(name, chars, field, from)) {
                NameSpan value = NameSpan.of(chars, last, delimiterAt, from);
                return new NameSpan(start + 1, end + 1, value.quote(), value.level(), value.before());
            }
        }
        return null;
    }

    /**
     * Whether a field after the value field has the name of a secret, as where a hash map has the value first:
     * {@code {value=hunter2, key=DB_PASSWORD}}.
     *
     * @param from the index of the value
     */
    static boolean isNamedAfter(SensitiveNames names, char[] chars, int from, int to) {
        int limit = Math.min(to, from + MAX_VALUE_CHARS);
        for (int i = from; i < limit && chars[i] != '{' && chars[i] != '}'; i++) {
            int start = chars[i] == ',' ? skip(chars, i + 1, to, " \t\r\n\\\"'") : to;
            if (start < to && (chars[start] | 0x20) >= 'k' && (chars[start] | 0x20) <= 'p') {
                for (String name : NAMES) {
                    int end = start + name.length();
                    if (end < to && isWord(name, chars, end, i)) {
                        int delimiter = skip(chars, end, to, "\\\"'");
                        return delimiter < to
                                && (chars[delimiter] == '=' || chars[delimiter] == ':')
                                && isSecretName(names, chars, skip(chars, delimiter + 1, to, " \\\"'"), to);
                    }
                }
            }
        }
        return false;
    }

    private static boolean isSecretName(SensitiveNames names, char[] chars, int from, int to) {
        int end = from;
        int limit = Math.min(to, from + NameSpan.MAX_CHARS);
        while (end < limit && (Chars.isNameChar(chars[end]) || chars[end] == '-')) {
            end++;
        }
        return end > from && names.matches(chars, from, end);
    }

    /** Whether this word, in lower case or with a capital letter, ends at {@code end}. */
    private static boolean isWord(String word, char[] chars, int end, int from) {
        int start = end - word.length();
        if (start < from || (start > from && Chars.isNameChar(chars[start - 1]))) {
            return false;
        }
        for (int n = word.length() - 1; n >= 0; n--) {
            if (chars[start + n] != word.charAt(n) && (n > 0 || (chars[start] | 0x20) != word.charAt(0))) {
                return false;
            }
        }
        return true;
    }

    private static int skip(char[] chars, int from, int to, String skipped) {
        int i = from;
        int limit = Math.min(to, from + MAX_BLANKS);
        while (i < limit && skipped.indexOf(chars[i]) >= 0) {
            i++;
        }
        return i;
    }

    private static int skipBack(char[] chars, int last, int from, String skipped) {
        int i = last;
        int min = Math.max(from, last - MAX_BLANKS);
        while (i >= min && skipped.indexOf(chars[i]) >= 0) {
            i--;
        }
        return i;
    }
}
