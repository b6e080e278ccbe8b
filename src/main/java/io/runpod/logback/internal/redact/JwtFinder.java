package io.runpod.logback.internal.redact;

/**
 * Finds JSON Web Tokens in their compact form: parts separated by dots, the first of which begins with {@code eyJ}
 * (RFC 7519). The second part of an encrypted token may be empty (RFC 7516 section 7.1).
 * {@code jwt eyJhbGci.eyJzdWIi.c2ln} becomes {@code jwt [redacted]}.
 */
final class JwtFinder implements Finder {

    /** The minimum number of characters of the header after {@code eyJ}. */
    private static final int MIN_HEADER_CHARS = 3;

    static void addTo(Anchors anchors) {
        anchors.add('y', 'J', AsciiSet.of('e'), Alphabet.WORD.set(), new JwtFinder());
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        int end = i + 1 + MIN_HEADER_CHARS;
        return i - 2 >= from && chars[i - 2] == 'e' && end < to && Alphabet.WORD.runEnd(chars, i + 1, end) == end;
    }

    @Override
    public boolean find(Scan scan, int i) {
        if (i < scan.noJwtBefore || !mayFind(scan.text, i, scan.from, scan.to)) {
            return false;
        }
        char[] text = scan.text;
        int to = scan.to;
        int end = Alphabet.WORD.runEnd(text, i + 1, to);
        scan.noJwtBefore = end;
        if (end >= to || text[end] != '.') {
            return false;
        }
        int second = Alphabet.WORD.runEnd(text, end + 1, to);
        boolean encrypted = second == end + 1
                && second + 4 < to
                && text[second] == '.'
                && Alphabet.WORD.runEnd(text, second + 1, second + 5) == second + 5;
        if (!encrypted && second - end < 5) {
            return false;
        }
        end = second;
        while (end < to && text[end] == '.') {
            end = Alphabet.WORD.runEnd(text, end + 1, to);
        }
        scan.noJwtBefore = end;
        return scan.foundToken(i - 2, end);
    }
}
