package io.runpod.logback.internal.redact;

/**
 * Finds the token after the word {@code Bearer} in any case (RFC 6750 section 2.1): {@code Bearer abc123} becomes
 * {@code Bearer [redacted]}. Only a word with a digit or with at least 16 characters is taken for a token, so that
 * ordinary words after {@code Bearer} stay.
 */
final class BearerTokenFinder implements Finder {

    private static final String WORD = "bearer";

    /** The minimum length of a token without a digit. */
    private static final int MIN_CHARS = 16;

    /** How many characters are examined to decide whether a word is a token. */
    private static final int MAX_EXAMINED_CHARS = 64;

    private static final int MAX_BLANKS = 64;

    static void addTo(Anchors anchors) {
        BearerTokenFinder finder = new BearerTokenFinder();
        for (char first : new char[] {'b', 'B'}) {
            for (char second : new char[] {'e', 'E'}) {
                anchors.add(first, second, AsciiSet.ALL, AsciiSet.of("aA"), finder);
            }
        }
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        return tokenStart(chars, i - 1, to) >= 0;
    }

    @Override
    public boolean find(Scan scan, int i) {
        int start = tokenStart(scan.text, i - 1, scan.to);
        return start >= 0 && scan.found(start, scan.runEnd(Alphabet.BEARER, start), Continuation.TOKEN);
    }

    /** The start of the token after the word {@code Bearer}, which may be at {@code at}; -1 = there is none. */
    private static int tokenStart(char[] chars, int at, int to) {
        int after = at + WORD.length();
        if (after >= to || !Chars.isAtIgnoreCase(WORD, chars, at, to)) {
            return -1;
        }
        int start = separatorEnd(chars, after, to);
        return start > after && isToken(chars, start, to) ? start : -1;
    }

    /** The index after blanks ({@code %20} too) or delimiters, and then opening quotes or brackets. */
    private static int separatorEnd(char[] chars, int from, int to) {
        int limit = Math.min(to, from + MAX_BLANKS);
        int i = from;
        while (i < limit) {
            char c = chars[i];
            if (c == '%' && i + 2 < to && chars[i + 1] == '2' && chars[i + 2] == '0') {
                i += 3;
            } else if (c <= ' ' || c == '\u00a0' || c == ':' || c == '=' || c == '+') {
                i++;
            } else {
                break;
            }
        }
        if (i == from) {
            return from;
        }
        return Chars.skip(chars, i, limit, "\"'`<{[(\\");
    }

    private static boolean isToken(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_EXAMINED_CHARS);
        boolean digit = false;
        int i = start;
        for (; i < limit && Alphabet.BEARER.has(chars[i]); i++) {
            digit |= Alphabet.DIGITS.has(chars[i]);
            if (chars[i] == '=' && !digit && isParameter(chars, i + 1, to)) {
                return false;
            }
        }
        return i > start && (digit || i - start >= MIN_CHARS);
    }

    /** Whether the value of a parameter of a challenge begins at {@code i}: {@code Bearer realm="https://..."}. */
    private static boolean isParameter(char[] chars, int i, int to) {
        int value = i < to && chars[i] == '"' ? i + 1 : i;
        return value < to && chars[value] != '=' && Alphabet.BEARER.has(chars[value]);
    }
}
