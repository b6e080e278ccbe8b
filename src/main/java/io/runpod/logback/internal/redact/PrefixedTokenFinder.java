package io.runpod.logback.internal.redact;

import io.runpod.logback.internal.redact.TokenFormat.Place;

/**
 * Finds the tokens of one format by their prefix: {@code key rpa_ABC123xyz} becomes {@code key [redacted]}.
 *
 * @param anchor the index of the anchor's second character in the prefix
 */
record PrefixedTokenFinder(TokenFormat format, int anchor) implements Finder {

    /** The most characters that a token has before its prefix, for {@link Place#WITHIN_TOKEN}. */
    private static final int MAX_CHARS_BEFORE = 64;

    /**
     * The characters that may be before a word. The letters and digits among them are the end of an escaped character.
     */
    private static final AsciiSet BEFORE_WORD = AsciiSet.matching(
            c -> !Alphabet.WORD.has((char) c) || c == 'n' || c == 'r' || c == 't' || Alphabet.HEX.has((char) c));

    /** The number of digits of an escaped character in a URL. */
    private static final int PERCENT_DIGITS = 2;

    /** The number of digits of an escaped character in JSON. */
    private static final int JSON_DIGITS = 4;

    static void addTo(Anchors anchors, TokenFormat format) {
        String prefix = format.prefix();
        AsciiSet before = format.place() == Place.WORD_START ? BEFORE_WORD : AsciiSet.ALL;
        AsciiSet after = format.alphabet().set();
        anchors.addText(prefix, prefix.length(), before, after, anchor -> new PrefixedTokenFinder(format, anchor));
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        String prefix = format.prefix();
        int start = i - anchor;
        if (start < from || start + prefix.length() + format.minChars() > to || !Chars.isAt(prefix, chars, start, to)) {
            return false;
        }
        boolean isFirst = start == from || isEscapeBefore(chars, start, from);
        char before = isFirst ? ' ' : chars[start - 1];
        if (format.place() == Place.WORD_START && Alphabet.WORD.has(before)) {
            return false;
        }
        int min = Alphabet.ALPHANUMERIC.has(before)
                ? Math.max(TokenFormat.MIN_IN_WORD, format.minChars())
                : format.minChars();
        int end = start + prefix.length() + min;
        return end <= to && format.alphabet().runEnd(chars, start + prefix.length(), end) == end;
    }

    /** Whether an escaped character ends before {@code i}: a line break or tab, or any one in a URL or in JSON. */
    private static boolean isEscapeBefore(char[] chars, int i, int from) {
        return Chars.isEscapedBreak(chars, i - 1, from)
                || (isHex(chars, i, from, PERCENT_DIGITS + 1) && chars[i - PERCENT_DIGITS - 1] == '%')
                || (isHex(chars, i, from + 1, JSON_DIGITS + 1)
                        && chars[i - JSON_DIGITS - 1] == 'u'
                        && chars[i - JSON_DIGITS - 2] == '\\');
    }

    /** Whether there are {@code length} characters before {@code i}, all hexadecimal but the first one. */
    private static boolean isHex(char[] chars, int i, int from, int length) {
        int first = i - length;
        return first >= from && Alphabet.HEX.runEnd(chars, first + 1, i) == i;
    }

    @Override
    public boolean find(Scan scan, int i) {
        if (!mayFind(scan.text, i, scan.from, scan.to)) {
            return false;
        }
        int start = i - anchor;
        int end = scan.runEnd(format.alphabet(), start + format.prefix().length());
        if (format.alphabet() == Alphabet.ESCAPED_PATH) {
            return scan.foundToken(start, end - Chars.backslashesBefore(scan.text, end, start));
        }
        if (format.alphabet() != Alphabet.CAPITALS_DIGITS) {
            end = Math.max(end, scan.runEnd(Alphabet.WORD, end));
        }
        if (format.place() == Place.WITHIN_TOKEN) {
            start = format.alphabet().runStart(scan.text, start, Math.max(scan.from, start - MAX_CHARS_BEFORE));
        }
        return scan.foundToken(start, end);
    }
}
