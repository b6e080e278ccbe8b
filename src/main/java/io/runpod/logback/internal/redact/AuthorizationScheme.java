package io.runpod.logback.internal.redact;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scheme of a value of {@code Authorization}: {@code Basic} in {@code Basic dXNlcjpwYXNz}. A scheme that is not
 * listed is recognised by its form and by the credentials after it.
 *
 * @param credentials the index of the first character after the scheme and blanks
 * @param isList whether the credentials are a list of parameters, which goes to the end of the line
 * @param isKnown whether the scheme is known; then its credentials may be plain words
 */
record AuthorizationScheme(int credentials, boolean isList, boolean isKnown) {

    /** Schemes whose credentials are one word (IANA's registry, and what vendors use). */
    private static final Set<String> SCHEMES = Set.copyOf(Chars.words("""
            basic bearer token apikey api-key key negotiate ntlm sharedkey sharedkeylite dpop splunk ssws bot
            client-id geniekey gnap privatetoken aws oss goog1 api-token private-token deepl-auth-key
            klaviyo-api-key zoho-oauthtoken"""));

    /** Schemes whose credentials are a list of parameters. */
    private static final Set<String> LIST_SCHEMES = Set.of(
            "digest", "aws4-hmac-sha256", "oauth", "hawk", "mac", "mutual", "hoba", "scram-sha-256", "signature");

    static final int MAX_CHARS = 24;

    /** The scheme at {@code start}; null if there is none. */
    static @Nullable AuthorizationScheme at(char[] chars, int start, int to) {
        int end = Alphabet.WORD.runEnd(chars, start, Math.min(to, start + MAX_CHARS));
        int credentials = end;
        while (credentials < to && (chars[credentials] == ' ' || chars[credentials] == '\t')) {
            credentials++;
        }
        if (credentials == end || credentials == to) {
            return null;
        }
        String scheme = Chars.lowerCase(chars, start, end);
        boolean mayHaveList = LIST_SCHEMES.contains(scheme);
        if (mayHaveList || SCHEMES.contains(scheme)) {
            boolean isList = isParameter(chars, credentials, to) || !Prose.isLastWord(chars, credentials, to);
            return new AuthorizationScheme(credentials, mayHaveList && isList, true);
        }
        if (!mayBeScheme(chars, start, end) || NonSecret.plainEnd(chars, start, to) >= 0) {
            return null;
        }
        if (isParameter(chars, credentials, to)) {
            return isCoined(chars, start, end) ? new AuthorizationScheme(credentials, true, false) : null;
        }
        return Prose.isLastWord(chars, credentials, to) && Prose.isLoneCredential(chars, credentials, to)
                ? new AuthorizationScheme(credentials, false, false)
                : null;
    }

    /**
     * Whether the word may be a scheme: it begins with a letter and has at least two characters. A word that has a
     * digit and a small letter may not: it may be a secret.
     */
    private static boolean mayBeScheme(char[] chars, int start, int end) {
        boolean small = false;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            small |= Character.isLowerCase(chars[i]);
            digit |= Alphabet.DIGITS.has(chars[i]);
        }
        return end - start > 1 && end - start < MAX_CHARS && Character.isLetter(chars[start]) && !(small && digit);
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
