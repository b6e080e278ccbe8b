package io.runpod.logback.internal.redact;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the headers of HTTP whose values have parts: {@code Authorization}, of which the scheme stays readable (RFC 9110
 * section 11.6.2), and cookies, which go to the end of their line.
 */
final class HttpHeader {

    private static final String AUTHORIZATION = "authorization";

    private static final String COOKIE = "cookie";

    /** Schemes of one word after which the credentials are one word (IANA's registry, and what vendors use). */
    private static final Set<String> SCHEMES = Set.of(
            "basic",
            "bearer",
            "token",
            "apikey",
            "api-key",
            "key",
            "negotiate",
            "ntlm",
            "sharedkey",
            "sharedkeylite",
            "dpop",
            "splunk",
            "ssws",
            "bot",
            "client-id",
            "geniekey",
            "gnap",
            "privatetoken");

    /** Schemes after which they are a list. */
    private static final Set<String> LIST_SCHEMES =
            Set.of("digest", "aws4-hmac-sha256", "oauth", "hawk", "mutual", "hoba", "scram-sha-256", "signature");

    private static final int MAX_SCHEME = 24;

    /** A word without a digit is the value of {@code Authorization} or a cookie if it has so many letters. */
    private static final int MIN_WORD = 12;

    /** And that of a header whose name has hyphens, or what follows a scheme, if it has so many. */
    private static final int MIN_CREDENTIAL = 8;

    private static final Set<String> ANSWERS =
            Set.of("unauthorized", "unauthenticated", "authentication", "unsuccessful", "unavailable", "unauthorised");

    private HttpHeader() {}

    /** The value of any other header, or one without parts. */
    static @Nullable NamedValue plain(
            NameBefore name, char[] chars, int start, char sign, boolean inProse, int to, int min) {
        NamedValue value = NamedValue.of(name, chars, start, sign, inProse, to);
        boolean isSure = value == null
                && inProse
                && chars[name.end()] == ':'
                && start < to
                && Character.isLetter(chars[start])
                && isValue(name, chars, start, to, min)
                && !isAnswer(chars, start, to);
        return isSure ? new NamedValue(name, start, sign, NamedValue.Shape.WORD, 0, 0) : value;
    }

    /** After the name of a header, which has no dots; words with hyphens may be followed by prose. */
    private static boolean isValue(NameBefore name, char[] chars, int start, int to, int min) {
        if (has('.', name, chars)) {
            return false;
        }
        if (!has('-', name, chars)) {
            return Prose.isSureWord(name, chars, start, to, min);
        }
        return Prose.isSureWord(name, chars, start, to, MIN_CREDENTIAL)
                && ((chars[name.start()] | 0x20) == 'x' || Prose.isLastWord(chars, start, to));
    }

    static boolean has(char c, NameBefore name, char[] chars) {
        for (int i = name.start() + 1; i < name.end(); i++) {
            if (chars[i] == c) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnswer(char[] chars, int start, int to) {
        int end = start;
        while (end < to && end < start + MAX_SCHEME && Character.isLetter(chars[end])) {
            end++;
        }
        return ANSWERS.contains(new String(chars, start, end - start).toLowerCase(Locale.ROOT));
    }

    static boolean isOne(NameBefore name, char[] chars) {
        return endsWith(name, chars, AUTHORIZATION) || isCookie(name, chars);
    }

    private static boolean isCookie(NameBefore name, char[] chars) {
        return endsWith(name, chars, COOKIE) || endsWith(name, chars, "cookies");
    }

    private static boolean endsWith(NameBefore name, char[] chars, String word) {
        int start = name.end() - word.length();
        if (start < name.start()) {
            return false;
        }
        for (int n = 0; n < word.length(); n++) {
            if (Character.toLowerCase(chars[start + n]) != word.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    static @Nullable NamedValue value(NameBefore name, char[] chars, int start, char sign, boolean inProse, int to) {
        int i = start;
        while (i < to && chars[i] == '\\') {
            i++;
        }
        boolean quoted = i < to && ValueEnd.isQuote(chars[i]);
        if (isCookie(name, chars)) {
            return !quoted && Prose.isPair(chars, start, to)
                    ? new NamedValue(name, start, sign, NamedValue.Shape.LINE, 0, 0)
                    : plain(name, chars, start, sign, inProse, to, MIN_WORD);
        }
        int first = quoted ? i + 1 : start;
        int end = first;
        int limit = Math.min(to, first + MAX_SCHEME);
        while (end < limit && Alphabet.WORD.has(chars[end])) {
            end++;
        }
        int credentials = end;
        while (credentials < to && (chars[credentials] == ' ' || chars[credentials] == '\t')) {
            credentials++;
        }
        if (credentials == end || credentials == to) {
            return plain(name, chars, start, sign, inProse, to, MIN_WORD);
        }
        String scheme = new String(chars, first, end - first).toLowerCase(Locale.ROOT);
        boolean isList = LIST_SCHEMES.contains(scheme);
        if (!isList && !SCHEMES.contains(scheme)) {
            return plain(name, chars, start, sign, inProse, to, MIN_WORD);
        }
        if (quoted) {
            return new NamedValue(name, credentials, sign, NamedValue.Shape.QUOTED, chars[i], i - start);
        }
        boolean isSure = Prose.isSureWord(name, chars, credentials, to, MIN_CREDENTIAL)
                && Prose.isLastWord(chars, credentials, to);
        if (inProse && !isList && !isSure && !Prose.isCredential(chars, credentials, to)) {
            return null;
        }
        if (ValueEnd.isQuote(chars[credentials])) {
            return new NamedValue(name, credentials + 1, sign, NamedValue.Shape.QUOTED, chars[credentials], 0);
        }
        NamedValue.Shape shape = isList ? NamedValue.Shape.LINE : NamedValue.Shape.WORD;
        return new NamedValue(name, credentials, sign, shape, 0, 0);
    }
}
