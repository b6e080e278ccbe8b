package io.runpod.logback.internal.redact;

import org.jspecify.annotations.Nullable;

/**
 * The place of a name before a delimiter: in {@code {"password": "hunter2"}} that of {@code password}.
 *
 * @param start the index of its first character, without quotes
 * @param end the index after its last character, without quotes
 * @param quote its quote; 0 = it has none
 * @param level how many backslashes are before each quote
 * @param before the character before the name and its opening quote, without blanks; 0 = the name begins the line
 */
record NameSpan(int start, int end, char quote, int level, char before) {

    static final int MAX_CHARS = 64;

    /**
     * The maximum number of blanks before the delimiter, and after it; some tools align names and values with blanks.
     */
    static final int MAX_BLANKS = 256;

    private static final int MAX_STARS = 4;

    /** The maximum number of blanks and quotes before the next name. */
    private static final int MAX_SKIPPED = 16;

    /** How far back the beginning of a name longer than {@link #MAX_CHARS} is searched, in characters. */
    private static final int MAX_PATH_CHARS = 192;

    /** The digits of an escaped character in JSON. */
    private static final int HEX_DIGITS = 4;

    boolean isQuoted() {
        return quote != 0;
    }

    int length() {
        return end - start;
    }

    /** Whether the name has this character, other than as its first one. */
    boolean has(char c, char[] chars) {
        for (int i = start + 1; i < end; i++) {
            if (chars[i] == c) {
                return true;
            }
        }
        return false;
    }

    /** Whether the name ends with this word, in any case; the word is given in lower case. */
    boolean endsWith(String word, char[] chars) {
        return length() >= word.length() && Chars.isAtIgnoreCase(word, chars, end - word.length(), end);
    }

    /** Whether the name is in a map, record or list: it follows a bracket or comma. */
    boolean isItem() {
        return before == ',' || Brackets.isOpener(before);
    }

    /** Whether the name begins a line or follows a bracket, comma or hyphen, as names in data do. */
    boolean opensItem() {
        return before == 0 || before == '-' || isItem();
    }

    /** The index of the last character of a possible name before the delimiter; less than {@code from} if none. */
    static int lastOf(char[] chars, int delimiterAt, int from) {
        int i = Chars.beforeBlanks(chars, delimiterAt - 1, Math.max(from, delimiterAt - MAX_BLANKS));
        if (i > from && (chars[i] == '\n' || chars[i] == '\r')) {
            int quote = Chars.skipBack(chars, i, Math.max(from, i - MAX_BLANKS), " \t\r\n");
            i = quote >= from && Chars.isQuote(chars[quote]) ? quote : i; // a line break before the colon of JSON
        }
        if (i >= from && chars[i] == ColorCodes.LAST) {
            i = ColorCodes.skipBack(chars, i, from);
        }
        while (i >= from && chars[i] == '*' && i > delimiterAt - MAX_STARS) {
            i--; // bold text in Markdown
        }
        if (i >= from && chars[i] == ']') {
            i = insideBracket(chars, i - 1, from);
        }
        if (i >= from && Chars.isQuote(chars[i])) {
            i = i - 1 - Chars.backslashesBefore(chars, i, from);
            if (i >= from && chars[i] == ']') {
                i = insideBracket(chars, i - 1, from);
            }
        }
        return i;
    }

    /**
     * The index of the last character of {@code name} in {@code name[0]}, {@code name[]}, {@code map[name]} and
     * {@code map[name][]}.
     */
    private static int insideBracket(char[] chars, int last, int from) {
        int open = Alphabet.DIGITS.runStart(chars, last + 1, from) - 1;
        if (open < from || chars[open] != '[') {
            return last;
        }
        return open > from && chars[open - 1] == ']' ? open - 2 : open - 1;
    }

    /** The name whose last character is at {@code last}, before the delimiter at {@code delimiterAt}. */
    static NameSpan of(char[] chars, int last, int delimiterAt, int from) {
        int closing = indexEnd(chars, last + 1, delimiterAt);
        int after = Chars.backslashesEnd(chars, closing, delimiterAt);
        int level = after - closing;
        char quote = after < delimiterAt && Chars.isQuote(chars[after]) ? chars[after] : 0;
        int min = Math.max(from, last - MAX_CHARS);
        int start = Chars.nameStart(chars, last + 1, min);
        while (quote != 0 && start > min && chars[start - 1] == ' ') {
            start = Chars.nameStart(chars, start - 1, min);
        }
        if (quote == 0) {
            start = withWordBefore(chars, withPath(chars, start, min), min);
        }
        start = ColorCodes.startOfName(chars, start, last + 1, from);
        int i = start - 1;
        if (quote == 0 && start == min) {
            i = Chars.nameStart(chars, start, Math.max(from, i - MAX_PATH_CHARS) + 1) - 1;
        }
        while (quote != 0 && i >= from && (chars[i] == quote || chars[i] == '\\')) {
            i--;
        }
        i = ColorCodes.skipBack(chars, Chars.beforeBlanks(chars, i, from), from);
        boolean beginsLine = i < from || chars[i] == '\n' || chars[i] == '\r' || Chars.isEscapedBreak(chars, i, from);
        return new NameSpan(start, last + 1, quote, quote == 0 ? 0 : level, beginsLine ? 0 : chars[i]);
    }

    /** The index after brackets, also with a number in them: {@code passwords[0]}; {@code from} if there are none. */
    private static int indexEnd(char[] chars, int from, int to) {
        int i = from < to && chars[from] == '[' ? Alphabet.DIGITS.runEnd(chars, from + 1, to) : from;
        return i > from && i < to && chars[i] == ']' ? i + 1 : from;
    }

    /** The start of a property path that has list elements: {@code users[0].password}. */
    private static int withPath(char[] chars, int start, int min) {
        int i = start;
        while (i > min && chars[i] == '.' && chars[i - 1] == ']') {
            int open = i - 2;
            while (open > min && chars[open] != '[' && chars[open] != ' ' && chars[open] != ']') {
                open--;
            }
            if (open <= min || chars[open] != '[' || !Chars.isNameChar(chars[open - 1])) {
                return i;
            }
            i = Chars.nameStart(chars, open, min);
        }
        return i;
    }

    /**
     * Returns the name without the escaped character that it seems to begin with: in {@code \npassword} the name is
     * {@code password}. An escape of JSON, such as <code>&#92;u0026</code>, is removed too. Null if there is no escape.
     */
    @Nullable
    NameSpan afterEscape(char[] chars, int from) {
        if (isQuoted() || start <= from || chars[start - 1] != '\\') {
            return null;
        }
        if (start + 1 < end && Chars.isEscapedBreak(chars, start, from)) {
            return new NameSpan(start + 1, end, quote, level, (char) 0);
        }
        int after = start + 1 + HEX_DIGITS;
        return chars[start] == 'u' && after < end && Alphabet.HEX.runEnd(chars, start + 1, after) == after
                ? new NameSpan(
                        after, end, quote, level, (char) Integer.parseInt(new String(chars, start + 1, HEX_DIGITS), 16))
                : null;
    }

    /** Whether a name and an equals sign come next, perhaps after blanks and quotes. */
    static boolean isNext(char[] chars, int from, int to) {
        return isNext(chars, from, to, '=');
    }

    /** As above, for this delimiter. If it is a colon, an equals sign counts too. */
    static boolean isNext(char[] chars, int from, int to, char delimiter) {
        int i = from;
        int limit = Math.min(to, from + MAX_SKIPPED);
        while (i < limit && (chars[i] == ' ' || chars[i] == '\n' || chars[i] == '\\' || Chars.isQuote(chars[i]))) {
            i++;
        }
        int start = i;
        limit = Math.min(to, start + MAX_CHARS);
        i = Chars.nameEnd(chars, start, limit);
        if (i == start || i == to || chars[start] == '-' || Alphabet.DIGITS.has(chars[start])) {
            return false;
        }
        while (i < limit && (chars[i] == '\\' || Chars.isQuote(chars[i]))) {
            i++;
        }
        if (delimiter == NamedValue.ARROW) {
            return i + 2 < to && chars[i] == ' ' && chars[i + 1] == '-' && chars[i + 2] == NamedValue.ARROW;
        }
        return i < to && (chars[i] == '=' || (delimiter == ':' && chars[i] == ':'));
    }

    /** The start of a name of two words whose second begins with k, as people write it: {@code API key}. */
    private static int withWordBefore(char[] chars, int start, int min) {
        int i = start - 1;
        if (i <= min || chars[i] != ' ' || (chars[start] | 0x20) != 'k') {
            return start;
        }
        while (i > min && Character.isLetter(chars[i - 1])) {
            i--;
        }
        return i;
    }
}
