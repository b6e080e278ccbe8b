package io.runpod.logback.internal.redact;

/**
 * Finds the user information of a URL (RFC 3986 section 3.2.1): a user and password, or a long token alone.
 * {@code redis://user:pw@host} becomes {@code redis://[redacted]@host}. In JSON the slashes may be escaped:
 * {@code https:\/\/user:pw@host}.
 */
final class UrlCredentialsFinder implements Finder {

    /** Without a colon, a shorter text before the {@code @} is taken for a user's name. */
    private static final int MIN_TOKEN_CHARS = 16;

    /** How many characters after a slash in a password are searched for the {@code @}. */
    private static final int MAX_CHARS_AFTER_SLASH = 128;

    private static final int MAX_BACKSLASHES = 3;

    private static final int MAX_PORT_DIGITS = 5;

    private static final String LOCALHOST = "localhost";

    static void addTo(Anchors anchors) {
        UrlCredentialsFinder finder = new UrlCredentialsFinder();
        anchors.add(':', '/', AsciiSet.ALL, AsciiSet.of('/'), finder);
        anchors.add('\\', '/', AsciiSet.of(":\\"), AsciiSet.of('\\'), finder);
    }

    @Override
    public boolean mayFind(char[] chars, int i, int from, int to) {
        int start = start(chars, i, from, to);
        return start >= 0 && end(chars, start, to, chars[i - 1] == '\\') >= 0;
    }

    @Override
    public boolean find(Scan scan, int i) {
        int start = start(scan.text, i, scan.from, scan.to);
        int end = start < 0 ? -1 : end(scan.text, start, scan.to, scan.text[i - 1] == '\\');
        if (end < 0) {
            return false;
        }
        scan.credentialsTo = end;
        return scan.found(start, end, Continuation.TOKEN);
    }

    /** The index after the two slashes, the first of which is at {@code i}; -1 = there is none. */
    private static int start(char[] chars, int i, int from, int to) {
        int backslashes = Chars.backslashesBefore(chars, i, from);
        int second = i + 1 + backslashes;
        if (backslashes > MAX_BACKSLASHES || second >= to || chars[second] != '/') {
            return -1;
        }
        int colon = i - 1 - backslashes;
        return colon >= from && chars[colon] == ':' && Chars.backslashesBefore(chars, second, i + 1) == backslashes
                ? second + 1
                : -1;
    }

    /**
     * The index of the {@code @} after the credentials at {@code from}; -1 = there are none.
     *
     * @param escaped whether slashes are escaped, so that a backslash ends the authority
     */
    private static int end(char[] chars, int from, int to, boolean escaped) {
        int colon = -1;
        int at = -1;
        int i = from;
        for (; i < to && !endsAuthority(chars[i], escaped); i++) {
            if (chars[i] == '@') {
                at = i;
            } else if (chars[i] == ':' && colon < 0) {
                colon = i;
            }
        }
        if (colon < 0 || (at >= 0 && at < colon)) {
            return at - from >= MIN_TOKEN_CHARS && isToken(chars, from, at) && !isDigest(chars, at + 1, i) ? at : -1;
        }
        boolean isInQuotes = i == colon + 1 && i < to && isInPassword(chars, i, to);
        if (!isInQuotes && isPort(chars, colon + 1, i, to)) {
            return -1;
        }
        boolean isIpv6 = at < 0 && chars[from] == '[';
        if (i < to && !isIpv6 && (at < 0 || !isHost(chars, at + 1, i))) {
            boolean mayContinue = "/?#\\".indexOf(chars[i]) >= 0 || (at < 0 && isInPassword(chars, i, to));
            at = mayContinue ? laterAt(chars, i, to, at) : at;
        }
        return at > colon + 1 ? at : -1;
    }

    /** Whether the text may be a token: it has a digit, and is not a host with parameters. */
    private static boolean isToken(char[] chars, int from, int to) {
        return Chars.hasDigit(chars, from, to) && !hasParameter(chars, from, to);
    }

    /** Whether the digest of an image follows, in place of a host: {@code sha256:0a1b...}. */
    private static boolean isDigest(char[] chars, int from, int end) {
        int colon = Alphabet.ALPHANUMERIC.runEnd(chars, from, end);
        return colon > from
                && colon < end
                && chars[colon] == ':'
                && Alphabet.HEX.runEnd(chars, colon + 1, end) - colon > MAX_PORT_DIGITS + 1;
    }

    /** Whether a host with parameters is there, as in JDBC URLs: {@code host;user=sa;password=a@b}. */
    private static boolean hasParameter(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] == ';' || chars[i] == '(' || (chars[i] == '=' && Alphabet.ALPHANUMERIC.has(chars[i + 1]))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The {@code @} after a password with a slash, question mark, hash or quote, which should have been escaped.
     *
     * @param known an earlier {@code @}, which is returned if there is no later one; -1 = there is none
     */
    private static int laterAt(char[] chars, int from, int to, int known) {
        int limit = Math.min(to, from + MAX_CHARS_AFTER_SLASH);
        for (int i = from; i < limit && (!endsUrl(chars[i]) || isInPassword(chars, i, to)); i++) {
            if (known >= 0 && (chars[i] == '?' || chars[i] == '=' || chars[i] == '&')) {
                return known;
            }
            if (chars[i] == '@' && (known < 0 || chars[i - 1] != '/')) {
                return i;
            }
        }
        return known;
    }

    /** Whether the text after an {@code @} is surely a host: it has a dot or port, or is {@code localhost}. */
    private static boolean isHost(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chars[i] == '.' || chars[i] == ':' || chars[i] == '[') {
                return true;
            }
        }
        return to - from == LOCALHOST.length() && Chars.isAt(LOCALHOST, chars, from, to);
    }

    /** Whether a port is there: digits, maybe none, up to the end of the authority or a parameter ({@code ;a=b}). */
    private static boolean isPort(char[] chars, int from, int end, int to) {
        int i = Alphabet.DIGITS.runEnd(chars, from, end);
        boolean hasParameters = i > from
                && i - from <= MAX_PORT_DIGITS
                && i < end
                && chars[i] == ';'
                && NameSpan.isNext(chars, i + 1, to);
        return i == end || hasParameters;
    }

    private static boolean endsAuthority(char c, boolean escaped) {
        return endsUrl(c) || c == '/' || c == '?' || c == '#' || (c == '\\' && escaped);
    }

    /** Whether a quote or angle bracket belongs to a password, since neither a separator nor source code follows. */
    private static boolean isInPassword(char[] chars, int i, int to) {
        return "\"'<>".indexOf(chars[i]) >= 0
                && !ValueEnd.isDelimited(chars, i + 1, to)
                && "/:=.+<".indexOf(chars[i + 1]) < 0;
    }

    private static boolean endsUrl(char c) {
        return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>';
    }
}
