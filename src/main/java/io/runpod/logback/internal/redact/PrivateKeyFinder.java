package io.runpod.logback.internal.redact;

/**
 * Finds the body of a private key in PEM (RFC 7468) or PGP format. The first and last line stay readable:
 * {@code -----BEGIN PRIVATE KEY-----[redacted]-----END PRIVATE KEY-----}.
 */
final class PrivateKeyFinder implements Finder {

    private static final String BEGIN = "-----BEGIN ";

    private static final String DASHES = "-----";

    private static final String KEY = "PRIVATE KEY";

    private static final String END = "-----END";

    private static final int MAX_LABEL_CHARS = 48;

    static void addTo(Anchors anchors) {
        anchors.add('-', 'B', AsciiSet.of('-'), AsciiSet.of('E'), new PrivateKeyFinder());
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        return bodyStart(chars, i, from, to) >= 0;
    }

    @Override
    public boolean find(Scan scan, int i) {
        int start = bodyStart(scan.text, i, scan.from, scan.to);
        if (start < 0) {
            return false;
        }
        if (start >= scan.privateKeyEnd) {
            scan.privateKeyEnd = end(scan.text, start, scan.to);
        }
        int end = scan.privateKeyEnd;
        return end > start && scan.found(start, end, Continuation.PRIVATE_KEY);
    }

    /** The index of the line that ends the key; {@code to} if there is none. */
    static int end(char[] chars, int from, int to) {
        for (int i = from; i + END.length() <= to; i++) {
            if (chars[i] == '-' && Chars.isAt(END, chars, i, to)) {
                return i;
            }
        }
        return to;
    }

    /** The index after the first line of a private key, whose {@code B} is at {@code i}; -1 = there is none. */
    private static int bodyStart(char[] chars, int i, int from, int to) {
        int start = i - DASHES.length();
        if (start < from || !Chars.isAt(BEGIN, chars, start, to)) {
            return -1;
        }
        int label = start + BEGIN.length();
        int limit = Math.min(to, label + MAX_LABEL_CHARS);
        boolean isPrivate = false;
        for (int n = label; n < limit; n++) {
            if (chars[n] == '-') {
                return isPrivate && Chars.isAt(DASHES, chars, n, to) ? n + DASHES.length() : -1;
            }
            isPrivate |= chars[n] == 'P' && Chars.isAt(KEY, chars, n, to);
        }
        return -1;
    }
}
