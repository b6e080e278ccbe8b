package io.runpod.logback.internal.redact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The value after a name that announces a secret.
 *
 * @param name the name
 * @param start where what is secret begins
 * @param sign the sign between the two
 * @param shape how it is written
 * @param quote the quote it stands in; 0 = none
 * @param level how many backslashes stand before each quote
 * @param standIn whether it is a secret only in the text of a map or record, since it begins with what stands for a value
 */
record NamedValue(NameBefore name, int start, char sign, Shape shape, int quote, int level, boolean standIn) {

    enum Shape {
        QUOTED,
        BRACKETS,
        WORD,
        /** One word, whatever surrounds it. */
        ONE_WORD,
        LINE,
        /** To the bracket that ends the value in what a validation says of it. */
        REJECTED
    }

    private static final String REJECTED_VALUE = "rejected value [";

    NamedValue(NameBefore name, int start, char sign, Shape shape, int quote, int level) {
        this(name, start, sign, shape, quote, level, false);
    }

    private static final int MAX_BLANKS = 32;

    /** How far the end of brackets is looked for where others did not close. */
    private static final int MAX_UNSURE = 256;

    /** The value after the sign at {@code sign}; null where it is none that is secret. */
    static @Nullable NamedValue after(NameBefore name, char[] chars, int sign, int from, int to) {
        if (chars[sign] == ',') {
            return inTuple(name, chars, sign, to);
        }
        boolean assigned = chars[sign] == '=';
        int i = sign + 1;
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
        if (HttpHeader.isOne(name, chars)) {
            return HttpHeader.value(name, chars, start, chars[sign], inProse, to);
        }
        return inProse && HttpHeader.has('-', name, chars)
                ? HttpHeader.plain(name, chars, start, chars[sign], true, to, NameBefore.MAX_CHARS)
                : of(name, chars, start, chars[sign], inProse, to);
    }

    /** A name and its value as Python writes two, maybe of bytes: {@code ('x-api-key', 'VALUE')}. */
    private static @Nullable NamedValue inTuple(NameBefore name, char[] chars, int sign, int to) {
        int start = sign + 2;
        if (start < to && chars[start] == 'b' && name.before() == 'b') {
            start++;
        }
        boolean isPair = name.quote() == '\'' && (name.before() == '(' || name.before() == 'b');
        if (!isPair || start >= to || chars[start] != '\'' || !Prose.isInTuple(chars, start, to)) {
            return null;
        }
        return new NamedValue(name, start + 1, '=', Shape.QUOTED, '\'', 0);
    }

    static NamedValue signature(NameBefore name, int start) {
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

    static @Nullable NamedValue of(NameBefore name, char[] chars, int start, char sign, boolean inProse, int to) {
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
            return isSecret ? new NamedValue(name, i + 1, sign, Shape.QUOTED, chars[i], level) : null;
        }
        if (inProse) {
            boolean isSecret = (name.before() == '{' && sign == ':')
                    ? Prose.isSecretInBraces(chars, start, to)
                    : Prose.isSecretWord(chars, start, to);
            return isSecret ? new NamedValue(name, start, sign, Shape.WORD, 0, 0) : null;
        }
        if (name.isQuoted() && isRejected(chars, start, to)) {
            int inner = start + REJECTED_VALUE.length();
            int end = NonSecret.standInEnd(name, chars, inner, to);
            boolean isNone = inner == to || chars[inner] == ']' || (end >= 0 && end < to && chars[end] == ']');
            return isNone ? null : new NamedValue(name, inner, sign, Shape.REJECTED, 0, 0);
        }
        if (NonSecret.isAt(chars, start, to)
                || NonSecret.isDirectory(name, chars, start, to)
                || isSchema(name, chars, start, to)) {
            return null;
        }
        int end = NonSecret.standInEnd(name, chars, start, to);
        boolean standIn = end >= 0 && ValueEnd.endsBareValue(chars, end, to);
        if (standIn
                && (!isItem(name)
                        || ValueEnd.endsItemOf(chars, end, to, sign, name.isQuoted())
                        || isParameter(chars, start, end, to))) {
            return null;
        }
        boolean inBrackets = Brackets.isOpener(chars[start]) && ValueEnd.identityEnd(chars, start, to) < 0;
        return new NamedValue(name, start, sign, inBrackets ? Shape.BRACKETS : Shape.WORD, 0, 0, standIn);
    }

    /** Whether it is a parameter of SQL, and a condition follows. */
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

    /** Whether it is an object of a schema, which says what a value has to be. */
    private static boolean isSchema(NameBefore name, char[] chars, int start, int to) {
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

    /** Whether the name is the first thing in a line or in brackets, or follows a comma, as the names of data do. */
    static boolean opensItem(NameBefore name) {
        return name.before() == 0 || name.before() == '-' || name.before() == ',' || Brackets.isOpener(name.before());
    }

    /** Finds where it ends. */
    boolean find(Scan scan) {
        char[] chars = scan.text;
        int to = scan.to;
        switch (shape) {
            case QUOTED -> {
                return foundTo(scan, quotedEnd(scan), Continuation.QUOTED);
            }
            case BRACKETS -> {
                if (standIn) {
                    char opener = openBracket(scan);
                    return opener != 0
                            && foundTo(scan, ValueEnd.inBrackets(scan, start, opener, sign), Continuation.BRACKETED);
                }
                return foundTo(scan, bracketEnd(scan), Continuation.BRACKETED);
            }
            case REJECTED -> {
                return foundTo(scan, ValueEnd.ofRejected(chars, start, to), Continuation.LINE);
            }
            case LINE -> {
                char opener = openBracket(scan);
                if (opener != 0 && sign == '=') {
                    return foundTo(scan, ValueEnd.inBrackets(scan, start, opener, sign), Continuation.BRACKETED);
                }
                return foundTo(scan, ValueEnd.ofLine(chars, start, to, quoteBefore(), opener), Continuation.LINE);
            }
            case WORD -> {
                char opener = openBracket(scan);
                if (opener != 0) {
                    return foundTo(scan, ValueEnd.inBrackets(scan, start, opener, sign), Continuation.BRACKETED);
                }
                if (standIn) {
                    return false;
                }
                int quoted = sign == '=' ? ValueEnd.ofArgument(name, chars, start, scan.from, to) : -1;
                return foundTo(scan, quoted >= 0 ? quoted : wordEnd(scan), Continuation.TOKEN);
            }
            default -> {
                return foundTo(scan, ValueEnd.ofWord(chars, start, to), Continuation.TOKEN);
            }
        }
    }

    private boolean foundTo(Scan scan, int end, Continuation ending) {
        return end > start && scan.found(start, end, ending);
    }

    private char quoteBefore() {
        return !name.isQuoted() && name.before() != 0 && ValueEnd.isQuote(name.before()) ? name.before() : '\n';
    }

    /** The bracket that the name stands in, as an item of a map or a record; or 0. */
    private char openBracket(Scan scan) {
        return isItem(name) ? scan.brackets.openAt(name.start()) : 0;
    }

    private static boolean isItem(NameBefore name) {
        return Brackets.isOpener(name.before()) || name.before() == ',';
    }

    /** The closing quote; where none closes in plain text, the end of the line. */
    private int quotedEnd(Scan scan) {
        char[] chars = scan.text;
        if (name.isQuoted() || isItem(name)) {
            return ValueEnd.ofQuoted(chars, start, scan.to, (char) quote, level);
        }
        int end = scan.noQuoteCloses ? scan.to : ValueEnd.ofQuoted(chars, start, scan.to, (char) quote, level);
        if (end < scan.to) {
            return end;
        }
        scan.noQuoteCloses = true;
        return ValueEnd.ofQuotedInLine(chars, start, scan.to, (char) quote, level);
    }

    /** After the closing bracket; where none closes in plain text, the next blank. */
    private int bracketEnd(Scan scan) {
        char[] chars = scan.text;
        int to = scan.to;
        if (name.isQuoted()) {
            int end = ValueEnd.ofBracket(chars, start, to);
            return end < 0 ? to : end;
        }
        int limit = scan.noBracketCloses ? Math.min(to, start + MAX_UNSURE) : to;
        int end = ValueEnd.ofBracket(chars, start, limit);
        if (end >= 0) {
            return end;
        }
        scan.noBracketCloses = true;
        char opener = openBracket(scan);
        return opener != 0 ? ValueEnd.inBrackets(scan, start, opener, sign) : ValueEnd.ofItems(chars, start, to);
    }

    /** The text of an object begins with the name of its class, and ends with its bracket. */
    private int wordEnd(Scan scan) {
        char[] chars = scan.text;
        int i = start;
        while (i < scan.to && ValueEnd.isNameChar(chars[i])) {
            i++;
        }
        boolean isObject = Character.isUpperCase(chars[start]) && i < scan.to && Brackets.isOpener(chars[i]);
        int end = isObject && !scan.noneCloses ? ValueEnd.ofBracket(chars, i, scan.to) : -1;
        if (end >= 0) {
            return end;
        }
        scan.noneCloses |= isObject;
        return ValueEnd.ofWord(chars, start, scan.to);
    }
}
