package io.runpod.logback.internal.redact;

import java.util.List;

/**
 * Knows the signatures of presigned URLs: AWS ({@code X-Amz-Signature}, and {@code Signature} of version 2 and CloudFront),
 * Google ({@code X-Goog-Signature}) and Azure ({@code sig}).
 */
final class SignedUrl {

    static final String LAST_LETTERS = "eg";

    private static final List<String> NAMES = List.of("x-amz-signature", "x-goog-signature", "signature", "sig");

    private static final int MIN_CHARS = 16;

    private SignedUrl() {}

    /** Whether a name may end with these two letters. */
    static boolean mayEndWith(char beforeLast, char last) {
        char first = (char) (beforeLast | 0x20);
        char second = (char) (last | 0x20);
        return (first == 'r' && second == 'e') || (first == 'i' && second == 'g');
    }

    static boolean isSignature(NameBefore name, char[] chars, int sign, int from, int to) {
        if (chars[sign] != '=' || name.isQuoted() || !isName(name, chars) || !isInQuery(name, chars, from)) {
            return false;
        }
        int end = Math.min(to, sign + 1 + MIN_CHARS);
        for (int i = sign + 1; i < end; i++) {
            if (!Alphabet.BASE64.has(chars[i]) && chars[i] != '%' && chars[i] != '~') {
                return false;
            }
        }
        return end == sign + 1 + MIN_CHARS;
    }

    private static boolean isName(NameBefore name, char[] chars) {
        int length = name.end() - name.start();
        for (String known : NAMES) {
            if (known.length() == length) {
                int n = 0;
                while (n < length && Character.toLowerCase(chars[name.start() + n]) == known.charAt(n)) {
                    n++;
                }
                if (n == length) {
                    return true;
                }
            }
        }
        return false;
    }

    /** In the query of a URL, or in a list of parameters such as that of AWS's Authorization header. */
    private static boolean isInQuery(NameBefore name, char[] chars, int from) {
        if (name.start() == from) {
            return true;
        }
        char before = chars[name.start() - 1];
        return before == '?' || before == '&' || before == ';' || before == ' ' || before == ',';
    }
}
