package io.runpod.logback.internal.redact;

import java.util.List;

/**
 * Recognises signatures of presigned URLs: AWS ({@code X-Amz-Signature}, and {@code Signature} of version 2 and
 * CloudFront), Google ({@code X-Goog-Signature}) and Azure ({@code sig}). {@code ?sig=abcdefgh12345678} becomes
 * {@code ?sig=[redacted]}.
 */
final class SignedUrl {

    /** The last letters of the names. */
    static final String LAST_LETTERS = "eg";

    private static final List<String> NAMES = List.of("x-amz-signature", "x-goog-signature", "signature", "sig");

    private static final int MIN_CHARS = 16;

    private SignedUrl() {}

    /** Whether a name of a signature may end with these two letters. */
    static boolean mayEndWith(char beforeLast, char last) {
        char first = (char) (beforeLast | 0x20);
        char second = (char) (last | 0x20);
        return (first == 'r' && second == 'e') || (first == 'i' && second == 'g');
    }

    /** Whether the name is that of a signature, in a query, and the value is long enough for one. */
    static boolean isSignature(NameSpan name, char[] chars, int delimiterAt, int from, int to) {
        if (":,>".indexOf(chars[delimiterAt]) >= 0
                || name.isQuoted()
                || !isName(name, chars)
                || !isInQuery(name, chars, from)) {
            return false;
        }
        int end = Math.min(to, delimiterAt + 1 + MIN_CHARS);
        for (int i = delimiterAt + 1; i < end; i++) {
            if (!Alphabet.ANY_BASE64.has(chars[i]) && chars[i] != '%' && chars[i] != '~') {
                return false;
            }
        }
        return end == delimiterAt + 1 + MIN_CHARS;
    }

    private static boolean isName(NameSpan name, char[] chars) {
        for (String known : NAMES) {
            if (known.length() == name.length() && name.endsWith(known, chars)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the name is in the query of a URL or in a list, such as that of AWS's {@code Authorization} header. */
    private static boolean isInQuery(NameSpan name, char[] chars, int from) {
        if (name.start() == from) {
            return true;
        }
        char before = chars[name.start() - 1];
        return before == ' ' || "?&;,".indexOf(before) >= 0 || "?&".indexOf(name.before()) >= 0;
    }
}
