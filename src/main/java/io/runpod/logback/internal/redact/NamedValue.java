package io.runpod.logback.internal.redact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The value after a sensitive name: {@code password="my secret"} becomes {@code password="[redacted]"}.
 *
 * @param name the name
 * @param start the index of the secret's first character
 * @param delimiter the character between name and value: {@code =}, {@code :} or {@link #ARROW}
 * @param shape how the value is written, which decides where it ends
 * @param quote the quote around the value; 0 = none
 * @param level how many backslashes are before each quote
 * @param placeholder whether the value begins with a placeholder; then it is a secret only inside a map or record
 */
record NamedValue(NameSpan name, int start, char delimiter, Shape shape, int quote, int level, boolean placeholder) {

    enum Shape {
        /** To the closing quote. */
        QUOTED,
        /** To the closing bracket. */
        BRACKETS,
        /** To the end of the word, or of the item of a map or record. */
        WORD,
        /** To the end of the word, whatever surrounds it. */
        ONE_WORD,
        /** To the end of the line. */
        LINE,
        /** To the closing bracket of a validation message: {@code rejected value [VALUE]}. */
        REJECTED
    }

    /** The last character of the arrow between name and value in the text of a map of Scala: {@code Map(a -> b)}. */
    static final char ARROW = '>';

    private static final String REJECTED_VALUE = "rejected value [";

    NamedValue(NameSpan name, int start, char delimiter, Shape shape, int quote, int level) {
        this(name, start, delimiter, shape, quote, level, false);
    }

    private static final int MAX_BLANKS = 32;

    /**
     * The value after a delimiter; null if it is not a secret.
     *
     * @param delimiterAt the index of the delimiter's last character
     */
    static @Nullable NamedValue after(NameSpan name, char[] chars, int delimiterAt, int from, int to) {
        if (chars[delimiterAt] == ',') {
            return inTuple(name, chars, delimiterAt, to);
        }
        if (chars[delimiterAt] == ARROW) {
            int start = blanksEnd(chars, delimiterAt + 1, to, false);
            return isItem(name) && start < to ? of(name, chars, start, ARROW, false, to) : null;
        }
        char delimiter = chars[delimiterAt] == ':' ? ':' : '='; // an escaped equals sign ends with a d
        boolean assigned = delimiter == '=';
        int i = delimiterAt + 1;
        if (!assigned && i < to && (chars[i] == ':' || (chars[i] == '/' && i + 1 < to && chars[i + 1] == '/'))) {
            return null; // Type::member, scheme://host
        }
        if (!assigned && i < to && chars[i] == '=') {
            return after(name, chars, i, from, to); // NAME := VALUE
        }
        boolean compared = false;
        while (assigned && i < to && (chars[i] == '=' || chars[i] == '>')) {
            compared |= chars[i] == '=';
            i++;
        }
        int start = blanksEnd(chars, i, to, name.isQuoted());
        if (start >= to || chars[start] == '\n' || (start > i && assigned && ValueEnd.isNameNext(chars, start, to))) {
            return null;
        }
        boolean inProse = (!assigned && !name.isQuoted()) || (compared && start > i);
        if (HttpHeader.isAuthorizationOrCookie(name, chars)) {
            return HttpHeader.value(name, chars, start, delimiter, inProse, to);
        }
        return inProse && HttpHeader.nameHas('-', name, chars)
                ? HttpHeader.plainValue(name, chars, start, delimiter, true, to, NameSpan.MAX_CHARS)
                : of(name, chars, start, delimiter, inProse, to);
    }

    /** The value in a Python tuple of two strings or bytes: {@code ('x-api-key', 'VALUE')}; null if it is no secret. */
    private static @Nullable NamedValue inTuple(NameSpan name, char[] chars, int delimiterAt, int to) {
        int start = delimiterAt + 2;
        if (start < to && chars[start] == 'b' && name.before() == 'b') {
            start++;
        }
        boolean isPair = name.quote() == '\'' && (name.before() == '(' || name.before() == 'b');
        if (!isPair || start >= to || chars[start] != '\'' || !Prose.isInTuple(chars, start, to)) {
            return null;
        }
        return new NamedValue(name, start + 1, '=', Shape.QUOTED, '\'', 0);
    }

    /** The signature of a presigned URL. */
    static NamedValue signature(NameSpan name, int start) {
        return new NamedValue(name, start, '=', Shape.ONE_WORD, 0, 0);
    }

    private static int blanksEnd(char[] chars, int from, int to, boolean alsoLines) {
        int i = from;
        int limit = Math.min(to, from + MAX_BLANKS);
        while (i < limit && (chars[i] == ' ' || chars[i] == '\t' || (alsoLines && chars[i] == '\n'))) {
            i++;
        }
        return i;
    }

    /** The value at {@code start}; null if it is not a secret. */
    static @Nullable NamedValue of(NameSpan name, char[] chars, int start, char delimiter, boolean inProse, int to) {
        int level = 0;
        int i = start;
        while (i < to && chars[i] == '\\') {
            i++;
            level++;
        }
        if (i < to && ValueEnd.isQuote(chars[i])) {
            boolean isSecret = (inProse && !opensItem(name))
                    ? Prose.isSecretInQuotes(name, chars, i, to, level)
                    : !NonSecret.isInQuotes(name, chars, i, to, level);
            return isSecret ? new NamedValue(name, i + 1, delimiter, Shape.QUOTED, chars[i], level) : null;
        }
        if (inProse) {
            boolean isSecret = (name.before() == '{' && delimiter == ':')
                    ? Prose.isSecretInBraces(chars, start, to)
                    : Prose.isSecretWord(chars, start, to);
            return isSecret ? new NamedValue(name, start, delimiter, Shape.WORD, 0, 0) : null;
        }
        if (name.isQuoted() && isRejected(chars, start, to)) {
            int inner = start + REJECTED_VALUE.length();
            int end = NonSecret.placeholderEnd(name, chars, inner, to);
            boolean isNone = inner == to || chars[inner] == ']' || (end >= 0 && end < to && chars[end] == ']');
            return isNone ? null : new NamedValue(name, inner, delimiter, Shape.REJECTED, 0, 0);
        }
        if (NonSecret.isEmptyOrCode(chars, start, to)
                || NonSecret.isDirectory(name, chars, start, to)
                || isSchema(name, chars, start, to)) {
            return null;
        }
        int end = NonSecret.placeholderEnd(name, chars, start, to);
        boolean placeholder = end >= 0 && ValueEnd.endsBareValue(chars, end, to);
        if (placeholder
                && (!isItem(name)
                        || ValueEnd.endsMapItem(chars, end, to, delimiter, name.isQuoted())
                        || isParameter(chars, start, end, to))) {
            return null;
        }
        boolean inBrackets = Brackets.isOpener(chars[start]) && ValueEnd.arrayIdentityEnd(chars, start, to) < 0;
        return new NamedValue(name, start, delimiter, inBrackets ? Shape.BRACKETS : Shape.WORD, 0, 0, placeholder);
    }

    /** Whether the value is an SQL parameter before another condition: {@code token = ? AND}. */
    private static boolean isParameter(char[] chars, int start, int end, int to) {
        if ("?:$@".indexOf(chars[start]) < 0 || end + 4 >= to || chars[end] != ' ') {
            return false;
        }
        String next = new String(chars, end + 1, 3).toLowerCase(Locale.ROOT);
        return next.equals("and") || next.equals("or ");
    }

    private static boolean isRejected(char[] chars, int start, int to) {
        int length = REJECTED_VALUE.length();
        return chars[start] == 'r' && start + length <= to && new String(chars, start, length).equals(REJECTED_VALUE);
    }

    /** Whether the value is a schema, which only describes a value: {@code "password": {"type": "string"}}. */
    private static boolean isSchema(NameSpan name, char[] chars, int start, int to) {
        if (!name.isQuoted() || chars[start] != '{') {
            return false;
        }
        int i = blanksEnd(chars, start + 1, to, true);
        while (i < to && chars[i] == '\\') {
            i++;
        }
        return i + 5 < to
                && ValueEnd.isQuote(chars[i])
                && new String(chars, i + 1, 4).equals("type")
                && (chars[i + 5] == '\\' || chars[i + 5] == chars[i]);
    }

    /** Whether the name begins a line or follows a bracket, comma or hyphen, which names in data do. */
    static boolean opensItem(NameSpan name) {
        return name.before() == 0 || name.before() == '-' || name.before() == ',' || Brackets.isOpener(name.before());
    }

    /** Finds the end of the value and reports its place to the scan; returns false if it is not a secret. */
    boolean find(Scan scan) {
        char[] chars = scan.text;
        int to = scan.to;
        if (delimiter == ARROW && !scan.brackets.isMapAt(name.start())) {
            return false;
        }
        switch (shape) {
            case QUOTED -> {
                return foundTo(scan, quotedWordEnd(scan), Continuation.QUOTED);
            }
            case BRACKETS -> {
                if (placeholder) {
                    char opener = openBracket(scan);
                    return opener != 0
                            && foundTo(
                                    scan, ValueEnd.ofMapValue(scan, start, opener, delimiter), Continuation.BRACKETED);
                }
                return foundTo(scan, bracketedWordEnd(scan), Continuation.BRACKETED);
            }
            case REJECTED -> {
                return foundTo(scan, ValueEnd.ofRejected(chars, start, to), Continuation.LINE);
            }
            case LINE -> {
                char opener = openBracket(scan);
                if (opener != 0 && delimiter == '=') {
                    return foundTo(scan, ValueEnd.ofMapValue(scan, start, opener, delimiter), Continuation.BRACKETED);
                }
                return foundTo(scan, ValueEnd.ofLine(chars, start, to, quoteBefore(), opener), Continuation.LINE);
            }
            case WORD -> {
                char opener = openBracket(scan);
                if (opener != 0) {
                    return foundTo(scan, ValueEnd.ofMapValue(scan, start, opener, delimiter), Continuation.BRACKETED);
                }
                if (placeholder) {
                    return false;
                }
                int quoted = delimiter == '=' ? ValueEnd.ofArgument(scan, name, start) : -1;
                return foundTo(scan, quoted >= 0 ? quoted : wordEnd(scan), Continuation.TOKEN);
            }
            default -> {
                return foundTo(scan, ValueEnd.ofWord(chars, start, to), Continuation.TOKEN);
            }
        }
    }

    private boolean foundTo(Scan scan, int end, Continuation continuation) {
        scan.namedTo = Math.max(scan.namedTo, end);
        return end > start && scan.found(start, end, continuation);
    }

    private char quoteBefore() {
        return !name.isQuoted() && name.before() != 0 && ValueEnd.isQuote(name.before()) ? name.before() : '\n';
    }

    /** The open bracket of the map or record that the name is in; 0 if it is in none. */
    private char openBracket(Scan scan) {
        return isItem(name) ? scan.brackets.openAt(name.start()) : 0;
    }

    private static boolean isItem(NameSpan name) {
        return Brackets.isOpener(name.before()) || name.before() == ',';
    }

    /** The closing quote, or the end of the word that continues directly after it. */
    private int quotedWordEnd(Scan scan) {
        int end = quotedEnd(scan);
        int after = end;
        while (after < scan.to && scan.text[after] == '\\') {
            after++;
        }
        if (after >= scan.to || scan.text[after] != quote) {
            return end;
        }
        int word = ShellWord.endAfterQuote(scan.text, after + 1, scan.to);
        return word > after + 1 ? word : end;
    }

    /** The closing quote; in plain text without one, the end of the line. */
    private int quotedEnd(Scan scan) {
        char[] chars = scan.text;
        if (isItem(name) && !name.isQuoted() && level == 0) {
            int end = ValueEnd.ofQuotedItem(chars, start, scan.to, (char) quote);
            if (end >= 0) {
                return end;
            }
        }
        if (name.isQuoted() || isItem(name)) {
            return ValueEnd.ofQuoted(chars, start, scan.to, (char) quote, level);
        }
        int end = scan.quoteUnclosed ? scan.to : ValueEnd.ofQuoted(chars, start, scan.to, (char) quote, level);
        if (end < scan.to) {
            return end;
        }
        scan.quoteUnclosed = true;
        return ValueEnd.ofQuotedInLine(chars, start, scan.to, (char) quote, level);
    }

    /** The index after the closing bracket, or the end of the value if it continues: {@code {noop}my secret}. */
    private int bracketedWordEnd(Scan scan) {
        char[] chars = scan.text;
        int end = bracketEnd(scan);
        if (end >= scan.to || !Brackets.isCloser(chars[end - 1])) {
            return end;
        }
        if (name.isQuoted()) {
            return ShellWord.isWordChar(chars[end]) ? ValueEnd.ofWord(chars, end, scan.to) : end;
        }
        char opener = openBracket(scan);
        if (opener != 0) {
            return ValueEnd.endsMapItem(chars, end, scan.to, delimiter, false)
                    ? end
                    : Math.max(end, ValueEnd.ofMapValue(scan, start, opener, delimiter));
        }
        return ValueEnd.isDelimited(chars, end, scan.to) ? end : ValueEnd.ofWord(chars, end, scan.to);
    }

    /** The index after the closing bracket; in plain text without one, the end of the item or list. */
    private int bracketEnd(Scan scan) {
        char[] chars = scan.text;
        int to = scan.to;
        if (name.isQuoted()) {
            int limit = scan.quotedUnclosed ? Math.min(to, start + ValueEnd.MAX_CHARS_AFTER_FAILURE) : to;
            int end = ValueEnd.ofBracket(scan, start, limit);
            scan.quotedUnclosed |= end < 0;
            return end < 0 ? to : end;
        }
        int limit = scan.bracketUnclosed ? Math.min(to, start + ValueEnd.MAX_CHARS_AFTER_FAILURE) : to;
        int end = ValueEnd.ofBracket(scan, start, limit);
        if (end >= 0) {
            return end;
        }
        scan.bracketUnclosed = true;
        char opener = openBracket(scan);
        return opener != 0
                ? ValueEnd.ofMapValue(scan, start, opener, delimiter)
                : ValueEnd.ofUnclosedList(chars, start, to);
    }

    /** The end of the word. The text of an object ends with its bracket: {@code Key(id=1)}. */
    private int wordEnd(Scan scan) {
        char[] chars = scan.text;
        int i = start;
        while (i < scan.to && ValueEnd.isNameChar(chars[i])) {
            i++;
        }
        boolean isObject = Character.isUpperCase(chars[start]) && i < scan.to && Brackets.isOpener(chars[i]);
        int end = isObject && !scan.mapUnclosed ? ValueEnd.ofBracket(scan, i, scan.to) : -1;
        if (end >= 0) {
            return ValueEnd.isDelimited(chars, end, scan.to) ? end : ValueEnd.ofWord(chars, end, scan.to);
        }
        scan.mapUnclosed |= isObject;
        return ValueEnd.ofWord(chars, start, scan.to);
    }
}
