package io.runpod.logback.internal.redact;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in text: tokens by their form, values by the name before them, and given values (those of the worker's
 * own secret variables). In {@code connect password=hunter2} it finds {@code hunter2}. Thread-safe.
 *
 * <p>The time is linear in the length of any text: characters are read again only around certain rare pairs
 * ({@link Anchors}), and each run of characters is read from only one of these pairs. The time does not grow with the
 * number of kinds of secrets.
 *
 * <p>A {@link Scan} is one pass over a text. It asks the {@link Finder} of each kind of secret:
 *
 * <ul>
 *   <li>{@link PrefixedTokenFinder}: tokens with a known prefix; {@link TokenFormat} has the table of them
 *   <li>{@link BearerTokenFinder}, {@link JwtFinder}, {@link UrlCredentialsFinder}, {@link PrivateKeyFinder}: other
 *       secrets that have a form
 *   <li>{@link GivenValues}: given values, in each spelling
 *   <li>{@link NamedValueFinder}: values after a name. {@link NameSpan} and {@link NamedEntry} find the name,
 *       {@link SensitiveNames} decides whether it is sensitive. {@link NamedValue} decides whether the value is a
 *       secret. It asks {@link NonSecret} for values that never are, {@link Prose} for values in sentences, and
 *       {@link HttpHeader} for values of headers. {@link ValueEnd}, {@link Quotes} and {@link Brackets} find where it ends
 *   <li>{@link KeyColumnsFinder}: values after a list of names, in PostgreSQL's messages
 * </ul>
 */
public final class Redactor {

    /** The text that replaces a secret. */
    public static final String MASK = "[redacted]";

    final Anchors anchors = new Anchors();
    final GivenValues givenValues;

    private final Map<Object, Object> derived = new ConcurrentHashMap<>();

    /** Makes a redactor with the default names and no further prefixes. */
    public Redactor(List<String> secretValues) {
        this(new SensitiveNames(), List.of(), secretValues);
    }

    /**
     * Makes a redactor.
     *
     * @param names the sensitive names
     * @param prefixes the prefixes of further tokens, from the settings
     * @param secretValues the given values
     */
    public Redactor(SensitiveNames names, List<String> prefixes, List<String> secretValues) {
        NamedValueFinder.addTo(anchors, names);
        KeyColumnsFinder.addTo(anchors, names);
        BearerTokenFinder.addTo(anchors);
        JwtFinder.addTo(anchors);
        UrlCredentialsFinder.addTo(anchors);
        PrivateKeyFinder.addTo(anchors);
        for (TokenFormat format : TokenFormat.ALL) {
            PrefixedTokenFinder.addTo(anchors, format);
        }
        for (String prefix : prefixes) {
            PrefixedTokenFinder.addTo(anchors, TokenFormat.custom(prefix));
        }
        givenValues = new GivenValues(secretValues);
        givenValues.addTo(anchors);
    }

    /**
     * The pairs of adjacent ASCII characters around which a secret may be. Each is encoded as the first character times
     * 128 plus the second one.
     */
    public int[] pairs() {
        return anchors.pairs();
    }

    /** A cache for other packages: objects that they make from this redactor, each by its own key. */
    public Map<Object, Object> derived() {
        return derived;
    }

    /** Whether a secret may be around any character that is not ASCII. */
    public boolean watchesNonAscii() {
        return anchors.watchesNonAscii();
    }

    /** Whether a secret may be around the character at {@code i}; rarely true without a secret. */
    public boolean mayFind(char[] chars, int i, int from, int to) {
        Finder @Nullable [] finders = anchors.at(chars, i, from, to);
        if (finders != null) {
            for (Finder finder : finders) {
                if (finder.mayFind(chars, i, from, to)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first index in {@code [from, to)} around which a secret may be; {@code to} if there is none. */
    public int firstCandidate(char[] chars, int from, int to) {
        for (int i = anchors.next(chars, from, from, to); i < to; i = anchors.next(chars, i + 1, from, to)) {
            if (mayFind(chars, i, from, to)) {
                return i;
            }
        }
        return to;
    }

    /**
     * Starts a scan of {@code [from, to)}.
     *
     * @param first the first index around which a secret may be ({@link #firstCandidate})
     * @param isTail whether a part of the text before {@code from} was left out
     */
    public Scan scan(char[] text, int from, int first, int to, boolean isTail) {
        return new Scan(this, text, from, first, to, isTail);
    }
}
