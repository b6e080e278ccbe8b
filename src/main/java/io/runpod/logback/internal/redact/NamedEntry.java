package io.runpod.logback.internal.redact;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name in an entry that has one field for its name and one for its value. Lists of environment variables
 * have such entries: {@code {"key": "DB_PASSWORD", "value": "hunter2"}},
 * {@code EnvVar(name=DB_PASSWORD, value=hunter2)}; also XML attributes ({@code name="password" value="hunter2"}), and
 * Spring Boot's message about a wrong property.
 */
final class NamedEntry {

    /** The name of the field that holds the value. The comments call it the value field. */
    static final String VALUE = "value";

    /** The names of the field that holds the name. */
    static final String[] NAMES = {"name", "key", "property"};

    /** The characters between the two fields, besides blanks and line breaks. */
    private static final String SEPARATORS = ",;&";

    private static final int MAX_NAME_CHARS = 256;

    /** How far a name is searched after the value field. */
    private static final int MAX_VALUE_CHARS = 256;

    private NamedEntry() {}

    /** Whether the name of a value field ends with the character at {@code last}, which is not the text's first. */
    static boolean mayEndAt(char[] chars, int last, int from) {
        return (chars[last] | 0x20) == 'e' && (chars[last - 1] | 0x20) == 'u' && isWord(VALUE, chars, last + 1, from);
    }

    /**
     * The name in the field before the value field; null if there is no such field. Its quote, level and character
     * before are those of the value field, because they decide where the value ends.
     *
     * @param last the index of the last character of {@code value}
     */
    static @Nullable NameSpan nameBefore(char[] chars, int last, int delimiterAt, int from) {
        int i = skipBack(chars, last - VALUE.length(), from, "\\\"'");
        int end = skipBlanksBack(chars, i, from);
        if (end < from) {
            return null;
        }
        boolean isSeparated = SEPARATORS.indexOf(chars[end]) >= 0;
        boolean isInLine = !isSeparated && (chars[end + 1] == ' ' || chars[end + 1] == '\t');
        if (!isSeparated && end == i) {
            return null;
        }
        end = isSeparated ? skipBlanksBack(chars, end - 1, from) : end;
        char quote = end >= from && Chars.isQuote(chars[end]) ? chars[end] : 0;
        end = quote == 0 ? end : skipBack(chars, end - 1, from, "\\");
        int start = startOfName(chars, end, from, quote != 0);
        int delimiter = skipBack(chars, start - 1, from, quote == 0 ? " " : " \\" + quote);
        if (start > end || delimiter < from || (chars[delimiter] != '=' && chars[delimiter] != ':')) {
            return null;
        }
        boolean isData = quote != 0 || chars[delimiter] == '=' || delimiter == start - 1;
        if (isInLine && !(isData && (chars[delimiter] == chars[delimiterAt]))) {
            return null; // prose, such as "name: token value=12"
        }
        int field = skipBack(chars, delimiter - 1, from, " \\\"'") + 1;
        for (String name : NAMES) {
            if (isWord(name, chars, field, from)) {
                NameSpan value = NameSpan.of(chars, last, delimiterAt, from);
                char before = isInLine && chars[delimiterAt] == ':' ? 0 : value.before();
                return new NameSpan(start, end + 1, value.quote(), value.level(), before);
            }
        }
        return null;
    }

    /** The start of the name that ends with the character at {@code last}. In quotes it may have one blank. */
    private static int startOfName(char[] chars, int last, int from, boolean isQuoted) {
        int blanks = 0;
        int colon = -1;
        int i = last;
        int min = Math.max(from, last - MAX_NAME_CHARS);
        while (i >= min && (isNamePart(chars[i]) || (isQuoted && chars[i] == ' ' && ++blanks == 1))) {
            colon = chars[i] == ':' ? i : colon;
            i--;
        }
        boolean isDelimiter = !isQuoted && colon >= 0 && (i < from || chars[i] != '=');
        return isDelimiter ? colon + 1 : i + 1;
    }

    /** Whether the name in an entry may have this character: {@code /prod/db:password}, {@code users[0].password}. */
    private static boolean isNamePart(char c) {
        return Chars.isNameChar(c) || "-/:[]".indexOf(c) >= 0;
    }

    /**
     * Whether a field after the value field holds the name of a secret, as in a hash map that has the value first:
     * {@code {value=hunter2, key=DB_PASSWORD}}.
     *
     * @param from the index of the value
     */
    static boolean isNamedAfter(SensitiveNames names, char[] chars, int from, int to) {
        int limit = Math.min(to, from + MAX_VALUE_CHARS);
        for (int i = from; i < limit && chars[i] != '{' && chars[i] != '}'; i++) {
            char c = chars[i];
            boolean isSeparator = c == ' '
                    ? i > from + 1 && Chars.isQuote(chars[i - 1]) // attributes of XML
                    : c == ',' || c == ';' || c == '&';
            int start = isSeparator ? skipBlanks(chars, i + 1, to) : to;
            if (start < to && (chars[start] | 0x20) >= 'k' && (chars[start] | 0x20) <= 'p') { // key, name, property
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
        boolean isQuoted = Chars.isQuote(chars[from - 1]);
        int blanks = 0;
        int end = from;
        int limit = Math.min(to, from + MAX_NAME_CHARS);
        while (end < limit && (isNamePart(chars[end]) || (isQuoted && chars[end] == ' ' && ++blanks == 1))) {
            end++;
        }
        return end > from && names.matches(chars, from, end);
    }

    /** Whether this word ends at {@code end} and begins a name, in any case. */
    private static boolean isWord(String word, char[] chars, int end, int from) {
        int start = end - word.length();
        return start >= from
                && (start == from || !Chars.isNameChar(chars[start - 1]))
                && (chars[start] | 0x20) == word.charAt(0)
                && Chars.isAtIgnoreCase(word, chars, start, end);
    }

    /** The index after blanks, line breaks (escaped too) and an opening quote. */
    private static int skipBlanks(char[] chars, int from, int to) {
        int i = skip(chars, from, to, " \t\r\n\\\"'");
        while (i + 1 < to && Chars.isEscapedBreak(chars, i, from) && " \\\"'".indexOf(chars[i + 1]) >= 0) {
            i = skip(chars, i + 1, to, " \t\r\n\\\"'");
        }
        return i;
    }

    /** The index of the last character before blanks and line breaks, escaped too, that end at {@code last}. */
    private static int skipBlanksBack(char[] chars, int last, int from) {
        int i = skipBack(chars, last, from, " \t\r\n");
        while (i >= from && Chars.isEscapedBreak(chars, i, from)) {
            i = skipBack(chars, i - 1 - Chars.backslashesBefore(chars, i, from), from, " \t\r\n");
        }
        return i;
    }

    private static int skip(char[] chars, int from, int to, String skipped) {
        return Chars.skip(chars, from, Math.min(to, from + NameSpan.MAX_BLANKS), skipped);
    }

    private static int skipBack(char[] chars, int last, int from, String skipped) {
        return Chars.skipBack(chars, last, Math.max(from, last - NameSpan.MAX_BLANKS), skipped);
    }
}
