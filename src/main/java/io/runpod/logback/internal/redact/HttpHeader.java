package io.runpod.logback.internal.redact;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of HTTP headers. The scheme of {@code Authorization} stays readable (RFC 9110 section 11.6.2):
 * {@code Authorization: Basic dXNlcjpwYXNz} becomes {@code Authorization: Basic [redacted]}. The value of a cookie
 * header ends with the line: {@code Cookie: a=1; b=2} becomes {@code Cookie: [redacted]}.
 */
final class HttpHeader {

    /** The minimum length of a word without a digit to be a secret value of {@code Authorization} or of a cookie. */
    private static final int MIN_WORD_CHARS = 12;

    /** Like {@link #MIN_WORD_CHARS}, but for a header whose name has hyphens, and for a word after a scheme. */
    private static final int MIN_CREDENTIAL_CHARS = 8;

    /** Words after a header's name that report a status: {@code Authorization: unauthorized}. */
    private static final Set<String> STATUS_WORDS =
            Set.of("unauthorized", "unauthenticated", "authentication", "unsuccessful", "unavailable", "unauthorised");

    private HttpHeader() {}

    /**
     * The value of a header, if it has neither a scheme nor cookies; null if it is not a secret.
     *
     * @param min the minimum length of a word without a digit
     */
    static @Nullable NamedValue plainValue(
            NameSpan name, char[] chars, int start, char delimiter, boolean inProse, int to, int min) {
        NamedValue value = NamedValue.of(name, chars, start, delimiter, inProse, to);
        boolean isSure = value == null
                && inProse
                && chars[name.end()] == ':'
                && start < to
                && Character.isLetter(chars[start])
                && isValue(name, chars, start, to, min)
                && !isStatusWord(chars, start, to);
        return isSure ? new NamedValue(name, start, delimiter, NamedValue.Shape.WORD) : value;
    }

    /**
     * Whether a word without a digit is the value of a header. A name with a dot is not a header's. A name with a
     * hyphen may be a word of prose, so it must begin with {@code x}, or no other word may follow the value.
     */
    private static boolean isValue(NameSpan name, char[] chars, int start, int to, int min) {
        if (name.has('.', chars)) {
            return false;
        }
        if (!name.has('-', chars)) {
            return Prose.isLongWord(name, chars, start, to, min);
        }
        return Prose.isLongWord(name, chars, start, to, MIN_CREDENTIAL_CHARS)
                && ((chars[name.start()] | 0x20) == 'x' || Prose.isLastWord(chars, start, to));
    }

    private static boolean isStatusWord(char[] chars, int start, int to) {
        int end = Chars.lettersEnd(chars, start, Math.min(to, start + Scheme.MAX_CHARS), "");
        return STATUS_WORDS.contains(Chars.lowerCase(chars, start, end));
    }

    static boolean isAuthorizationOrCookie(NameSpan name, char[] chars) {
        return name.endsWith("authorization", chars) || isCookie(name, chars);
    }

    private static boolean isCookie(NameSpan name, char[] chars) {
        return name.endsWith("cookie", chars) || name.endsWith("cookies", chars);
    }

    /** The value of an {@code Authorization} or cookie header; null if it is not a secret. */
    static @Nullable NamedValue value(NameSpan name, char[] chars, int start, char delimiter, boolean inProse, int to) {
        int i = Chars.backslashesEnd(chars, start, to);
        boolean quoted = i < to && Chars.isQuote(chars[i]);
        if (isCookie(name, chars)) {
            return !quoted && Prose.isCookiePair(chars, start, to)
                    ? new NamedValue(name, start, delimiter, cookieShape(chars[start]))
                    : plainValue(name, chars, start, delimiter, inProse, to, MIN_WORD_CHARS);
        }
        int first = quoted ? i + 1 : start;
        Scheme scheme = isStatusWord(chars, first, to) ? null : Scheme.at(chars, first, to);
        if (scheme == null) {
            return plainValue(name, chars, start, delimiter, inProse, to, MIN_WORD_CHARS);
        }
        int credentials = scheme.credentials();
        if (quoted) {
            return NamedValue.quoted(name, credentials, delimiter, chars[i], i - start);
        }
        boolean isSure = !scheme.isKnown()
                || scheme.isList()
                || (Prose.isLongWord(name, chars, credentials, to, MIN_CREDENTIAL_CHARS)
                        && Prose.isLastWord(chars, credentials, to));
        if (inProse && !isSure && !Prose.isCredential(chars, credentials, to)) {
            return null;
        }
        if (Chars.isQuote(chars[credentials])) {
            return NamedValue.quoted(name, credentials + 1, delimiter, chars[credentials], 0);
        }
        NamedValue.Shape shape = scheme.isList() ? NamedValue.Shape.LINE : NamedValue.Shape.WORD;
        return new NamedValue(name, credentials, delimiter, shape);
    }

    /** Cookies in brackets are the text of a list or map; cookies of a header end with the line. */
    private static NamedValue.Shape cookieShape(char first) {
        return Brackets.isOpener(first) ? NamedValue.Shape.BRACKETS : NamedValue.Shape.LINE;
    }

    /**
     * The scheme of a value of {@code Authorization}: {@code Basic} in {@code Basic dXNlcjpwYXNz}. A scheme that is not
     * listed is recognised by its form and by the credentials after it.
     *
     * @param credentials the index of the first character after the scheme and blanks
     * @param isList whether the credentials are a list of parameters, which goes to the end of the line
     * @param isKnown whether the scheme is known; then its credentials may be plain words
     */
    private record Scheme(int credentials, boolean isList, boolean isKnown) {

        /** Schemes whose credentials are one word (IANA's registry, and what vendors use). */
        private static final Set<String> SCHEMES = Set.copyOf(Chars.words("""
                basic bearer token apikey api-key key negotiate ntlm sharedkey sharedkeylite dpop splunk ssws bot
                client-id geniekey gnap privatetoken aws oss goog1 api-token private-token deepl-auth-key
                klaviyo-api-key zoho-oauthtoken"""));

        /** Schemes whose credentials are a list of parameters. */
        private static final Set<String> LIST_SCHEMES = Set.of(
                "digest", "aws4-hmac-sha256", "oauth", "hawk", "mac", "mutual", "hoba", "scram-sha-256", "signature");

        private static final int MAX_CHARS = 24;

        /** The scheme at {@code start}; null if there is none. */
        static @Nullable Scheme at(char[] chars, int start, int to) {
            int end = Alphabet.WORD.runEnd(chars, start, Math.min(to, start + MAX_CHARS));
            int credentials = Chars.blanksEnd(chars, end, to);
            if (credentials == end || credentials == to) {
                return null;
            }
            String scheme = Chars.lowerCase(chars, start, end);
            boolean mayHaveList = LIST_SCHEMES.contains(scheme);
            if (mayHaveList || SCHEMES.contains(scheme)) {
                boolean isList = isParameter(chars, credentials, to) || !Prose.isLastWord(chars, credentials, to);
                return new Scheme(credentials, mayHaveList && isList, true);
            }
            if (!mayBeScheme(chars, start, end) || NonSecret.plainEnd(chars, start, to) >= 0) {
                return null;
            }
            if (isParameter(chars, credentials, to)) {
                return isCoined(chars, start, end) ? new Scheme(credentials, true, false) : null;
            }
            return Prose.isLastWord(chars, credentials, to) && Prose.isLoneCredential(chars, credentials, to)
                    ? new Scheme(credentials, false, false)
                    : null;
        }

        /**
         * Whether the word may be a scheme: it begins with a letter and has at least two characters. A word that has a
         * digit and a small letter may not: it may be a secret.
         */
        private static boolean mayBeScheme(char[] chars, int start, int end) {
            return end - start > 1
                    && end - start < MAX_CHARS
                    && Character.isLetter(chars[start])
                    && !(Chars.hasSmallLetter(chars, start, end) && Chars.hasDigit(chars, start, end));
        }

        /** Whether the word is not an ordinary one: it has a hyphen, or a capital letter after the first character. */
        private static boolean isCoined(char[] chars, int start, int end) {
            for (int i = start + 1; i < end; i++) {
                if (chars[i] == '-' || Character.isUpperCase(chars[i])) {
                    return true;
                }
            }
            return false;
        }

        /** Whether {@code NAME=VALUE} begins at {@code start}; equals signs at the end of Base64 do not count. */
        private static boolean isParameter(char[] chars, int start, int to) {
            int end = Alphabet.WORD.runEnd(chars, start, Math.min(to, start + NameSpan.MAX_CHARS));
            return end > start
                    && end + 1 < to
                    && chars[end] == '='
                    && chars[end + 1] != '='
                    && !Chars.isBlank(chars[end + 1]);
        }
    }
}
