package io.runpod.logback.internal.redact;

/**
 * Finds the user information of a URL (RFC 3986 section 3.2.1): a user and password, or a long token alone.
 * {@code redis://user:pw@host} becomes {@code redis://[redacted]@host}.
 */
record UrlCredentials() implements Finder {

    /** A shorter text without a colon before the {@code @} is taken for the name of a user. */
    private static final int MIN_TOKEN_CHARS = 16;

    /** How many characters after a slash in a password are searched for the {@code @}. */
    private static final int MAX_CHARS_AFTER_SLASH = 128;

    static void addTo(Anchors anchors) {
        anchors.add(':', '/', AsciiSet.ALL, AsciiSet.of('/'), new UrlCredentials());
    }

    @Override
    public boolean announces(char[] chars, int i, int from, int to) {
        return i + 2 < to && chars[i + 1] == '/' && end(chars, i + 2, to) >= 0;
    }

    @Override
    public boolean find(Scan scan, int i) {
        if (i + 2 >= scan.to || scan.text[i + 1] != '/') {
            return false;
        }
        int end = end(scan.text, i + 2, scan.to);
        return end >= 0 && scan.found(i + 2, end, Continuation.TOKEN);
    }

    /** The index of the {@code @} after the credentials at {@code from}; -1 = there are none. */
    private static int end(char[] chars, int from, int to) {
        int colon = -1;
        int at = -1;
        int i = from;
        for (; i < to && !endsAuthority(chars[i]); i++) {
            if (chars[i] == '@') {
                at = i;
            } else if (chars[i] == ':' && colon < 0) {
                colon = i;
            }
        }
        if (at < 0 && colon >= 0 && i < to && "/?#".indexOf(chars[i]) >= 0 && !isPort(chars, colon + 1, i)) {
            at = laterAt(chars, i, to);
        }
        if (colon >= 0 && colon < at) {
            return at > colon + 1 ? at : -1;
        }
        return at - from >= MIN_TOKEN_CHARS ? at : -1;
    }

    /** The {@code @} after a password with a slash, question mark or hash, which should be escaped; -1 = none. */
    private static int laterAt(char[] chars, int from, int to) {
        int limit = Math.min(to, from + MAX_CHARS_AFTER_SLASH);
        for (int i = from; i < limit && !endsUrl(chars[i]); i++) {
            if (chars[i] == '@') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPort(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] < '0' || chars[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean endsAuthority(char c) {
        return endsUrl(c) || c == '/' || c == '?' || c == '#';
    }

    private static boolean endsUrl(char c) {
        return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>';
    }
}
