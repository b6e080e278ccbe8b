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
        QUOTED(false),
        /** To the closing bracket. */
        BRACKETS(true),
        /** To the end of the word, or of the item of a map or record. */
        WORD(true),
        /** To the end of the word, whatever surrounds it. */
        ONE_WORD(false),
        /** To the end of the line. */
        LINE(true),
        /** To the closing bracket of a validation message: {@code rejected value [VALUE]}. */
        REJECTED(false);

        /** Whether the value may end with the item of the map or record that it is in. */
        private final boolean mayBeItem;

        Shape(boolean mayBeItem) {
            this.mayBeItem = mayBeItem;
        }
    }

    /** The last character of the arrow between name and value in the text of a map of Scala: {@code Map(a -> b)}. */
    static final char ARROW = '>';

    private static final String RUST_LIST = "vec![";

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
        int start = Quotes.afterPrefix(chars, blanksEnd(chars, i, to, name.isQuoted()), to);
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
     * Whether the next {@code NAME=}, or a header {@code X-NAME:}, is at {@code start}; the value before it is then
     * empty. The padding of Base64 ({@code dGhpcyBpcw==}) is no name, and a name in quotes is a value.
     */
    private static boolean isOtherName(char[] chars, int start, int to) {
        if (Chars.isAtIgnoreCase("x-", chars, start, to)) { // a header after an empty value
            int colon = Chars.nameEnd(chars, start, Math.min(to, start + NameSpan.MAX_CHARS));
            if (colon + 1 < to && chars[colon] == ':' && chars[colon + 1] == ' ') {
                return true;
            }
        }
        if (Chars.isQuote(chars[start]) || !NameSpan.isNext(chars, start, to)) {
            return false;
        }
        int value = Chars.skip(chars, Chars.indexOfAny("=", chars, start, to), to, "=");
        return !ValueEnd.isDelimited(chars, value, to);
    }

    /** The value in a Python tuple of two strings or bytes: {@code ('x-api-key', 'VALUE')}; null if it is no secret. */
    private static @Nullable NamedValue inTuple(NameSpan name, char[] chars, int delimiterAt, int to) {
        int start = Quotes.afterPrefix(chars, delimiterAt + 2, to);
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
        int limit = Math.min(to, from + NameSpan.MAX_BLANKS);
        int i = alsoLines ? Chars.skip(chars, from, limit, " \t\n") : Chars.blanksEnd(chars, from, limit);
        int colour = ColorCodes.end(chars, i, to);
        return colour > i ? blanksEnd(chars, colour, to, alsoLines) : i;
    }

    /** The value at {@code start}; null if it is not a secret. */
    static @Nullable NamedValue of(NameSpan name, char[] chars, int start, char delimiter, boolean inProse, int to) {
        if (Chars.quoteAt(chars, start, to) >= 0) {
            return quotedAt(name, chars, start, delimiter, inProse && !name.opensItem(), to);
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
        int literal = Chars.isAt("new(", chars, start, to) ? Quotes.afterConstructors(chars, start, to) : start;
        if (literal > start) {
            return quotedAt(name, chars, literal, delimiter, false, to);
        }
        if (NonSecret.isAt(name, chars, start, to)) {
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
        boolean inBrackets = Brackets.isOpener(chars[start]) && Brackets.unpairedEnd(chars, start, to) < 0;
        Shape shape = inBrackets ? Shape.BRACKETS : Shape.WORD;
        return new NamedValue(name, start, delimiter, shape, (char) 0, 0, placeholder);
    }

    /** The quoted value whose quote, or the first backslash before it, is at {@code start}; null if it is not a secret. */
    private static @Nullable NamedValue quotedAt(
            NameSpan name, char[] chars, int start, char delimiter, boolean inProse, int to) {
        int quote = Chars.backslashesEnd(chars, start, to);
        int level = quote - start;
        boolean isSecret = inProse
                ? Prose.isSecretInQuotes(name, chars, quote, to, level)
                : !NonSecret.isInQuotes(name, chars, quote, to, level);
        return isSecret ? quoted(name, quote + 1, delimiter, chars[quote], level) : null;
    }

    /** The value without quotes after {@code NAME: }; null if it is not a secret. */
    private static @Nullable NamedValue inProse(NameSpan name, char[] chars, int start, char delimiter, int to) {
        int literal = Quotes.afterConstructors(chars, start, to);
        if (literal > start) {
            return quotedAt(name, chars, literal, delimiter, !name.isItem(), to);
        }
        int list = Chars.isAt(RUST_LIST, chars, start, to) ? start + RUST_LIST.length() - 1 : start;
        if (name.opensItem() && Prose.isListOrMap(name, chars, list, to)) {
            return new NamedValue(name, list, delimiter, Shape.BRACKETS);
        }
        boolean isSecret = (name.before() == '{' && delimiter == ':')
                ? Prose.isSecretInBraces(chars, start, to)
                : Prose.isSecretWord(chars, start, to);
        return isSecret ? new NamedValue(name, start, delimiter, Shape.WORD) : null;
    }

    /** Whether the value is an SQL parameter or column before another condition: {@code token = ? AND}. */
    private static boolean isParameter(char[] chars, int start, int end, int to) {
        boolean isColumn = chars[start - 1] == ' ' && Chars.indexOfAny(".", chars, start, end) < end;
        if ((!isColumn && "?:$@".indexOf(chars[start]) < 0) || end + 4 >= to || chars[end] != ' ') {
            return false;
        }
        return Chars.isAtIgnoreCase("and", chars, end + 1, to) || Chars.isAtIgnoreCase("or ", chars, end + 1, to);
    }

    /** Finds the end of the value and reports its place to the scan; returns false if it is not a secret. */
    boolean find(Scan scan) {
        if (delimiter == ARROW && !scan.brackets.isMapAt(name.start())) {
            return false;
        }
        char opener = shape.mayBeItem && name.isItem() ? scan.brackets.openAt(name.start()) : 0;
        if (placeholder && opener == 0) {
            return false;
        }
        boolean isItem = shape == Shape.WORD || placeholder || (shape == Shape.LINE && isAssignedCookie(scan.text));
        if (opener != 0 && isItem) {
            return foundTo(scan, ValueEnd.ofMapValue(scan, start, opener, delimiter), Continuation.BRACKETED);
        }
        return switch (shape) {
            case QUOTED -> foundTo(scan, quotedWordEnd(scan), Continuation.QUOTED);
            case BRACKETS -> foundTo(scan, bracketedWordEnd(scan, opener), Continuation.BRACKETED);
            case WORD -> foundTo(scan, argumentEnd(scan), Continuation.TOKEN);
            case ONE_WORD -> foundTo(scan, ValueEnd.ofWord(scan.text, start, scan.to), Continuation.TOKEN);
            case LINE ->
                foundTo(scan, ValueEnd.ofLine(scan.text, start, scan.to, quoteBefore(), opener), Continuation.LINE);
            case REJECTED -> foundTo(scan, ValueEnd.ofRejected(scan.text, start, scan.to), Continuation.LINE);
        };
    }

    /** Whether it is a value such as {@code {cookie=a=1; b=2, id=3}}, which ends with the item. */
    private boolean isAssignedCookie(char[] chars) {
        return delimiter == '=' && !name.endsWith("authorization", chars);
    }

    private boolean foundTo(Scan scan, int end, Continuation continuation) {
        scan.namedTo = Math.max(scan.namedTo, end);
        return end > start && scan.found(start, end, continuation);
    }

    /** The quote before the name, which may close after the value; {@code '\n'} = there is none. */
    private char quoteBefore() {
        return !name.isQuoted() && name.before() != 0 && Chars.isQuote(name.before()) ? name.before() : '\n';
    }

    /** The closing quote, or the end of the word that continues directly after it. */
    private int quotedWordEnd(Scan scan) {
        int end = quotedEnd(scan);
        int after = Chars.backslashesEnd(scan.text, end, scan.to);
        if (after >= scan.to || scan.text[after] != quote) {
            return end;
        }
        int word = Quotes.endOfJoined(scan.text, after + 1, scan.to);
        return word > after + 1 ? word : end;
    }

    /** The closing quote; in plain text without one, the end of the line. */
    private int quotedEnd(Scan scan) {
        char[] chars = scan.text;
        if (name.isItem() && !name.isQuoted() && level == 0) {
            int end = Quotes.endOfItem(chars, start, scan.to, quote, delimiter);
            if (end >= 0) {
                return end;
            }
        }
        if (name.isQuoted() || name.isItem()) {
            return Quotes.endOf(chars, start, scan.to, quote, level);
        }
        int end = scan.quoteUnclosed ? scan.to : Quotes.endOf(chars, start, scan.to, quote, level);
        if (end < scan.to) {
            return end;
        }
        scan.quoteUnclosed = true;
        return Quotes.endInLine(chars, start, scan.to, quote, level);
    }

    /** The index after the closing bracket, or the end of the value if it continues: {@code {noop}my secret}. */
    private int bracketedWordEnd(Scan scan, char opener) {
        char[] chars = scan.text;
        int end = bracketEnd(scan, opener);
        if (end >= scan.to || !Brackets.isCloser(chars[end - 1])) {
            return end;
        }
        if (name.isQuoted()) {
            return Chars.isWordChar(chars[end]) ? ValueEnd.ofWord(chars, end, scan.to) : end;
        }
        if (opener != 0) {
            return ValueEnd.endsMapItem(chars, end, scan.to, delimiter, false)
                    ? end
                    : Math.max(end, ValueEnd.ofMapValue(scan, start, opener, delimiter));
        }
        return ValueEnd.isDelimited(chars, end, scan.to) ? end : ValueEnd.ofWord(chars, end, scan.to);
    }

    /** The index after the closing bracket; in plain text without one, the end of the item or list. */
    private int bracketEnd(Scan scan, char opener) {
        char[] chars = scan.text;
        int to = scan.to;
        boolean isLimited = name.isQuoted() ? scan.quotedNameBracketUnclosed : scan.bracketUnclosed;
        int limit = isLimited ? Math.min(to, start + ValueEnd.MAX_CHARS_AFTER_FAILURE) : to;
        int end = Brackets.endOf(scan, start, limit);
        if (end >= 0) {
            return end;
        }
        if (name.isQuoted()) {
            scan.quotedNameBracketUnclosed = true;
            return to;
        }
        scan.bracketUnclosed = true;
        return opener != 0
                ? ValueEnd.ofMapValue(scan, start, opener, delimiter)
                : ValueEnd.ofUnclosedList(chars, start, to);
    }

    /** The closing quote of the argument that the value is in, or the end of the word. */
    private int argumentEnd(Scan scan) {
        int quote = delimiter == '=' ? Quotes.endOfArgument(scan, name, start) : -1;
        return quote >= 0 ? quote : wordEnd(scan);
    }

    /** The end of the word. The text of an object or a call ends with its bracket: {@code Key(id=1)}. */
    private int wordEnd(Scan scan) {
        char[] chars = scan.text;
        int i = Chars.nameEnd(chars, start, scan.to);
        boolean isObject = Character.isUpperCase(chars[start]) && i < scan.to && Brackets.isOpener(chars[i]);
        int end = isObject && !scan.mapUnclosed ? Brackets.endOf(scan, i, scan.to) : -1;
        if (!isObject && i > start && i < scan.to && chars[i] == '(') {
            end = Brackets.endOf(scan, i, Math.min(scan.to, i + ValueEnd.MAX_CHARS_AFTER_FAILURE));
        }
        if (end >= 0) {
            return ValueEnd.isDelimited(chars, end, scan.to) ? end : ValueEnd.ofWord(chars, end, scan.to);
        }
        scan.mapUnclosed |= isObject;
        return ValueEnd.ofWord(chars, start, scan.to);
    }
}
