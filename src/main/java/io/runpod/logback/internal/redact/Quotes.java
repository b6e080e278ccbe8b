package io.runpod.logback.internal.redact;

/**
 * Finds where a text in quotes opens and closes. Before the opening quote there may be a prefix ({@code b'abc'} in
 * Python, {@code r#"abc"#} in Rust) or a constructor ({@code Some("abc")} in Rust). In a shell command the quotes may
 * be around the whole argument ({@code "--token=a b"}), or only around a part of the value ({@code token="abc"def}). If
 * a quote is escaped, the index is that of its first backslash.
 */
final class Quotes {

    /** The letters of a prefix. */
    private static final String LETTERS = "bBrRuUfF";

    private static final int MAX_LETTERS = 2;

    /** The maximum number of number signs ({@code #}) between the letters and the quote. */
    private static final int MAX_SIGNS = 4;

    private static final int MAX_CONSTRUCTOR_CHARS = 24;

    /** How many constructors may be nested. */
    private static final int MAX_CONSTRUCTORS = 3;

    private static final String NEW = "new";

    private static final int MAX_BLANKS = 16;

    /** The ways to put a single quote between two texts in single quotes, each with the quote that opens the second. */
    private static final String[] JOINTS = {"\\''", "\"'\"'"};

    private Quotes() {}

    /** The index of the quote after the constructors at {@code start}; {@code start} if there are none. */
    static int afterConstructors(char[] chars, int start, int to) {
        int i = start;
        for (int n = 0; n < MAX_CONSTRUCTORS; n++) {
            int limit = Math.min(to, i + MAX_CONSTRUCTOR_CHARS);
            int end = Alphabet.ALPHANUMERIC.runEnd(chars, i, limit);
            boolean isConstructor = end < to
                    && chars[end] == '('
                    && (Character.isUpperCase(chars[i]) || (end == i + NEW.length() && Chars.isAt(NEW, chars, i, to)));
            if (!isConstructor) {
                return start;
            }
            i = afterPrefix(chars, end + 1, to);
            if (Chars.quoteAt(chars, i, to) >= 0) {
                return i;
            }
        }
        return start;
    }

    /**
     * The index of the quote after the prefix at {@code start}; {@code start} if there is none. A quote before an
     * empty text or a blank does not count.
     */
    static int afterPrefix(char[] chars, int start, int to) {
        int letters = Chars.skip(chars, start, Math.min(to, start + MAX_LETTERS), LETTERS);
        if (letters == start) {
            return start;
        }
        int i = Chars.skip(chars, letters, Math.min(to, letters + MAX_SIGNS), "#");
        int quote = Chars.backslashesEnd(chars, i, to);
        boolean isQuote = quote + 1 < to && (chars[quote] == '"' || chars[quote] == '\'');
        return isQuote && !ValueEnd.isDelimited(chars, quote + 1, to) ? i : start;
    }

    /** The index of the closing quote, or of the first backslash that belongs to it; {@code to} if there is none. */
    static int endOf(char[] chars, int from, int to, char quote, int level) {
        return endOf(chars, from, to, quote, level, false);
    }

    /** As {@link #endOf}, but within the line; the end of the line if it has no closing quote. */
    static int endInLine(char[] chars, int from, int to, char quote, int level) {
        return endOf(chars, from, to, quote, level, true);
    }

    private static int endOf(char[] chars, int from, int to, char quote, int level, boolean inLine) {
        for (int i = from; i < to; i++) {
            if (inLine && (chars[i] == '\n' || chars[i] == '\r')) {
                return i;
            }
            if (chars[i] != quote) {
                continue;
            }
            int slashes = Chars.backslashesBefore(chars, i, from);
            if (quote == '\'' && slashes == 0 && i + 1 < to && chars[i + 1] == quote) {
                i++; // a quote within a text of SQL
                continue;
            }
            if (slashes < level || (slashes - level) / (level + 1) % 2 == 0) {
                return i - Math.min(slashes, level);
            }
        }
        return to;
    }

    /**
     * The closing quote of an item in the text of a bean, which does not escape the quotes in a value:
     * {@code {password='it's', x=1}}; -1 = there is none near. A quote before a letter or digit belongs to the value.
     */
    static int endOfItem(char[] chars, int from, int to, char quote, char delimiter) {
        int limit = Math.min(to, from + ValueEnd.MAX_CHARS_AFTER_FAILURE);
        int first = -1;
        for (int i = from; i < limit && chars[i] != '\n' && (first < 0 || chars[i] != '='); i++) {
            if (chars[i] != quote || Chars.backslashesBefore(chars, i, from) % 2 > 0) {
                continue;
            }
            boolean isInner = i + 1 < to && Character.isLetterOrDigit(chars[i + 1]);
            if (quote == '\'' && i + 1 < to && chars[i + 1] == quote) {
                i++;
            } else if (!isInner && ValueEnd.endsMapItem(chars, i + 1, to, delimiter, false)) {
                return i;
            } else if (!isInner && first < 0) {
                first = i;
            }
        }
        return first;
    }

    /**
     * The closing quote if the quotes enclose both name and value: those of an option ({@code "--token=VALUE"}), of a
     * variable ({@code "TOKEN=VALUE"}) or of an item of a list ({@code ["token=VALUE"]}). The end of the text if it was
     * cut there; -1 if there are no such quotes.
     */
    static int endOfArgument(Scan scan, NameSpan name, int start) {
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
        int end = endInLine(chars, start, to, chars[open], Math.min(level, 1));
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
        return !Chars.hasSmallLetter(chars, name.start(), name.end());
    }

    /** Whether no further option or variable follows a blank in the quotes. */
    private static boolean isOneArgument(char[] chars, int start, int end) {
        for (int i = start; i + 1 < end; i++) {
            if (chars[i] == ' ' && (chars[i + 1] == '-' || NameSpan.isNext(chars, i + 1, end))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the quote follows a bracket, a comma or an option: {@code -e "TOKEN=VALUE"}. */
    private static boolean isArgument(char[] chars, int open, int from) {
        int before = open - Chars.backslashesBefore(chars, open, from) - 1;
        int last = Chars.skipBack(chars, before, Math.max(from, before - MAX_BLANKS), " =");
        if (last >= from && (chars[last] == '[' || chars[last] == ',')) {
            return true;
        }
        int hyphen = Alphabet.ALPHANUMERIC.runStart(chars, last + 1, Math.max(from, last - NameSpan.MAX_CHARS)) - 1;
        return last < before && hyphen >= from && chars[hyphen] == '-';
    }

    /**
     * The end of a value that continues at {@code from}, after a closing quote: {@code "abc"def}, or
     * {@code 'abc'\''def'}, which has a single quote within single quotes; {@code from} if it does not continue.
     */
    static int endOfJoined(char[] chars, int from, int to) {
        int i = from;
        int open = nextOpen(chars, i, to);
        while (open >= 0) {
            char quote = chars[open];
            int close = endInLine(chars, open + 1, to, quote, 0);
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
