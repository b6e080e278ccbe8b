package io.runpod.logback.internal.redact;

/**
 * Finds the end of a value in the arguments of a shell command, or in a list of them: with quotes around the whole
 * argument ({@code "--token=a b"}), or only around a part of the value ({@code token="abc"def}).
 */
final class ShellArgument {

    private static final int MAX_BLANKS = 16;

    /** The ways to put a single quote between two texts in single quotes, each with the quote that opens the second. */
    private static final String[] JOINTS = {"\\''", "\"'\"'"};

    private ShellArgument() {}

    /**
     * The closing quote if the quotes enclose both name and value: those of an option ({@code "--token=VALUE"}), of a
     * variable ({@code "TOKEN=VALUE"}) or of an item of a list ({@code ["token=VALUE"]}). The end of the text if it was
     * cut there; -1 if there are no such quotes.
     */
    static int end(Scan scan, NameSpan name, int start) {
        char[] chars = scan.text;
        int from = scan.from;
        int to = scan.argumentUnclosed ? Math.min(scan.to, start + ValueEnd.MAX_CHARS_AFTER_FAILURE) : scan.to;
        int open = name.start() - 1;
        if (open < from || !Chars.isQuote(chars[open])) {
            return -1;
        }
        boolean isInList = isArgument(chars, open, from);
        if (!isInList && !isOption(name, chars, open, from)) {
            return -1;
        }
        int level = Chars.backslashesBefore(chars, open, from);
        int end = ValueEnd.ofQuotedInLine(chars, start, to, chars[open], Math.min(level, 1));
        boolean isClosed = end < to && chars[end] != '\n' && chars[end] != '\r';
        scan.argumentUnclosed |= !isClosed;
        boolean isCut = end == scan.to;
        return (isClosed && isInList) || ((isClosed || isCut) && isOneArgument(chars, start, end)) ? end : -1;
    }

    /** Whether the quotes are those of an option or variable: its name begins with a hyphen or has no small letter. */
    private static boolean isOption(NameSpan name, char[] chars, int open, int from) {
        int before = open - Chars.backslashesBefore(chars, open, from) - 1;
        if (before >= from && !Chars.isBlank(chars[before]) && "=:([{,".indexOf(chars[before]) < 0) {
            return false;
        }
        if (chars[name.start()] == '-') {
            return true;
        }
        for (int i = name.start(); i < name.end(); i++) {
            if (Character.isLowerCase(chars[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether no further option or variable follows a blank in the quotes. */
    private static boolean isOneArgument(char[] chars, int start, int end) {
        for (int i = start; i + 1 < end; i++) {
            if (chars[i] == ' ' && (chars[i + 1] == '-' || ValueEnd.isNameNext(chars, i + 1, end))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the quote follows a bracket, a comma or an option: {@code -e "TOKEN=VALUE"}. */
    private static boolean isArgument(char[] chars, int open, int from) {
        int i = open - Chars.backslashesBefore(chars, open, from) - 1;
        int min = Math.max(from, i - MAX_BLANKS);
        boolean separated = false;
        while (i >= min && (chars[i] == ' ' || chars[i] == '=')) {
            separated = true;
            i--;
        }
        if (i >= from && (chars[i] == '[' || chars[i] == ',')) {
            return true;
        }
        min = Math.max(from, i - NameSpan.MAX_CHARS);
        while (i >= min && Alphabet.ALPHANUMERIC.has(chars[i])) {
            i--;
        }
        return separated && i >= from && chars[i] == '-';
    }

    /**
     * The end of a value that continues at {@code from}, after a closing quote: {@code "abc"def}, or
     * {@code 'abc'\''def'}, which has a single quote within single quotes; {@code from} if it does not continue.
     */
    static int endAfterQuote(char[] chars, int from, int to) {
        int i = from;
        int open = nextOpen(chars, i, to);
        while (open >= 0) {
            char quote = chars[open];
            int close = ValueEnd.ofQuotedInLine(chars, open + 1, to, quote, 0);
            if (close == to || chars[close] != quote) {
                return close;
            }
            i = close + 1;
            open = nextOpen(chars, i, to);
        }
        return i < to && Chars.isWordChar(chars[i]) ? ValueEnd.ofWord(chars, i, to) : i;
    }

    /** The index of the quote that opens the next quoted text of the word; -1 = there is none. */
    private static int nextOpen(char[] chars, int from, int to) {
        if (from + 1 >= to) {
            return -1;
        }
        char closed = chars[from - 1];
        if (Chars.isQuote(chars[from]) && chars[from] != closed && Chars.isWordChar(chars[from + 1])) {
            return from;
        }
        for (String joint : JOINTS) {
            if (closed == '\'' && Chars.isAt(joint, chars, from, to)) {
                return from + joint.length() - 1;
            }
        }
        return -1;
    }
}
