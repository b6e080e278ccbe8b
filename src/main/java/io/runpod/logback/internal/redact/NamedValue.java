package io.runpod.logback.internal.redact;

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
 */
record NamedValue(NameBefore name, int start, char sign, Shape shape, int quote, int level) {

    enum Shape {
        QUOTED,
        BRACKETS,
        WORD,
        /** One word, whatever surrounds it. */
        ONE_WORD,
        LINE
    }

    private static final int MOST_BLANKS = 32;

    /** The value after the sign at {@code sign}; null where it is none that is secret. */
    static @Nullable NamedValue after(NameBefore name, char[] chars, int sign, int from, int to) {
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
        if (start >= to || chars[start] == '\n' || (start > i && assigned && Ends.isNameNext(chars, start, to))) {
            return null;
        }
        boolean inProse = (!assigned && !name.isQuoted()) || (compared && start > i);
        return HttpHeader.isOne(name, chars)
                ? HttpHeader.value(name, chars, start, chars[sign], inProse, to)
                : of(name, chars, start, chars[sign], inProse, to);
    }

    static NamedValue signature(NameBefore name, int start) {
        return new NamedValue(name, start, '=', Shape.ONE_WORD, 0, 0);
    }

    private static int blanksEnd(char[] chars, int from, int to, boolean alsoLines) {
        int i = from;
        int most = Math.min(to, from + MOST_BLANKS);
        while (i < most && (chars[i] == ' ' || chars[i] == '\t' || (alsoLines && chars[i] == '\n'))) {
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
        if (i < to && Ends.isQuote(chars[i])) {
            boolean isSecret = (inProse && !opensItem(name))
                    ? Prose.isSecretInQuotes(chars, i, to)
                    : !NoSecret.isInQuotes(chars, i, to, level);
            return isSecret ? new NamedValue(name, i + 1, sign, Shape.QUOTED, chars[i], level) : null;
        }
        if (inProse) {
            boolean isSecret = (name.before() == '{' && sign == ':')
                    ? Prose.isSecretInBraces(chars, start, to)
                    : Prose.isSecretWord(chars, start, to);
            return isSecret ? new NamedValue(name, start, sign, Shape.WORD, 0, 0) : null;
        }
        if (NoSecret.isAt(chars, start, to) || NoSecret.isOf(name, chars, start, to)) {
            return null;
        }
        Shape shape = Brackets.isOpener(chars[start]) ? Shape.BRACKETS : Shape.WORD;
        return new NamedValue(name, start, sign, shape, 0, 0);
    }

    /** Whether the name is the first thing in a line or in brackets, or follows a comma, as the names of data do. */
    static boolean opensItem(NameBefore name) {
        return name.before() == 0 || name.before() == '-' || name.before() == ',' || Brackets.isOpener(name.before());
    }

    /** Finds where it ends. */
    boolean find(Pass pass) {
        char[] chars = pass.text;
        int to = pass.to;
        switch (shape) {
            case QUOTED -> {
                return foundTo(pass, Ends.ofQuoted(chars, start, to, (char) quote, level), Ending.QUOTED);
            }
            case BRACKETS -> {
                int end = Ends.ofBracket(chars, start, to);
                return foundTo(pass, end < 0 ? to : end, Ending.BRACKETED);
            }
            case LINE -> {
                char opener = openBracket(pass);
                if (opener != 0 && sign == '=') {
                    return foundTo(pass, Ends.inBrackets(pass, start, opener, sign), Ending.BRACKETED);
                }
                return foundTo(pass, Ends.ofLine(chars, start, to, quoteBefore(), opener), Ending.LINE);
            }
            case WORD -> {
                char opener = openBracket(pass);
                if (opener != 0) {
                    return foundTo(pass, Ends.inBrackets(pass, start, opener, sign), Ending.BRACKETED);
                }
                return foundTo(pass, wordEnd(pass), Ending.TOKEN);
            }
            default -> {
                return foundTo(pass, Ends.ofWord(chars, start, to), Ending.TOKEN);
            }
        }
    }

    private boolean foundTo(Pass pass, int end, Ending ending) {
        return end > start && pass.found(start, end, ending);
    }

    private char quoteBefore() {
        return !name.isQuoted() && name.before() != 0 && Ends.isQuote(name.before()) ? name.before() : '\n';
    }

    /** The bracket that the name stands in, as an item of a map or a record; or 0. */
    private char openBracket(Pass pass) {
        boolean isItem = Brackets.isOpener(name.before()) || name.before() == ',';
        return isItem ? pass.brackets.openAt(name.start()) : 0;
    }

    /** The text of an object begins with the name of its class, and ends with its bracket. */
    private int wordEnd(Pass pass) {
        char[] chars = pass.text;
        int i = start;
        while (i < pass.to && Ends.isNameChar(chars[i])) {
            i++;
        }
        boolean isObject = Character.isUpperCase(chars[start]) && i < pass.to && Brackets.isOpener(chars[i]);
        int end = isObject && !pass.noneCloses ? Ends.ofBracket(chars, i, pass.to) : -1;
        if (end >= 0) {
            return end;
        }
        pass.noneCloses |= isObject;
        return Ends.ofWord(chars, start, pass.to);
    }
}
