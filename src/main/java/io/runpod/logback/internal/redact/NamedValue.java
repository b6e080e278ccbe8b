package io.runpod.logback.internal.redact;

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
record NamedValue(NameSpan name, int start, char delimiter, Shape shape, char quote, int level, boolean placeholder) {

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

    NamedValue(NameSpan name, int start, char delimiter, Shape shape) {
        this(name, start, delimiter, shape, (char) 0, 0, false);
    }

    static NamedValue quoted(NameSpan name, int start, char delimiter, char quote, int level) {
        return new NamedValue(name, start, delimiter, Shape.QUOTED, quote, level, false);
    }

    /**
     * The value after a delimiter; null if it is not a secret.
     *
     * @param delimiterAt the index of the delimiter's last character
     */
    static @Nullable NamedValue after(NameSpan name, char[] chars, int delimiterAt, int to) {
        if (chars[delimiterAt] == ',') {
            return inTuple(name, chars, delimiterAt, to);
        }
        if (chars[delimiterAt] == ARROW) {
            int start = blanksEnd(chars, delimiterAt + 1, to, false);
            return name.isItem() && start < to ? of(name, chars, start, ARROW, false, to) : null;
        }
        char delimiter = chars[delimiterAt] == ':' ? ':' : '='; // an escaped equals sign (u003d) ends with a d
        boolean assigned = delimiter == '=';
        int i = delimiterAt + 1;
        if (!assigned && i < to && (chars[i] == ':' || (chars[i] == '/' && i + 1 < to && chars[i + 1] == '/'))) {
            return null; // Type::member, scheme://host
        }
        if (!assigned && i < to && chars[i] == '=') {
            return after(name, chars, i, to); // NAME := VALUE
        }
        if (!assigned && name.before() == '*') {
            i = markdownEnd(chars, i, to);
        }
        boolean compared = false;
        while (assigned && i < to && (chars[i] == '=' || chars[i] == '>')) {
            compared |= chars[i] == '=';
            i++;
        }
        int start = Literal.afterPrefix(chars, blanksEnd(chars, i, to, name.isQuoted()), to);
        if (start >= to || chars[start] == '\n' || (start > i && assigned && isOtherName(chars, start, to))) {
            return null;
        }
        boolean isMarkdown = name.quote() == '`'; // the code of a text
        boolean inProse = (!assigned && (!name.isQuoted() || isMarkdown)) || (compared && start > i);
        if (HttpHeader.isAuthorizationOrCookie(name, chars)) {
            return HttpHeader.value(name, chars, start, delimiter, inProse, to);
        }
        return inProse && name.has('-', chars)
                ? HttpHeader.plainValue(name, chars, start, delimiter, true, to, NameSpan.MAX_CHARS)
                : of(name, chars, start, delimiter, inProse, to);
    }

    /** The index after the two stars that end bold text in Markdown: {@code **Password:** VALUE}. */
    private static int markdownEnd(char[] chars, int from, int to) {
        return from + 2 < to && chars[from] == '*' && chars[from + 1] == '*' && chars[from + 2] == ' '
                ? from + 2
                : from;
    }

    /**
     * Whether the next {@code NAME=} is at {@code start}, since the value before it is empty. The padding of Base64
     * ({@code dGhpcyBpcw==}) is not one, and a name in quotes is a value.
     */
    private static boolean isOtherName(char[] chars, int start, int to) {
        if (Chars.isQuote(chars[start]) || !ValueEnd.isNameNext(chars, start, to)) {
            return false;
        }
        int i = start;
        while (i < to && chars[i] != '=') {
            i++;
        }
        while (i < to && chars[i] == '=') {
            i++;
        }
        return !ValueEnd.isDelimited(chars, i, to);
    }

    /** The value in a Python tuple of two strings or bytes: {@code ('x-api-key', 'VALUE')}; null if it is no secret. */
    private static @Nullable NamedValue inTuple(NameSpan name, char[] chars, int delimiterAt, int to) {
        int start = Literal.afterPrefix(chars, delimiterAt + 2, to);
        boolean isPair = name.quote() == '\'' && (name.before() == '(' || name.before() == 'b');
        if (!isPair || start >= to || chars[start] != '\'' || !Prose.isInTuple(chars, start, to)) {
            return null;
        }
        return quoted(name, start + 1, '=', '\'', 0);
    }

    /** The signature of a presigned URL. */
    static NamedValue signature(NameSpan name, int start) {
        return new NamedValue(name, start, '=', Shape.ONE_WORD);
    }

    private static int blanksEnd(char[] chars, int from, int to, boolean alsoLines) {
        int i = from;
        int limit = Math.min(to, from + NameSpan.MAX_BLANKS);
        while (i < limit && (chars[i] == ' ' || chars[i] == '\t' || (alsoLines && chars[i] == '\n'))) {
            i++;
        }
        int colour = ColorCodes.end(chars, i, to);
        return colour > i ? blanksEnd(chars, colour, to, alsoLines) : i;
    }

    /** The value at {@code start}; null if it is not a secret. */
    static @Nullable NamedValue of(NameSpan name, char[] chars, int start, char delimiter, boolean inProse, int to) {
        int i = Chars.backslashesEnd(chars, start, to);
        int level = i - start;
        if (i < to && Chars.isQuote(chars[i])) {
            boolean isSecret = (inProse && !name.opensItem())
                    ? Prose.isSecretInQuotes(name, chars, i, to, level)
                    : !NonSecret.isInQuotes(name, chars, i, to, level);
            return isSecret ? quoted(name, i + 1, delimiter, chars[i], level) : null;
        }
        if (inProse) {
            return inProse(name, chars, start, delimiter, to);
        }
        if (name.isQuoted() && Chars.isAt(REJECTED_VALUE, chars, start, to)) {
            int inner = start + REJECTED_VALUE.length();
            int end = inner < to ? NonSecret.placeholderEnd(name, chars, inner, to) : to;
            boolean isNone = inner == to || chars[inner] == ']' || (end >= 0 && end < to && chars[end] == ']');
            return isNone ? null : new NamedValue(name, inner, delimiter, Shape.REJECTED);
        }
        if (NonSecret.isEmptyOrCode(chars, start, to)
                || NonSecret.isDirectory(name, chars, start, to)
                || JsonSchema.isAt(name, chars, start, to)) {
            return null;
        }
        int end = NonSecret.placeholderEnd(name, chars, start, to);
        boolean placeholder = end >= 0 && ValueEnd.endsBareValue(chars, end, to);
        if (placeholder
                && (!name.isItem()
                        || ValueEnd.endsMapItem(chars, end, to, delimiter, name.isQuoted())
                        || isParameter(chars, start, end, to))) {
            return null;
        }
        boolean inBrackets = Brackets.isOpener(chars[start]) && ValueEnd.unpairedEnd(chars, start, to) < 0;
        Shape shape = inBrackets ? Shape.BRACKETS : Shape.WORD;
        return new NamedValue(name, start, delimiter, shape, (char) 0, 0, placeholder);
    }

    /** The value without quotes after {@code NAME: }; null if it is not a secret. */
    private static @Nullable NamedValue inProse(NameSpan name, char[] chars, int start, char delimiter, int to) {
        int literal = Literal.afterConstructors(chars, start, to);
        if (literal > start) {
            int quote = Chars.backslashesEnd(chars, literal, to);
            int level = quote - literal;
            boolean isSecret = name.isItem()
                    ? !NonSecret.isInQuotes(name, chars, quote, to, level)
                    : Prose.isSecretInQuotes(name, chars, quote, to, level);
            return isSecret ? quoted(name, quote + 1, delimiter, chars[quote], level) : null;
        }
        if (name.opensItem() && Prose.isListOrMap(name, chars, start, to)) {
            return new NamedValue(name, start, delimiter, Shape.BRACKETS);
        }
        boolean isSecret = (name.before() == '{' && delimiter == ':')
                ? Prose.isSecretInBraces(chars, start, to)
                : Prose.isSecretWord(chars, start, to);
        return isSecret ? new NamedValue(name, start, delimiter, Shape.WORD) : null;
    }

    /** Whether the value is an SQL parameter before another condition: {@code token = ? AND}. */
    private static boolean isParameter(char[] chars, int start, int end, int to) {
        if ("?:$@".indexOf(chars[start]) < 0 || end + 4 >= to || chars[end] != ' ') {
            return false;
        }
        return Chars.isAtIgnoreCase("and", chars, end + 1, to) || Chars.isAtIgnoreCase("or ", chars, end + 1, to);
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
                if (opener != 0 && delimiter == '=' && !name.endsWith("authorization", chars)) {
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
                int quoted = delimiter == '=' ? ShellArgument.end(scan, name, start) : -1;
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

    /** The quote before the name, which may close after the value; {@code '\n'} = there is none. */
    private char quoteBefore() {
        return !name.isQuoted() && name.before() != 0 && Chars.isQuote(name.before()) ? name.before() : '\n';
    }

    /** The open bracket of the map or record that the name is in; 0 if it is in none. */
    private char openBracket(Scan scan) {
        return name.isItem() ? scan.brackets.openAt(name.start()) : 0;
    }

    /** The closing quote, or the end of the word that continues directly after it. */
    private int quotedWordEnd(Scan scan) {
        int end = quotedEnd(scan);
        int after = Chars.backslashesEnd(scan.text, end, scan.to);
        if (after >= scan.to || scan.text[after] != quote) {
            return end;
        }
        int word = ShellArgument.endAfterQuote(scan.text, after + 1, scan.to);
        return word > after + 1 ? word : end;
    }

    /** The closing quote; in plain text without one, the end of the line. */
    private int quotedEnd(Scan scan) {
        char[] chars = scan.text;
        if (name.isItem() && !name.isQuoted() && level == 0) {
            int end = ValueEnd.ofQuotedItem(chars, start, scan.to, quote, delimiter);
            if (end >= 0) {
                return end;
            }
        }
        if (name.isQuoted() || name.isItem()) {
            return ValueEnd.ofQuoted(chars, start, scan.to, quote, level);
        }
        int end = scan.quoteUnclosed ? scan.to : ValueEnd.ofQuoted(chars, start, scan.to, quote, level);
        if (end < scan.to) {
            return end;
        }
        scan.quoteUnclosed = true;
        return ValueEnd.ofQuotedInLine(chars, start, scan.to, quote, level);
    }

    /** The index after the closing bracket, or the end of the value if it continues: {@code {noop}my secret}. */
    private int bracketedWordEnd(Scan scan) {
        char[] chars = scan.text;
        int end = bracketEnd(scan);
        if (end >= scan.to || !Brackets.isCloser(chars[end - 1])) {
            return end;
        }
        if (name.isQuoted()) {
            return Chars.isWordChar(chars[end]) ? ValueEnd.ofWord(chars, end, scan.to) : end;
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
            int limit = scan.quotedNameBracketUnclosed ? Math.min(to, start + ValueEnd.MAX_CHARS_AFTER_FAILURE) : to;
            int end = ValueEnd.ofBracket(scan, start, limit);
            scan.quotedNameBracketUnclosed |= end < 0;
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

    /** The end of the word. The text of an object or a call ends with its bracket: {@code Key(id=1)}. */
    private int wordEnd(Scan scan) {
        char[] chars = scan.text;
        int i = start;
        while (i < scan.to && Chars.isNameChar(chars[i])) {
            i++;
        }
        boolean isObject = Character.isUpperCase(chars[start]) && i < scan.to && Brackets.isOpener(chars[i]);
        int end = isObject && !scan.mapUnclosed ? ValueEnd.ofBracket(scan, i, scan.to) : -1;
        if (!isObject && i > start && i < scan.to && chars[i] == '(') {
            end = ValueEnd.ofBracket(scan, i, Math.min(scan.to, i + ValueEnd.MAX_CHARS_AFTER_FAILURE));
        }
        if (end >= 0) {
            return ValueEnd.isDelimited(chars, end, scan.to) ? end : ValueEnd.ofWord(chars, end, scan.to);
        }
        scan.mapUnclosed |= isObject;
        return ValueEnd.ofWord(chars, start, scan.to);
    }
}
