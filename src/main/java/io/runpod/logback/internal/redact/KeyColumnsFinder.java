package io.runpod.logback.internal.redact;

/**
 * Finds the values of columns in PostgreSQL's messages about keys: {@code Key (tenant, api_key)=(1, hunter2)} becomes
 * {@code Key (tenant, api_key)=[redacted]}, whichever of the columns has the sensitive name.
 */
record KeyColumnsFinder(SensitiveNames names) implements Finder {

    /** How far back the columns are searched for a sensitive name, in characters. */
    private static final int MAX_COLUMNS_CHARS = 256;

    /** The character before the list of columns: a blank, or an opening quote of any language. */
    private static final String BEFORE_COLUMNS = " \u00a0\"'\u00bb\u00ab\u201c\u201e\u300c";

    static void addTo(Anchors anchors, SensitiveNames names) {
        anchors.add(')', '=', AsciiSet.ALL, AsciiSet.of('('), new KeyColumnsFinder(names));
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        boolean isNamed = false;
        int end = -1;
        int min = Math.max(from, i - MAX_COLUMNS_CHARS);
        for (int n = i - 1; n >= min && chars[n] != '\n' && chars[n] != '='; n--) {
            if (Chars.isNameChar(chars[n])) {
                end = end < 0 ? n + 1 : end;
            } else if (end >= 0) {
                isNamed |= names.matches(chars, n + 1, end);
                end = -1;
            }
            if (chars[n] == '(' && n > from && BEFORE_COLUMNS.indexOf(chars[n - 1]) >= 0) {
                return isNamed;
            }
        }
        return false;
    }

    @Override
    public boolean find(Scan scan, int i) {
        if (i < scan.maskedTo || !mayFind(scan.text, i, scan.from, scan.to)) {
            return false;
        }
        int end = valueEnd(scan.text, i + 1, scan.to);
        return end > i + 2 && scan.text[i + 2] != '?' && scan.found(i + 1, end, Continuation.BRACKETED);
    }

    /** The index after the closing bracket; the end of the line if there is none. */
    private static int valueEnd(char[] chars, int open, int to) {
        int line = ValueEnd.ofLine(chars, open, to, '\n', (char) 0);
        int end = Brackets.endOf(chars, open, line);
        if (end < 0) {
            return line;
        }
        return ValueEnd.isDelimited(chars, end, to) || "\u00bb\u00ab\u201c\u201d\u201e\u300d".indexOf(chars[end]) >= 0
                ? end
                : ValueEnd.ofWord(chars, end, to);
    }
}
